"""Counts in words."""

from __future__ import annotations


def many(count: int, noun: str, plural: str = "s") -> str:
    """A count with its noun.

    >>> many(1, "article"), many(2, "address", "es")
    ('1 article', '2 addresses')
    """
    return f"{count} {noun}{'' if count == 1 else plural}"
