"""Walking the portal: front page, channels, listings with all their pages, by whichever way a listing goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from scrapy import Request
from scrapy.http import Response

from zhanjiang.addresses.page import PageRef
from zhanjiang.addresses.portal import ListingReference, read_listing
from zhanjiang.browser.availability import is_there
from zhanjiang.browser.visit_meta import is_visit, visit_meta
from zhanjiang.crawl import outcomes
from zhanjiang.pages.listing.front import FrontPage
from zhanjiang.pages.listing.listing import ListingPage, next_more, read_more
from zhanjiang.pages.listing.more_button import has_more_button
from zhanjiang.pages.reading.links import ArticleLink
from zhanjiang.spiders import base
from zhanjiang.spiders.arguments import CHANNELS

Numbers = frozenset[int]
"""The numbers of the articles of a listing's page."""

# How many rows a listing has at least where another page may follow.
_FULL_PAGE = 10
# Marks, as no server sees it, the address of a listing whose rows a browser is to load.
_IN_BROWSER = "#more"


class ListingsSpider(base.PortalSpider):
    """A spider that walks the portal's listings; what is done with the articles that they link is its ``follow``."""

    has_walked = False
    """Whether listings were asked for at all."""

    def follow(self, links: Iterable[ArticleLink], channel: str | None) -> Iterator[Any]:
        """Go on from the articles linked on a page of a channel's listing, or of the front page (None)."""
        raise NotImplementedError

    @base.retry_unreadable
    def parse_frontpage(self, response: Response) -> Iterator[Any]:
        """Follow the channels (those asked for), then the articles shown here."""
        if retry := self.retry_if_broken(response):
            yield retry
            return
        page = self.page(FrontPage, response, base.FRONT_PAGE)
        channels, links = page.channels(self.sites.holds), page.articles(self.sites.holds)
        yield from self.walk_channels(channels)
        yield from self.follow(links, channel=None)

    def walk_channels(self, linked: Mapping[str, str]) -> Iterator[Request]:
        """Ask for the first listing of each channel: of those asked for, else those linked, else those known."""
        self.has_walked = True
        for channel in self.arguments.channels or linked or CHANNELS:
            url = linked.get(channel) or self.sites.listing(ListingReference(channel))
            yield self.ask_listing(url, channel)

    def ask_listing(self, url: str, channel: str, former: Numbers = frozenset(), **meta: Any) -> Request:
        """Ask for a page of a listing; ``former`` are the articles that it ends with if it has no others."""
        in_browser = _IN_BROWSER if url.endswith(_IN_BROWSER) else ""
        page = PageRef(self.sites.page_name(url) + in_browser, url, "listing", channel=channel)
        callback = self.parse_listing if read_listing(url) else self.parse_more
        if in_browser:
            meta |= visit_meta("more", self.crawler.settings)
        request = self.request(base.LISTING, page, callback, channel=channel, former=former)
        return request.replace(meta=request.meta | meta)

    def _ask_next_listing(self, url: str, channel: str, former: Numbers, rows: Sequence[ArticleLink]) -> Request:
        """Ask for the page behind one with these rows; left to another run where they are too old for this one."""
        names = [self.sites.page_name(self.sites.article(row.reference)) for row in rows]
        since = self.arguments.since
        too_old = since is not None and all(row.day is not None and row.day < since for row in rows)
        later = bool(rows) and too_old and not self.arguments.full
        return self.ask_listing(url, channel, former, rows=names, later=later)

    @base.retry_unreadable
    def parse_listing(self, response: Response, channel: str, former: Numbers) -> Iterator[Any]:
        """Follow the rows of a listing, then its next page, by whichever way the page offers."""
        if response.status in base.GONE:
            self.tell(outcomes.page_gone, response)
            return
        if retry := self.retry_if_broken(response):
            yield retry
            return
        page = self.page(ListingPage, response, base.LISTING)
        links = page.articles(self.sites.holds)
        yield from self.follow(links, channel)
        rows = [link for link in links if not link.in_box]
        more = page.load_more()
        numbers = _numbers(rows)
        # What has no rows yet may get them from a script.
        is_end = numbers <= former and (bool(rows) or not (more or has_more_button(page.root)))
        if is_end or is_visit(response):  # the browser has loaded all that there is
            return
        if next_page := self._next_listing(page, channel, len(rows)):
            # The first rows of a load-more interface may be those of the page.
            yield self._ask_next_listing(next_page, channel, frozenset() if next_page == more else numbers, rows)

    def _next_listing(self, page: ListingPage, channel: str, rows: int) -> str | None:
        """Return the address of a listing's next page, by whichever way this one offers; None at the end."""
        next_page = page.next_page(self.sites.holds)
        if next_page or page.has_pager(self.sites.holds):
            return next_page
        if more := page.load_more():
            return more
        if has_more_button(page.root) and is_there(self.crawler, "what listings load by a script"):
            return page.url + _IN_BROWSER
        # A pager may be filled in by a script: behind a full page without one, there may be another.
        here = read_listing(page.url)
        return self.sites.listing(ListingReference(channel, here.page + 1)) if here and rows >= _FULL_PAGE else None

    @base.retry_unreadable
    def parse_more(self, response: Response, channel: str, former: Numbers) -> Iterator[Any]:
        """Follow the rows of one answer of a load-more interface, then ask for the next."""
        self.crawler.stats.inc_value("pages/listing")
        rows = read_more(response.body, response.url, self.sites.holds)
        yield from self.follow(rows, channel)
        numbers = _numbers(rows)
        if not numbers <= former:
            yield self._ask_next_listing(next_more(response.url), channel, numbers | former, rows)


def _numbers(rows: Iterable[ArticleLink]) -> Numbers:
    return frozenset(row.reference.number for row in rows)
