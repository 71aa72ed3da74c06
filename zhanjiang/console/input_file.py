"""What a user gives as a file: a page, a text, a list of addresses. It is read as far as memory bears."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from zhanjiang.console.errors import WrongArgument

STANDARD_INPUT: Final = "-"
"""The name of standard input."""
_MOST_BYTES: Final = 64 * 1024 * 1024
"""Twice the largest answer that a crawl takes."""


def read_input(name: str) -> bytes:
    """Read a file, or standard input (``-``). Raises OSError, and WrongArgument for one that is too large."""
    if name == STANDARD_INPUT:
        body = sys.stdin.buffer.read(_MOST_BYTES + 1)
    else:
        with Path(name).open("rb") as file:
            body = file.read(_MOST_BYTES + 1)
    if len(body) > _MOST_BYTES:
        raise WrongArgument(f"{name} is larger than {_MOST_BYTES >> 20} MB: give a page, or a text file")
    return body
