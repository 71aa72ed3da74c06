"""The newspapers' own words, from ``data/newspaper.json``."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def words() -> dict[str, Any]:
    """Return the newspapers' own words: names of pages, kickers, forms of bylines."""
    path = Path(__file__).parents[1] / "data" / "newspaper.json"
    own: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return own


def printed_number(number: str) -> str:
    """Return the number of a page as texts name it: in words, unless it has a letter.

    >>> printed_number("03"), printed_number("A03")
    ('三', 'A03')
    """
    numeral: str = words()["numerals"][int(number)] if number.isdecimal() else number
    return numeral
