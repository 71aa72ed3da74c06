"""Chinese text in lines of a width, broken as in print: between any two characters, but not before a closing mark.

A Chinese character is two columns wide. No line begins with 。 or 》, none ends with 《, and no word or number of other
scripts is broken, unless it is longer than a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from zhanjiang.console.terminal import text_width

_CLOSING: Final = "，。、；：？！）》」』】〕〉”’…—％,.;:?!)]}%"
_OPENING: Final = "（《「『【〔〈“‘([{"
_UNIT: Final = re.compile(rf"[{re.escape(_OPENING)}]*(?:[!-~]+|\S)[{re.escape(_CLOSING)}]*|\s+|.", re.DOTALL)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes. A mark that is narrow or wide by the terminal counts as wide.

    >>> columns("湛江港A"), columns("“好”")
    (7, 6)
    """
    return text_width(text, ambiguous=2)


def wrap(text: str, width: int) -> list[str]:
    """Break one line into lines of so many columns; a line of one unit that is wider is cut where it has to be.

    >>> wrap("港区（一期）昨日开航，GDP增长3.5%。", 12)
    ['港区（一期）', '昨日开航，', 'GDP增长', '3.5%。']
    >>> wrap("", 12)
    ['']
    """
    lines = [""]
    left = width
    for unit in _units(text, width):
        taken = columns(unit)
        if taken > left and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            left = width
            unit = unit.lstrip()
            taken = columns(unit)
        lines[-1] += unit
        left -= taken
    lines[-1] = lines[-1].rstrip()
    return lines


def widest_unit(text: str, most: int) -> int:
    """The columns of the widest part that stays together, among those that take at most so many.

    >>> widest_unit("2026-11-30 10:00", 20), widest_unit("http://www.example.org/p/1.html 首页", 20)
    (10, 2)
    """
    return max((width for unit in _UNIT.findall(text) if (width := columns(unit)) <= most), default=0)


def _units(text: str, width: int) -> Iterator[str]:
    """Yield what stays together, none wider than a line."""
    for unit in _UNIT.findall(text):
        piece = ""
        for character in unit if columns(unit) > width else ():
            if piece and columns(piece + character) > width:
                yield piece
                piece = ""
            piece += character
        yield piece or unit
