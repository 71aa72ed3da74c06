"""Links of a page that lead to articles and listings of the portal, with what the row around them says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from zhanjiang.addresses.portal import ArticleReference, ListingReference, read_article, read_listing
from zhanjiang.pages.reading.elements import Element, text_of
from zhanjiang.processors.dates import portal_day, read_published_at
from zhanjiang.processors.text import clean_line

_ROWS = frozenset(["li", "tr", "dd", "dl", "article"])
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "div", "p", "span", "strong", "b", "font", "dt", "th", "td", "caption")
# Boxes beside a listing: their rows are articles too, but not of this listing's channel.
_BOX = re.compile(
    r"^(?:湛图片|.{0,4}(?:排行|热点|热门|推荐|点击|专题|数字报).{0,4}|(?:月|周|日)点击|图片新闻|最新评论)"
)


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """A link to an article: its address as written (made absolute), the row's headline and day, None if not printed.

    ``in_box`` says that it stands in a box beside the page's own list.
    """

    url: str
    reference: ArticleReference
    headline: str | None = None
    day: date | None = None
    in_box: bool = False


def article_links(root: Element, base: str, belongs: Callable[[str], bool]) -> list[ArticleLink]:
    """Read the links to articles below an element, each article once, in order.

    ``belongs`` says of an absolute address whether it is one of the portal's. Of several links of one row (thumbnail,
    headline) the one with the longest text gives the headline.
    """
    links: dict[int, ArticleLink] = {}
    boxed = _boxed(root)
    for element in root.iter("a"):
        url = _absolute(base, element)
        reference = read_article(url) if url else None
        if url and reference and belongs(url):
            link = _read_row(element, url, reference, element in boxed)
            known = links.get(reference.number)
            # An article in the list and in a box belongs to the list.
            if known is None or (known.in_box, len(link.headline or "")) > (link.in_box, len(known.headline or "")):
                links[reference.number] = link
    return list(links.values())


def listing_links(root: Element, base: str, belongs: Callable[[str], bool]) -> Iterator[tuple[str, ListingReference]]:
    """Yield the links to listings, as (absolute address, what it says), in order, repeated ones too.

    A pager may be a ``<select>``: the values of its options are addresses.
    """
    for element in root.iter("a", "option"):
        url = _absolute(base, element)
        reference = read_listing(url) if url else None
        if url and reference and belongs(url):
            yield url, reference


def _absolute(base: str, element: Element) -> str | None:
    href = clean_line(element.get("href") or element.get("value") or "")
    if not href or href.startswith(("javascript:", "#", "mailto:")):
        return None
    try:
        return urljoin(base, href)
    except ValueError:
        return None


def _read_row(element: Element, url: str, reference: ArticleReference, in_box: bool) -> ArticleLink:
    row = next((holder for holder in element.iterancestors() if holder.tag in _ROWS), element)
    heading = next(element.iter("h1", "h2", "h3", "h4", "h5", "h6"), element)
    text = clean_line(text_of(heading)) or clean_line(element.get("title") or "")
    return ArticleLink(url, reference, text or None, _day(clean_line(text_of(row))), in_box)


def _day(text: str) -> date | None:
    """The day that a row prints; an impossible date counts as none, since only the article's own date matters."""
    try:
        published = read_published_at(text)
    except ValueError:
        return None
    return portal_day(published) if published else None


def _boxed(root: Element) -> set[Element]:
    """The links that stand in boxes: what follows a box's heading, up to the end of its list."""
    headings = (element for element in root.iter(*_HEADINGS) if _BOX.fullmatch(clean_line(element.text or "")))
    return {link for heading in headings for link in _links_below(heading)}


def _links_below(heading: Element) -> list[Element]:
    """The links to articles of the first list after a heading: beside it, or beside the box around it."""
    for element in (heading, *heading.iterancestors()):
        links: list[Element] = []
        for sibling in element.itersiblings():
            of_articles = [link for link in sibling.iter("a") if read_article(link.get("href") or "")]
            articles = {read_article(link.get("href") or "") for link in of_articles}
            if links and len(articles) != 1:
                break
            links += of_articles
            if len(articles) > 1:
                break
        if links:
            return links
    return []
