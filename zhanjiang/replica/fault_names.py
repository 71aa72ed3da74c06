"""The faults by name."""
FAULTS: dict = {}
