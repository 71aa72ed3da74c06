"""Runs a script of Python, as ``python -c`` does: ``python -m tests.end_to_end.script SCRIPT …``."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    script = sys.argv[1]
    sys.argv[:2] = ["-c"]
    exec(compile(script, "<string>", "exec"), {"__name__": "__main__"})
