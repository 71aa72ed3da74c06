"""The walk through the portal's listings: channels, then page after page, by whichever way a listing goes on.

A listing's pages follow one another by its pager, its load-more interface or its button. Whatever else a page links
below the listing's address, or as more, older or of another month, is a part of the listing: it is requested once, and
if it lists articles, it is walked like the listing itself. What may lead on and cannot be followed is reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from zhanjiang.addresses.listing_paths import name_of
from zhanjiang.addresses.page import PageRef
from zhanjiang.addresses.portal import ListingReference, read_listing
from zhanjiang.browser.availability import is_there
from zhanjiang.browser.visit_meta import VisitName, is_visit, visited
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.ask import Ask
from zhanjiang.crawl.failures import NotNow
from zhanjiang.crawl.limits import report_limit
from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.listing.front import FrontPage
from zhanjiang.pages.listing.listing import ListingPage
from zhanjiang.pages.listing.more_answers import MoreAnswer, is_answer
from zhanjiang.pages.listing.ways import Ways
from zhanjiang.pages.reading.links import ArticleLink
from zhanjiang.spiders import base
from zhanjiang.spiders.arguments import CHANNELS
from zhanjiang.spiders.listing_parts import ListingParts, ListingPlace, Numbers, is_older, rests_when

_FULL_PAGE: Final = 10
"""How many rows a listing has at least where another page may follow."""
_IN_BROWSER: Final = "#more"
"""Marks, unseen by servers, the address of a listing whose rows the browser is to load."""
_SCRIPTED: Final = "a button loads more by a script, and no browser is there to press it"

_NO_ANSWER: Final = "a page without new rows came in place of an answer of the load-more interface"


class ListingWalk:
    """Requests listings for a spider, and reads them; the spider follows the articles."""

    def __init__(self, spider: base.PortalSpider, parse: Callable[..., Any], max_parts: int) -> None:
        """Take the spider, its callback for listings, and how many parts of a channel are requested at most."""
        self.spider = spider
        self.has_begun = False
        self.parts = ListingParts(max_parts)
        self._parse = parse
        self._further: Sequence[str] = ()
        self._pages: Counter[str] = Counter()

    # --- Requests -------------------------------------------------------------------------------------------------

    def begin(self, linked: Mapping[str, str]) -> Iterator[Request]:
        """Request the first listing of each channel: of those typed, else those linked, else those known.

        ``linked`` has the front page's addresses by channel. What else the front page links as a listing comes after.
        """
        self.has_begun = True
        typed = self.spider.arguments.channels
        self.parts.add(*linked.values(), *(self._first(channel) for channel in linked))
        further = [place for url in self._further if (place := self.parts.first_page(url)).channel not in linked]
        known = () if any(not typed or place.channel in typed for place in further) else CHANNELS
        for channel in typed or linked or known:
            if channel in linked or not any(place.channel == channel for place in further):
                url = linked.get(channel) or self._first(channel)
                yield self.request(url, ListingPlace(channel, self._first(channel)))
        for place in further:
            if not typed or place.channel in typed:
                yield self.request(place.first, place)

    def _first(self, channel: str) -> str:
        return self.spider.sites.listing(ListingReference(channel))

    def resume(self, page: PageRef) -> Request:
        """Request a page of a listing that an earlier run left."""
        url = f"{self.spider.sites.portal}{page.page}"
        channel = page.channel or ""
        return self.request(url, ListingPlace(channel, self._first(channel), is_part=read_listing(url) is None))

    def request(self, url: str, place: ListingPlace, *, listed: Sequence[str] = (), defer: bool = False) -> Request:
        """Request a page of a listing; it is the last if it has no articles but the ``previous`` ones of its place."""
        visit: VisitName | None = "more" if url.endswith(_IN_BROWSER) else None
        name = self.spider.sites.page_name(url) + (_IN_BROWSER if visit else "")
        page = PageRef(name, url, "listing", channel=place.channel)
        rests = tuple(rests_when(url)) if place.is_part and not listed else ()
        ask = Ask(page, listed=tuple(listed), defer=defer, rests=rests)
        kind = base.LISTING_PART if place.is_part else base.LISTING
        errback = self._fail_part if place.is_part and place.first == url else None
        return self.spider.request(kind, ask, self._parse, visit=visit, errback=errback, place=place)

    def _fail_part(self, failure: Any) -> None:
        """Report a page that the front page links and that may not be requested as no listing."""
        if isinstance(failure.value, IgnoreRequest) and not isinstance(failure.value, NotNow):
            self.spider.report(outcomes.page_gone, failure.request)
        else:
            self.spider.fail(failure)

    def _request_next(self, url: str, place: ListingPlace, rows: Sequence[ArticleLink]) -> Request:
        """Request the page after one with these rows; left to another run where they are too old for this one."""
        sites, since = self.spider.sites, self.spider.arguments.since
        listed = [sites.page_name(sites.article(row.reference)) for row in rows]
        is_old = since is not None and all(row.latest is not None and row.latest < since for row in rows)
        defer = bool(rows) and is_old and not self.spider.arguments.full
        return self.request(url, place, listed=listed, defer=defer or self._reaches_limit(place.channel))

    def _reaches_limit(self, channel: str) -> bool:
        """Count a page of a channel that leads on; say whether the pages after it are left to another run."""
        crawler = self.spider.crawler
        limit = crawler.settings.getint("LISTING_PAGES_MAX")
        self._pages[channel] += 1
        if self._pages[channel] == limit:
            report_limit(crawler, "LISTING_PAGES_MAX", f"the listing {channel} has more pages")
        return self._pages[channel] >= limit

    def _request_parts(self, ways: Ways, place: ListingPlace) -> Iterator[Request]:
        """Request the other parts of a listing, but those of days before ``since``, which are left to another run."""
        arguments = self.spider.arguments
        for part in ways.parts:
            here = self.parts.place(part, place)
            if here and (here.channel == place.channel or not arguments.channels or here.channel in arguments.channels):
                self.spider.crawler.stats.inc_value("listings/parts")
                defer = is_older(part.url, arguments.since) and not arguments.full
                yield self.request(part.url, here, defer=defer)

    # --- Reading --------------------------------------------------------------------------------------------------

    def read_frontpage(self, response: Response) -> tuple[dict[str, str], list[ArticleLink]]:
        """The listings that the front page links, by channel, and its articles."""
        page = self.spider.read(response, FrontPage, base.FRONT_PAGE)
        if page is None:
            self.spider.report(outcomes.page_gone, response)
            return {}, []
        holds = self.spider.sites.holds
        self._further = page.further_listings(holds)[: self.parts.limit]
        return page.channels(holds), page.articles(holds)

    def read(self, response: Response, place: ListingPlace) -> tuple[list[ArticleLink], str | None, list[Request]]:
        """The articles that a page of a listing links, the channel that it gives them, and what it leads to."""
        if response.status not in base.GONE and response.body.strip() and is_answer(response.body, response.url):
            return self._read_answer(response, place)
        if name_of(response.url) == "/":  # the site leads to its front page what it has no more
            self._report_nothing(response, place)
            return [], None, []
        page = self.spider.read(response, ListingPage, base.LISTING)
        links = self._articles(page, place) if page else None
        if page is None or links is None:
            self._report_nothing(response, place)
            return [], None, []
        rows = [link for link in links if not link.in_box]
        if not place.is_part or (rows and place.first == response.url):  # parts come and go, first pages stay
            self.spider.report(outcomes.listing_read, response, rows=len(rows))
        here = self.parts.learn(place, _numbers(rows))
        ways = page.ways_on(place.first, self.spider.sites.holds, self.parts.names)
        onward, blocked = self._next(page, response, here, ways, rows)
        requests = [*self._request_parts(ways, here), *onward]
        if place.is_part and not (rows or requests or blocked):
            self.spider.report(outcomes.page_gone, response)
        self._report_blocked(response, here, blocked)
        return links, here.channel if here.is_own else None, requests

    def _report_nothing(self, response: Response, place: ListingPlace) -> None:
        """Report that there is no such page, or no interface where the listing's page names one."""
        if place.is_answer and not place.previous:
            self._report_blocked(response, place, "no load-more interface is there")
        self.spider.report(outcomes.page_gone, response)

    def _articles(self, page: ListingPage, place: ListingPlace) -> list[ArticleLink] | None:
        """The articles that a page links; None where what might have been a part of a listing is something else."""
        try:
            return page.articles(self.spider.sites.holds)
        except UnreadablePage:
            if place.is_part and page.html.strip():
                return None
            raise

    def _next(
        self, page: ListingPage, response: Response, place: ListingPlace, ways: Ways, rows: Sequence[ArticleLink]
    ) -> tuple[list[Request], str | None]:
        """Request the next page, by whichever way this one offers, and say why there may be more than that."""
        numbers = _numbers(rows)
        if is_visit(response):
            return [], _after_visit(response, page.has_more_button and numbers <= place.previous)
        # What has no rows yet may get them from a script.
        if numbers <= place.previous and (rows or not (page.load_more or page.has_more_button)):
            return [], _NO_ANSWER if place.is_answer else None
        url, blocked = self._next_page(page, place.channel, ways, len(rows))
        if url is None:
            return [], blocked
        self.parts.add(url)
        # The first rows of a load-more interface may be those of the page. A pager's link is none of its addresses.
        is_answer = url != page.next_page(self.spider.sites.holds) and url == page.load_more
        return [self._request_next(url, _after(place, frozenset() if is_answer else numbers, is_answer), rows)], blocked

    def _next_page(self, page: ListingPage, channel: str, ways: Ways, rows: int) -> tuple[str | None, str | None]:
        """The address of a listing's next page, None at the end, and why there may be more that nothing leads to."""
        sites = self.spider.sites
        next_page = page.next_page(sites.holds)
        if next_page or page.has_pager(sites.holds):
            return next_page, None
        if way := ways.next or page.load_more:
            return way, None
        if page.has_more_button and is_there(self.spider.crawler, "what listings load by a script"):
            return page.url + _IN_BROWSER, None
        # A pager may be filled in by a script: after a full page without one, there may be another.
        here = read_listing(page.url)
        guess = sites.listing(ListingReference(channel, here.page + 1)) if here and rows >= _FULL_PAGE else None
        return guess, _SCRIPTED if page.has_more_button else ways.blocked

    def _read_answer(
        self, response: Response, place: ListingPlace
    ) -> tuple[list[ArticleLink], str | None, list[Request]]:
        """The rows of one answer of a load-more interface, and the request for the next, if there is one."""
        self.spider.crawler.stats.inc_value("pages/listing")
        answer = MoreAnswer(response.body, response.url, self.spider.sites.holds)
        numbers = _numbers(answer.rows)
        here = self.parts.learn(place, numbers)
        channel = here.channel if here.is_own else None
        reached = numbers | place.previous
        if numbers <= place.previous:
            if answer.rows and (answer.total or 0) > len(reached):
                self._report_blocked(response, here, f"the interface gives {len(reached)} of {answer.total} rows")
            return answer.rows, channel, []
        url = answer.next
        self._report_blocked(response, here, None)
        return answer.rows, channel, [self._request_next(url, _after(here, reached, True), answer.rows)] if url else []

    def _report_blocked(self, response: Response, place: ListingPlace, reason: str | None) -> None:
        """Report once a channel that it has more parts than are requested, and at each page what it cannot lead to."""
        if place.channel in self.parts.over:
            self.parts.over.discard(place.channel)
            self.spider.crawler.stats.inc_value("listings/over_limit")
            reason = f"the listing has more than {self.parts.limit} parts (LISTING_PARTS_MAX)"
        if reason:
            self.spider.crawler.stats.inc_value("listings/incomplete")
            self.spider.report(outcomes.listing_incomplete, response, reason=reason)


def _numbers(rows: Sequence[ArticleLink]) -> Numbers:
    return frozenset(row.reference.number for row in rows)


def _after_visit(response: Response, is_same: bool) -> str | None:
    """Say why a listing may have more than the browser loaded; ``is_same``: the button brought nothing."""
    if visited(response) is False:
        return "the browser did not come to the end of what a button loads"
    return "a button offers more, and loads nothing in the browser" if is_same else None


def _after(place: ListingPlace, previous: Numbers, is_answer: bool) -> ListingPlace:
    return replace(place, previous=previous, is_answer=is_answer)
