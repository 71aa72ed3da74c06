"""Hides uvloop from each Python that has this folder in ``PYTHONPATH``, as if it were not installed."""

import sys

sys.modules["uvloop"] = None  # type: ignore[assignment]
