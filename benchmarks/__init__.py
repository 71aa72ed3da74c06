"""Benchmarks: ratios to what a user would take instead, measured in the same run. ``python -m benchmarks --help``."""
