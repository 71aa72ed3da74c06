"""The top of an article whose parts a learned layout has located: what stands where, not what words say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from zhanjiang.addresses.portal import read_listing
from zhanjiang.pages.article.head import Head, read_head
from zhanjiang.pages.reading.elements import Element, is_within, text_of
from zhanjiang.pages.reading.info_pieces import InfoPiece, info_pieces, joined
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.selectors import Located
from zhanjiang.processors.info_labels import BARE_LABEL
from zhanjiang.processors.meta_line import LABEL
from zhanjiang.processors.people import is_byline
from zhanjiang.processors.text import clean_line, fold_signs, letters

_COUNT: Final = re.compile(r"(?!(?:19|20)\d\d$)[\d.]+\s*[万kKwW]?\+?")


def read_located_head(lines: Sequence[Line], located: Located) -> Head:
    """Read kicker, headline, deck and info line; ``end`` is the index of the body's first line.

    The deck is what stands between headline and body, wherever the info line is: above the headline, or below the body.
    """
    after = _after(lines, located.headline)
    end = next((at for at in range(after, len(lines)) if _begins_body(lines[at], located)), len(lines))
    if is_within(located.headline, located.body) or located.info is None:
        return _with_end(read_head(list(lines), [], located.headline), 0)
    apart = [part for part in (located.info, located.byline) if part is not None]
    top = [line for line in lines[:end] if not any(is_within(line.element, part) for part in apart)]
    own = [line for line in top if not located.is_repeated(line) or is_within(line.element, located.headline)]
    inside = (line.element for line in lines if line.text and is_within(line.element, located.info))
    info = info_line(located.info, located, next(inside, located.info))
    return _with_end(read_head([*own, info], [], located.headline, is_alone=True), end)


def _with_end(head: Head, end: int) -> Head:
    head.headline_rule = "learned"
    head.end = end or head.end
    return head


def _after(lines: Sequence[Line], element: Element) -> int:
    """The index after the last of an element's lines."""
    return 1 + max((at for at, line in enumerate(lines) if line.text and is_within(line.element, element)), default=-1)


def _begins_body(line: Line, located: Located) -> bool:
    in_info = located.info is not None and is_within(line.element, located.info)
    return not in_info and is_within(line.element, located.body)


def info_line(info: Element, located: Located, holder: Element) -> Line:
    """The info element as one line in ``holder``: without the headline, fixed pieces, and what leads elsewhere.

    A link to a listing names the channel, a number alone counts comments or readers. Where the source has a label, any
    other link is none, unless it names people.
    """
    headline = letters(text_of(located.headline))
    pieces = [
        piece
        for piece in info_pieces(info, located.byline)
        if not located.is_fixed(piece.text) and letters(piece.text) != headline and not read_listing(piece.leads_to)
        if not _COUNT.fullmatch(piece.text)
    ]
    if any(label.lastgroup == "source" for piece in pieces for label in LABEL.finditer(fold_signs(piece.text))):
        pieces = [piece for piece in pieces if piece.is_value or not piece.leads_to or is_byline(piece.text)]
    text = joined([*map(_with_sign, pieces), *_byline(located, pieces)])
    return Line(text, holder, spaced=text)


def _with_sign(piece: InfoPiece) -> InfoPiece:
    """A label that an element sets apart from its value, with the sign that readers do without."""
    is_bare = BARE_LABEL.fullmatch(fold_signs(piece.text)) and piece.text[-1] not in ":：]】"
    return piece._replace(text=f"{piece.text}：") if is_bare else piece


def _byline(located: Located, pieces: Sequence[InfoPiece]) -> list[InfoPiece]:
    """The byline that has a place of its own, with the label that readers do without; [] where one is labelled."""
    text = clean_line(text_of(located.byline)) if located.byline is not None else ""
    is_labelled = any(label.lastgroup == "byline" for label in LABEL.finditer(fold_signs(f"{joined(pieces)} {text}")))
    return [InfoPiece(text if is_labelled or not text else f"作者：{text}")] if text else []
