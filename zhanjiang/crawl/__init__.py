"""A run of a crawler: its frontier, the outcomes and failures of its requests, what it has discovered."""
