"""Counts in words, and words that are near to one that was typed."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_FEW: Final = 20


def many(count: int, noun: str, plural: str = "s") -> str:
    """A count with its noun.

    >>> many(1, "article"), many(2, "address", "es")
    ('1 article', '2 addresses')
    """
    return f"{count} {noun}{'' if count == 1 else plural}"


def nearest(value: str, known: Iterable[str]) -> str:
    """The known values that look like one which is not known, as the end of a sentence; all of a few, or nothing.

    >>> nearest("shizhen", ["shehui", "shizheng"]), nearest("x", ["a", "b"]), nearest("x", [])
    (': the nearest is shizheng', ': there are a, b', '')
    """
    known = [*known]
    if alike := get_close_matches(value, known, 3, 0.5):
        return f": the nearest {'is' if len(alike) == 1 else 'are'} {', '.join(alike)}"
    return f": there are {', '.join(known)}" if 0 < len(known) <= _FEW else ""
