"""Bulletins in one form: weather, prices at the fish market, traffic notices. Much alike, they are no reprints.

What a reprint changes are words; its figures and dates are those of the story. A form keeps its words, and has other
figures, or another date, each day.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

_FIGURE: Final = re.compile(r"\d+(?:[.,:]\d+)*|[〇零一二三四五六七八九十百千万亿两]+")
_DAY: Final = re.compile(r"(\d{1,2})[日号]")
_FEWEST: Final = 3
"""Fewer figures than these say nothing, unless all words around them are the same."""
_SAME: Final = 0.6
"""The share of the figures that a reprint has in common with its original, at least; those of the shorter one count."""
_CHANGED: Final = 2
"""So many other figures between the very same words make another bulletin: a single one may be a correction."""


def are_bulletins(one: str, other: str) -> bool:
    """Say whether two texts that are much alike are one form filled in twice, rather than one story.

    >>> are_bulletins("花蟹每斤45元，白虾每斤38元，价格平稳。", "花蟹每斤48元，白虾每斤36元，价格平稳。")
    True
    >>> are_bulletins("5月3日，花蟹每斤45元，供应充足。", "5月3日，花蟹每斤45元，供应依然充足。")
    False
    """
    one, other = (unicodedata.normalize("NFKC", text) for text in (one, other))
    days, other_days = (set(map(int, _DAY.findall(text))) for text in (one, other))
    if days - other_days and other_days - days:
        return True
    figures, other_figures = _FIGURE.findall(one), _FIGURE.findall(other)
    if _FIGURE.split(one) == _FIGURE.split(other):
        changed = [a for a, b in zip(figures, other_figures, strict=True) if a != b]
        return len(changed) >= _CHANGED
    digits, other_digits = ([figure for figure in of_one if figure.isascii()] for of_one in (figures, other_figures))
    return _share(digits, other_digits) < _SAME


def _share(figures: Sequence[str], others: Sequence[str]) -> float:
    """The share of the shorter sequence that stands in the other as well, in the same order."""
    fewest = min(len(figures), len(others))
    if fewest < _FEWEST:
        return 1
    blocks = SequenceMatcher(None, figures, others, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / fewest
