"""What a search finds, as users see it; the index and its order are the store's (``store.search``)."""
