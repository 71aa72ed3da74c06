"""The row of a list around a link to an article: its texts, and which of them are the headline and the day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lxml import etree

from zhanjiang.pages.reading.elements import Element, text_of
from zhanjiang.pages.reading.row_dates import day_of, is_moment, latest_day, tells_moment
from zhanjiang.processors.text import clean_line, letters

_ROWS = frozenset(["li", "tr", "dd", "dl", "article"])
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PAGES = frozenset(["body", "html", "main"])
_INLINE = frozenset(
    ["b", "big", "cite", "em", "font", "i", "label", "mark", "s", "small", "span", "strong", "sub", "sup", "u"]
)
_SILENT = frozenset(["script", "style", "noscript", "template"])
_LONGEST_ROW = 600
_LONGEST_MOMENT = 30
_SHORTEST, _LONGEST = 5, 60
"""How many letters a headline has as a rule: shorter texts beside it are labels, longer ones summaries."""
_DULL = re.compile(
    r"\W*(?:(?:查看|阅读|点击)?(?:全文|详情|详细|更多|原文|阅读)|查看|浏览|[評评][論论]\d*|\d+)\W*\w?\W*"
)
_CUT = ("…", "...", "‥")


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says of its article; ``latest`` is the latest day that it can be of, the day where one is printed."""

    headline: str | None
    day: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class _Part:
    """A text of a row that stands apart from the others, and the link and the heading around it, if any."""

    text: str
    link: Element | None
    is_heading: bool


def read_row(links: Sequence[Element], row: Element, fetched_at: str = "") -> Row:
    """Read a row by its links, which all lead to the one article of the row."""
    parts = list(_parts(row))
    headline = _headline(links, [part for part in parts if part.link is not None and part.link in links])
    others = [part.text for part in parts if part not in headline.parts]
    moments = _written_moments(row) + others
    day = day_of(moments)
    return Row(headline.text, day, day or latest_day(moments, fetched_at))


def row_of(link: Element, articles: Mapping[Element, Collection[int]]) -> Element:
    """The row around a link: the element that holds this article alone, next to others.

    ``articles`` has for each element the numbers of the articles that are linked in it.
    """
    row = link
    for holder in link.iterancestors():
        if len(articles.get(holder, ())) != 1 or holder.tag in _PAGES:
            # The only article of a page has no neighbour that would show where its row ends.
            return row if len(articles.get(holder, ())) > 1 or row.tag in _ROWS else link
        row = holder
        if row.tag in _ROWS or len(text_of(row)) > _LONGEST_ROW:
            break
    return row if len(text_of(row)) <= _LONGEST_ROW or row.tag in _ROWS else link


# --- Headline -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Headline:
    """A headline, and the parts of the row that print it."""

    text: str | None
    parts: Sequence[_Part]


def _headline(links: Sequence[Element], parts: Sequence[_Part]) -> _Headline:
    """The headline among the texts of an article's links: in a heading, else the first of a headline's length."""
    texts = [part for part in parts if not is_moment(part.text)]
    telling = [part for part in texts if not _DULL.fullmatch(part.text)] or texts or list(parts)
    plain = [part for part in telling if part.is_heading] or [part for part in telling if not tells_moment(part.text)]
    usual = [part for part in plain if _SHORTEST <= len(letters(part.text)) <= _LONGEST]
    chosen = (usual or sorted(plain or telling, key=lambda part: -len(part.text)))[:1]
    titles = [title for link in links if (title := clean_line(link.get("title") or "")) and not is_moment(title)]
    if not chosen:
        return _Headline(next(iter(titles), None), ())
    text = next((title for title in titles for part in parts if _is_whole(title, part.text)), chosen[0].text)
    return _Headline(text, [part for part in parts if part in chosen or part.text in text])


def _is_whole(title: str, text: str) -> bool:
    """Say whether a link's title is the headline of which its text is a cut print, or one with a label before it."""
    cut = next((text.removesuffix(sign) for sign in _CUT if text.endswith(sign)), None)
    if cut is not None and len(cut) > 1 and title.startswith(cut):
        return True
    return title in text and 2 * len(title) > len(text)


# --- Parts --------------------------------------------------------------------------------------------------------


def _parts(row: Element) -> Iterator[_Part]:
    """Yield the texts of a row: blocks, links and dates stand apart, other inline elements do not."""
    texts: list[str] = []
    link = next((holder for holder in (row, *row.iterancestors("a")) if holder.tag == "a"), None)
    in_heading = any(True for _ in row.iterancestors(*_HEADINGS))
    for kind, element, text in _walk(row):
        if kind == "break":
            if part := clean_line("".join(texts)):
                yield _Part(part, link, in_heading)
            texts.clear()
            link, in_heading = _around(element, row)
        texts.append(text)
    if part := clean_line("".join(texts)):
        yield _Part(part, link, in_heading)


def _around(element: Element, row: Element) -> tuple[Element | None, bool]:
    """The link around the text that begins at an element, and whether a heading is."""
    holders = [element, *element.iterancestors()]
    link = next((holder for holder in holders if holder.tag == "a"), None)
    return link, any(holder.tag in _HEADINGS for holder in holders)


def _walk(element: Element, *, is_row: bool = True) -> Iterator[tuple[str, Element, str]]:
    """Yield the texts below an element in order, each with the element that it stands in, and the breaks in them."""
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return
    if element.tag == "br":
        yield ("break" if is_moment(clean_line(element.tail or "")) else "text"), _holder(element), " "
        return
    apart = not is_row and _stands_apart(element)
    yield "break" if apart or is_row else "text", element, element.text or ""
    for child in element:
        yield from _walk(child, is_row=False)
        yield "text", element, child.tail or ""
    if apart:
        yield "break", _holder(element), ""


def _holder(element: Element) -> Element:
    parent = element.getparent()
    return element if parent is None else parent


def _stands_apart(element: Element) -> bool:
    if element.tag not in _INLINE:
        return True
    text = text_of(element)
    return len(text) <= _LONGEST_MOMENT and is_moment(clean_line(text))


def _written_moments(row: Element) -> list[str]:
    """The dates in attributes: of ``<time datetime>``, and the title of a date that is printed short."""
    moments: list[str] = []
    for element in row.iter(etree.Element):
        if element.tag == "time" or (element.get("title") and element.tag not in ("a", "img")):
            written = clean_line(element.get("datetime") or element.get("title") or "")
            if is_moment(written):
                moments.append(written)
    return moments
