"""Pages of the portal, read by functions that need no crawler and no network: bytes in, links and items out."""
