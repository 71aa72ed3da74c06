"""What commands print, whatever the terminal can encode: no character of a page ends a command."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Final

_OUTPUTS: Final = ("stdout", "stderr")


def print_whatever_comes() -> None:
    """From now on write ``\\u6e5b`` for a character that the encoding of standard output or error has not.

    What is written to one that is closed (``>&-``) goes nowhere.
    """
    for name in _OUTPUTS:
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as the process
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def print_json(text: str) -> None:
    """Print a JSON text, which is UTF-8 whatever the terminal's encoding: programs read it.

    A half of a character becomes the escape that JSON has for it.
    """
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
