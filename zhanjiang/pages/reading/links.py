"""Links of a page that lead to articles and listings of the portal, with what the row around them says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from zhanjiang.addresses.href import absolute_address
from zhanjiang.addresses.portal import ArticleReference, ListingReference, read_article, read_listing
from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.rows import read_row, row_of
from zhanjiang.processors.text import clean_line

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "div", "p", "span", "strong", "b", "font", "dt", "th", "td", "caption")
# Boxes beside a listing: their rows are articles too, but not of this listing's channel.
_BOX = re.compile(
    r"^(?:湛图片|.{0,4}(?:排行|热点|热门|推荐|点击|专题|数字报).{0,4}|(?:月|周|日)点击|图片新闻|最新评论)"
)
_MOST_BOXES = 50
"""So many headings of boxes are looked below on a page, which has a few of them."""


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """A link to an article: its address as written (made absolute), the row's headline and day, None if not printed.

    ``in_box`` says that it stands in a box beside the page's own list. ``latest`` is the latest day that the row can
    be of: the day, or what ``04-27`` and 昨天 say of it.
    """

    url: str
    reference: ArticleReference
    headline: str | None = None
    day: date | None = None
    in_box: bool = False
    latest: date | None = None


_Linked = Mapping[Element, tuple[str, ArticleReference]]


def article_links(root: Element, base: str, belongs: Callable[[str], bool], fetched_at: str = "") -> list[ArticleLink]:
    """Read the links to articles below an element, each article once, in order.

    ``belongs`` says of an absolute address whether it is one of the portal's, ``fetched_at`` when the page was fetched.
    """
    linked = dict(_article_addresses(root, base, belongs))
    articles = _articles_in(linked)
    boxed = _boxed(root, linked)
    links: dict[int, ArticleLink] = {}
    for (number, in_box), of_article in _grouped(linked, boxed).items():
        link = _read(of_article, linked, articles, fetched_at, in_box)
        # An article in the list and in a box belongs to the list.
        if number not in links or links[number].in_box:
            links[number] = link
    return list(links.values())


def listing_links(root: Element, base: str, belongs: Callable[[str], bool]) -> Iterator[tuple[str, ListingReference]]:
    """Yield the links to listings, as (absolute address, what it says), in order, repeated ones too.

    A pager may be a ``<select>``: the values of its options are addresses.
    """
    for element in root.iter("a", "option"):
        url = absolute_address(base, element.get("href") or element.get("value") or "")
        reference = read_listing(url) if url else None
        if url and reference and belongs(url):
            yield url, reference


def _article_addresses(
    root: Element, base: str, belongs: Callable[[str], bool]
) -> Iterator[tuple[Element, tuple[str, ArticleReference]]]:
    for element in root.iter("a", "area"):
        url = absolute_address(base, element.get("href") or "")
        reference = read_article(url) if url else None
        if url and reference and belongs(url):
            yield element, (url, reference)


def _articles_in(linked: _Linked) -> Mapping[Element, Collection[int]]:
    """The numbers of the articles that are linked in each element."""
    articles: defaultdict[Element, set[int]] = defaultdict(set)
    for element, (_, reference) in linked.items():
        for holder in element.iterancestors():
            articles[holder].add(reference.number)
    return articles


def _grouped(linked: _Linked, boxed: Collection[Element]) -> Mapping[tuple[int, bool], list[Element]]:
    """The links of each article, those in boxes apart, in order."""
    groups: defaultdict[tuple[int, bool], list[Element]] = defaultdict(list)
    for element, (_, reference) in linked.items():
        groups[reference.number, element in boxed].append(element)
    return groups


def _read(
    of_article: list[Element],
    linked: _Linked,
    articles: Mapping[Element, Collection[int]],
    fetched_at: str,
    in_box: bool,
) -> ArticleLink:
    """Read an article's first row that prints a headline."""
    by_row: defaultdict[Element, list[Element]] = defaultdict(list)
    for element in of_article:
        by_row[row_of(element, articles)].append(element)
    rows = [(read_row(links, row, fetched_at), links[0]) for row, links in by_row.items()]
    row, link = next((pair for pair in rows if pair[0].headline), rows[0])
    url, reference = linked[link]
    day = next((other.day for other, _ in rows if other.day), None)
    latest = next((other.latest for other, _ in rows if other.latest), None)
    return ArticleLink(url, reference, row.headline, day, in_box, latest)


def _boxed(root: Element, linked: _Linked) -> set[Element]:
    """The links that stand in boxes: what follows a box's heading, up to the end of its list."""
    headings = (element for element in root.iter(*_HEADINGS) if _BOX.fullmatch(clean_line(element.text or "")))
    return {link for heading in islice(headings, _MOST_BOXES) for link in _links_below(heading, linked)}


def _links_below(heading: Element, linked: _Linked) -> list[Element]:
    """The links to articles of the first list after a heading: beside it, or beside the box around it."""
    for element in (heading, *heading.iterancestors()):
        links: list[Element] = []
        for sibling in element.itersiblings():
            of_articles = [link for link in sibling.iter("a") if link in linked]
            articles = {linked[link][1] for link in of_articles}
            if links and len(articles) != 1:
                break
            links += of_articles
            if len(articles) > 1:
                break
        if links:
            return links
    return []
