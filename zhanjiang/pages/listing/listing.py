"""Listings of a channel: rows of articles and the way to the next page, by a pager or by a load-more interface."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urljoin

from w3lib.url import add_or_replace_parameter, url_query_parameter

from zhanjiang.addresses.href import absolute_address
from zhanjiang.addresses.portal import read_article, read_listing
from zhanjiang.pages.base import Page, UnreadablePage
from zhanjiang.pages.reading.json_answers import read_json
from zhanjiang.pages.reading.links import ArticleLink, article_links, listing_links
from zhanjiang.processors.dates import portal_day, read_published_at
from zhanjiang.processors.text import clean_line
from zhanjiang.times import PORTAL_TIME

_LIST_ID = re.compile(r"\blistid[\"']?\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
_TITLES = ("title", "name", "headline", "subject")
_TIMES = ("created", "published", "time", "date")
_MORE_PATH = "/index/nei/content?id={id}&page={page}&pagesize=15"


class ListingPage(Page):
    """One page of a channel's listing."""

    def articles(self, belongs: Callable[[str], bool]) -> list[ArticleLink]:
        """The articles linked here; those of boxes beside the list say so.

        UnreadablePage where nothing of the portal is linked, not even in a menu: that is noise, and no empty listing.
        """
        links = article_links(self.root, self.base_url, belongs, self.fetched_at)
        if not links and not self.load_more() and not any(listing_links(self.root, self.base_url, belongs)):
            raise UnreadablePage("the page links nothing of the portal")
        return links

    def next_page(self, belongs: Callable[[str], bool]) -> str | None:
        """The address of the next page as the pager links it; None at the end, or where there is no pager."""
        here = read_listing(self.url)
        pages = listing_links(self.root, self.base_url, belongs) if here else ()
        later = [(there.page, url) for url, there in pages if here and there.channel == here.channel]
        return min(((page, url) for page, url in later if here and page > here.page), default=(0, None))[1]

    def has_pager(self, belongs: Callable[[str], bool]) -> bool:
        """Say whether the page links another page of this listing than the first, which menus link everywhere."""
        here = read_listing(self.url)
        links = listing_links(self.root, self.base_url, belongs)
        others = (there.page for _, there in links if here and there.channel == here.channel)
        return any(page not in (1, here.page if here else 1) for page in others)

    def load_more(self) -> str | None:
        """The address of the load-more interface's first page, where the page has one."""
        match = _LIST_ID.search(self.html)
        return urljoin(self.base_url, _MORE_PATH.format(id=match[1], page=1)) if match else None


def read_more(body: bytes, base: str, belongs: Callable[[str], bool]) -> list[ArticleLink]:
    """Read one answer of the load-more interface: ``{"data": [{"url", "title", "created"}, …]}``; [] at the end.

    Other systems name the fields differently, or nest the rows deeper in ``data``: any text that reads as an
    article's address is the row's.
    ``created`` is seconds since 1970 or a printed date. UnreadablePage where the answer has no such rows.
    """
    answer = read_json(body, "the answer of the load-more interface")
    try:
        data = answer["data"]
        rows = [row for row in _longest_list(data) if isinstance(row, dict)]
    except (LookupError, TypeError) as error:
        raise UnreadablePage(f"the load-more interface did not answer with rows: {error!r}") from error
    links = list(_links(rows, base, belongs))
    if rows and not links:
        raise UnreadablePage("no row of the load-more interface has the address of an article")
    return links


def _longest_list(data: Any) -> list[Any]:
    """The rows that an answer holds: ``data`` itself, or the longest list in it. TypeError where there is none.

    >>> _longest_list({"total": 2, "tags": [], "list": [{"url": "/p/1.html"}]}), _longest_list(None)
    ([{'url': '/p/1.html'}], [])
    """
    if isinstance(data, dict) and data:
        data = max((value for value in data.values() if isinstance(value, list)), key=len, default="no list in it")
    if data and not isinstance(data, list):
        raise TypeError(data)
    return data or []


def _links(rows: list[dict[str, Any]], base: str, belongs: Callable[[str], bool]) -> Iterator[ArticleLink]:
    for row in rows:
        texts = [value for value in row.values() if isinstance(value, str)]
        urls = (absolute_address(base, text) for text in texts if ".htm" in text)
        url = next((url for url in urls if url and read_article(url) and belongs(url)), None)
        if url and (reference := read_article(url)):
            title = next((clean_line(str(row[name])) for name in _TITLES if row.get(name)), None)
            created = next((day for name in _TIMES if (day := _created(row.get(name)))), None)
            yield ArticleLink(url, reference, title or None, created, latest=created)


def _created(value: object) -> date | None:
    """Read a row's time.

    >>> _created(1653998280), _created("2022-05-31 21:58"), _created(None)
    (datetime.date(2022, 5, 31), datetime.date(2022, 5, 31), None)
    """
    text = str(value or "")
    if text.isdigit() and len(text) >= 9:
        return datetime.fromtimestamp(int(text[:10]), UTC).astimezone(PORTAL_TIME).date()
    published = read_published_at(text)
    return portal_day(published) if published else None


def next_more(url: str) -> str:
    """The load-more address after this one.

    >>> next_more("http://www.example/index/nei/content?id=7&page=1&pagesize=15")
    'http://www.example/index/nei/content?id=7&page=2&pagesize=15'
    """
    page = url_query_parameter(url, "page") or ""
    return add_or_replace_parameter(url, "page", str(int(page) + 1 if page.isdecimal() else 2))
