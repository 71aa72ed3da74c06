"""The numbers of a pager among a story's lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from zhanjiang.pages.reading.elements import text_of
from zhanjiang.pages.reading.furniture import furniture_kind
from zhanjiang.pages.reading.lines import Line

_MARKED_DIGITS: Final = r"[\d\s|·.…<>«»‹›\[\](),-]+"
DIGITS: Final = re.compile(_MARKED_DIGITS)
"""Digits alone, and the marks that pagers put around them."""
_LABELLED: Final = re.compile(rf"[一-鿿]{{1,4}}\s*:(?P<numbers>{_MARKED_DIGITS})")
_NUMBER: Final = re.compile(r"\d+")


def is_page_number(line: Line, around: Iterable[Line]) -> bool:
    """Say whether a line belongs to a pager: digits that are linked, or beside linked ones, or labelled (页码：1 2).

    ``around`` are the body's own lines from the one before to the one after: a pager below the body makes no page
    number of a table's last cell.
    """
    if not DIGITS.fullmatch(line.folded):
        return bool(line.linked) and _is_labelled_pager(line)
    return any(
        (other.linked and DIGITS.fullmatch(other.folded)) or furniture_kind(other.folded) == "pager" for other in around
    )


def _is_labelled_pager(line: Line) -> bool:
    """Say whether a line numbers pages from 1 on, each a link of its own or the page at hand: no telephone does."""
    labelled = _LABELLED.fullmatch(line.folded)
    numbers = _NUMBER.findall(labelled["numbers"]) if labelled else []
    if len(numbers) < 2 or numbers != [str(number) for number in range(1, len(numbers) + 1)]:
        return False
    links = {text_of(link).strip() for link in line.element.iter("a")}
    return len(links & {*numbers}) >= len(numbers) - 1
