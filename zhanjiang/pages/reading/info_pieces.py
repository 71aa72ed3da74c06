"""The pieces of an info line: date, labels, values and buttons, as the page's elements part them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.lines import is_seen
from zhanjiang.processors.meta_line import LABEL
from zhanjiang.processors.text import clean_line, fold_signs

_PARTED_DATE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年?\s+(\d{1,2}\s*[-/.月]\s*\d{1,2}(?!\d))")
_PARTED_SIGNS: Final = re.compile(r"(?<=\d)\s*([-/.:年月])\s*(?=\d)")
_DATE_IN_PARTS: Final = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?:\s*日)?(?:\s+\d{1,2}\s*:\s*\d\d)?(?!\d)"
)


class InfoPiece(NamedTuple):
    """A text of an info line; whether it is the value of a label before it, and where it leads, '' for no link."""

    text: str
    is_value: bool = False
    leads_to: str = ""


def info_pieces(info: Element, without: Element | None = None) -> list[InfoPiece]:
    """The texts that the elements of an info line part, in order; none of the element ``without``.

    >>> from lxml.html import fromstring
    >>> [tuple(piece) for piece in info_pieces(fromstring("<p>2024 <i>来源：</i><a href=/>湛江日报</a> 评论</p>"))]
    [('2024', False, ''), ('来源：', False, ''), ('湛江日报', True, '/'), ('评论', False, '')]
    """
    pieces: list[InfoPiece] = []
    for text, leads_to in _texts(info, "", without):
        if text := clean_line(text):
            pieces.append(InfoPiece(text, bool(pieces) and _is_bare_label(pieces[-1].text), leads_to))
    return pieces


def joined(pieces: Iterable[InfoPiece]) -> str:
    """Pieces as one line, in which a date whose parts had elements of their own is whole again.

    >>> joined([InfoPiece("2024"), InfoPiece("05/31"), InfoPiece("21:58")])
    '2024-05/31  21:58'
    >>> joined(InfoPiece(part) for part in ("2024", "/", "05", "/", "31", "21", ":", "58"))
    '2024/05/31  21:58'
    """
    text = "  ".join(piece.text for piece in pieces)
    text = _DATE_IN_PARTS.sub(lambda date: _PARTED_SIGNS.sub(r"\1", date.group()), text)
    return _PARTED_DATE.sub(r"\1-\2", text)


def _texts(element: Element, leads_to: str, without: Element | None) -> Iterator[tuple[str, str]]:
    if element is not without and is_seen(element):
        leads_to = leads_to or (element.get("href") or "#" if element.tag == "a" else "")
        yield element.text or "", leads_to
        for child in element:
            yield from _texts(child, leads_to, without)
            yield child.tail or "", leads_to


def _is_bare_label(piece: str) -> bool:
    folded = fold_signs(piece)
    return any(label.end() == len(folded) and label.lastgroup != "other" for label in LABEL.finditer(folded))
