"""The schema's history, a file a step, applied by ``store.engine`` when an older store (or none) is found."""
