"""The whole way: the real command against the portal's replica."""
