"""Listings of a channel: rows of articles and the way to the next page, by a pager or by a load-more interface."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urljoin

from zhanjiang.pages.base import Page, UnreadablePage, decode
from zhanjiang.pages.links import ArticleLink, article_links, listing_links
from zhanjiang.processors.dates import PORTAL_TIME, portal_day, read_published_at
from zhanjiang.processors.text import clean_line
from zhanjiang.urls import read_article, read_listing

_LIST_ID = re.compile(r"\blistid[\"']?\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
_MORE_PATH = "/index/nei/content?id={id}&page={page}&pagesize=15"


class ListingPage(Page):
    """One page of a channel's listing."""

    def articles(self, belongs: Callable[[str], bool]) -> list[ArticleLink]:
        """Return the articles linked here; those of boxes beside the list say so."""
        return article_links(self.root, self.url, belongs)

    def next_page(self, belongs: Callable[[str], bool]) -> str | None:
        """Return the address of the next page as the pager links it; None at the end, or where there is no pager."""
        here = read_listing(self.url)
        pages = listing_links(self.root, self.url, belongs) if here else ()
        later = [(there.page, url) for url, there in pages if here and there.channel == here.channel]
        return min(((page, url) for page, url in later if here and page > here.page), default=(0, None))[1]

    def has_pager(self, belongs: Callable[[str], bool]) -> bool:
        """Say whether any other page of this listing is linked."""
        here = read_listing(self.url)
        links = listing_links(self.root, self.url, belongs)
        return here is not None and any(there.channel == here.channel and there.page != here.page for _, there in links)

    def load_more(self) -> str | None:
        """Return the address of the load-more interface's first page, where the page has one."""
        match = _LIST_ID.search(self.html)
        return urljoin(self.url, _MORE_PATH.format(id=match[1], page=1)) if match else None


def read_more(body: bytes, base: str, belongs: Callable[[str], bool]) -> list[ArticleLink]:
    """Read one answer of the load-more interface: ``{"data": [{"url", "title", "created"}, …]}``; [] at the end.

    ``created`` is seconds since 1970 or a printed date. UnreadablePage where the answer is not of this form.
    """
    try:
        rows = json.loads(decode(body))["data"]
        return list(_rows(rows or [], base, belongs))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadablePage(f"the load-more interface did not answer with rows: {error!r}") from error


def _rows(rows: list[dict[str, Any]], base: str, belongs: Callable[[str], bool]) -> Iterator[ArticleLink]:
    for row in rows:
        url = urljoin(base, str(row.get("url") or ""))
        reference = read_article(url)
        if reference and belongs(url):
            yield ArticleLink(
                url, reference, clean_line(str(row.get("title") or "")) or None, _created(row.get("created"))
            )


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
    """Return the load-more address behind this one.

    >>> next_more("http://www.example/index/nei/content?id=7&page=1&pagesize=15")
    'http://www.example/index/nei/content?id=7&page=2&pagesize=15'
    """
    return re.sub(r"([?&]page=)(\d+)", lambda match: f"{match[1]}{int(match[2]) + 1}", url)
