"""The pieces of an info line: date, labels, values and buttons, as the page's elements part them."""

from __future__ import annotations

from collections.abc import Iterator

from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.lines import is_seen
from zhanjiang.processors.meta_line import LABEL
from zhanjiang.processors.text import clean_line, fold_signs


def info_pieces(info: Element) -> list[tuple[str, bool]]:
    """The texts that the elements of an info line part, in order, each with whether it is the value of a label before.

    >>> from lxml.html import fromstring
    >>> info_pieces(fromstring("<p>2024-05-01 <span>来源：</span><a>湛江日报</a> <a>评论</a></p>"))
    [('2024-05-01', False), ('来源：', False), ('湛江日报', True), ('评论', False)]
    """
    pieces: list[tuple[str, bool]] = []
    for piece in filter(None, map(clean_line, _texts(info))):
        pieces.append((piece, bool(pieces) and _is_bare_label(pieces[-1][0])))
    return pieces


def _texts(element: Element) -> Iterator[str]:
    if is_seen(element):
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


def _is_bare_label(piece: str) -> bool:
    folded = fold_signs(piece)
    return any(label.end() == len(folded) and label.lastgroup != "other" for label in LABEL.finditer(folded))
