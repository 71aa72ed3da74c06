"""By what pages of one layout are told from those of another: the names of their elements."""

from __future__ import annotations

from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.learned import marks_of


def signature(root: Element) -> frozenset[str]:
    """The names of a page's elements; an article's own words and its length hardly change them."""
    return marks_of(root)


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of two pages' markup is the same, from 0 to 1 (Jaccard).

    >>> alike(frozenset("abc"), frozenset("abd")), alike(frozenset(), frozenset())
    (0.5, 1.0)
    """
    together = one | other
    return len(one & other) / len(together) if together else 1.0
