"""The walk through the portal's listings: channels, then page after page, by whichever way a listing goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from scrapy import Request
from scrapy.http import Response

from zhanjiang.addresses.page import PageRef
from zhanjiang.addresses.portal import ListingReference, read_listing
from zhanjiang.browser.availability import is_there
from zhanjiang.browser.visit_meta import VisitName, is_visit
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.ask import Ask
from zhanjiang.pages.listing.front import FrontPage
from zhanjiang.pages.listing.listing import ListingPage, next_more, read_more
from zhanjiang.pages.listing.more_button import has_more_button
from zhanjiang.pages.reading.links import ArticleLink
from zhanjiang.spiders import base
from zhanjiang.spiders.arguments import CHANNELS

Numbers = frozenset[int]
"""The numbers of the articles of a listing's page."""

_FULL_PAGE: Final = 10
"""How many rows a listing has at least where another page may follow."""
_IN_BROWSER: Final = "#more"
"""Marks, unseen by servers, the address of a listing whose rows the browser is to load."""


class ListingWalk:
    """Requests listings for a spider, and reads them; the spider follows the articles."""

    def __init__(
        self, spider: base.PortalSpider, parse_listing: Callable[..., Any], parse_more: Callable[..., Any]
    ) -> None:
        """Take the spider, and its callbacks for listings and for answers of a load-more interface."""
        self.spider = spider
        self.has_begun = False
        self._parse_listing = parse_listing
        self._parse_more = parse_more

    # --- Requests -------------------------------------------------------------------------------------------------

    def begin(self, linked: Mapping[str, str]) -> Iterator[Request]:
        """Request the first listing of each channel: of those typed, else those linked, else those known.

        ``linked`` has the front page's addresses by channel.
        """
        self.has_begun = True
        for channel in self.spider.arguments.channels or linked or CHANNELS:
            yield self.request(linked.get(channel) or self.spider.sites.listing(ListingReference(channel)), channel)

    def request(
        self,
        url: str,
        channel: str,
        previous: Numbers = frozenset(),
        *,
        listed: Sequence[str] = (),
        defer: bool = False,
    ) -> Request:
        """Request a page of a listing; it is the last if it has no articles but the ``previous`` ones."""
        visit: VisitName | None = "more" if url.endswith(_IN_BROWSER) else None
        name = self.spider.sites.page_name(url) + (_IN_BROWSER if visit else "")
        ask = Ask(PageRef(name, url, "listing", channel=channel), listed=tuple(listed), defer=defer)
        parse = self._parse_listing if read_listing(url) else self._parse_more
        return self.spider.request(base.LISTING, ask, parse, visit=visit, channel=channel, previous=previous)

    def _request_next(self, url: str, channel: str, previous: Numbers, rows: Sequence[ArticleLink]) -> Request:
        """Request the page after one with these rows; left to another run where they are too old for this one."""
        sites, since = self.spider.sites, self.spider.arguments.since
        listed = [sites.page_name(sites.article(row.reference)) for row in rows]
        is_old = since is not None and all(row.latest is not None and row.latest < since for row in rows)
        defer = bool(rows) and is_old and not self.spider.arguments.full
        return self.request(url, channel, previous, listed=listed, defer=defer)

    # --- Reading --------------------------------------------------------------------------------------------------

    def read_frontpage(self, response: Response) -> tuple[dict[str, str], list[ArticleLink]]:
        """The listings that the front page links, by channel, and its articles."""
        page = self.spider.read(response, FrontPage, base.FRONT_PAGE)
        if page is None:
            self.spider.report(outcomes.page_gone, response)
            return {}, []
        holds = self.spider.sites.holds
        return page.channels(holds), page.articles(holds)

    def read(self, response: Response, channel: str, previous: Numbers) -> tuple[list[ArticleLink], list[Request]]:
        """The articles that a listing links, and the request for its next page, if there is one."""
        page = self.spider.read(response, ListingPage, base.LISTING)
        if page is None:
            self.spider.report(outcomes.page_gone, response)
            return [], []
        links = page.articles(self.spider.sites.holds)
        rows = [link for link in links if not link.in_box]
        self.spider.report(outcomes.listing_read, response, rows=len(rows))
        more = page.load_more()
        numbers = _numbers(rows)
        # What has no rows yet may get them from a script.
        is_end = numbers <= previous and (bool(rows) or not (more or has_more_button(page.root)))
        if is_end or is_visit(response):  # the browser has loaded all that there is
            return links, []
        next_page = self._next_page(page, channel, len(rows))
        if next_page is None:
            return links, []
        # The first rows of a load-more interface may be those of the page.
        return links, [self._request_next(next_page, channel, frozenset() if next_page == more else numbers, rows)]

    def _next_page(self, page: ListingPage, channel: str, rows: int) -> str | None:
        """The address of a listing's next page, by whichever way this one offers; None at the end."""
        sites = self.spider.sites
        next_page = page.next_page(sites.holds)
        if next_page or page.has_pager(sites.holds):
            return next_page
        if more := page.load_more():
            return more
        if has_more_button(page.root) and is_there(self.spider.crawler, "what listings load by a script"):
            return page.url + _IN_BROWSER
        # A pager may be filled in by a script: after a full page without one, there may be another.
        here = read_listing(page.url)
        return sites.listing(ListingReference(channel, here.page + 1)) if here and rows >= _FULL_PAGE else None

    def read_more(self, response: Response, channel: str, previous: Numbers) -> tuple[list[ArticleLink], list[Request]]:
        """The rows of one answer of a load-more interface, and the request for the next, if there is one."""
        self.spider.crawler.stats.inc_value("pages/listing")
        rows = read_more(response.body, response.url, self.spider.sites.holds)
        numbers = _numbers(rows)
        if numbers <= previous:
            return rows, []
        return rows, [self._request_next(next_more(response.url), channel, numbers | previous, rows)]


def _numbers(rows: Iterable[ArticleLink]) -> Numbers:
    return frozenset(row.reference.number for row in rows)
