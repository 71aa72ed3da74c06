"""The digital newspaper: days, the pages of each day, the articles of each page.

A paper's entrance names its newest day. Each day is requested by its first page, the newest first, and read whole
before the next: its articles (50) come before its other pages (35), these before the next day (20 and lower).
``NewspaperWalk`` decides which days come next. The frontier middleware drops requests that are not due.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response

from zhanjiang.addresses.newspapers import NewspaperReference, read_newspaper
from zhanjiang.addresses.page import PageRef
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.ask import Ask, ask_of
from zhanjiang.crawl.limits import report_limit
from zhanjiang.items import NewspaperPage
from zhanjiang.pages.base import CUT_OFF, UnreadablePage, is_cut
from zhanjiang.pages.charset import decode
from zhanjiang.pages.newspaper.edition import EditionPage, NewspaperLink, newest_issue
from zhanjiang.spiders import base
from zhanjiang.spiders.arguments import NewspaperArguments
from zhanjiang.spiders.article_reading import ArticleReading
from zhanjiang.spiders.newspaper_articles import NewspaperArticles
from zhanjiang.spiders.newspaper_walk import PATIENCE, NewspaperWalk
from zhanjiang.times import today

_MOST_UNCLOSED = 100
_LATEST = timedelta(days=7)
"""How far ahead of today a day of the paper may be; a later one is a mistake, or a trap."""


class NewspaperSpider(base.PortalSpider):
    """Brings every article of the newspapers: ``scrapy crawl newspaper -a papers=zjrb -a since=2018-07-01``.

    All arguments: ``docs/arguments.md``. Items are ``NewspaperPage`` and ``Article``.
    """

    name = "newspaper"
    arguments: NewspaperArguments
    handle_httpstatus_list = base.HANDLED
    articles: NewspaperArticles
    reading: ArticleReading

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._first_pages: set[str] = set()
        self._at_limit: set[str] = set()
        self._absent: dict[tuple[str, date], Request] = {}
        """The last request for each day that was at none of its addresses."""
        self._unclosed: list[Request] = []
        """Requests for pages that seem cut, and were read while no page of the site was seen to be whole."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """See ``PortalSpider``."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.reading = ArticleReading(spider)
        spider.articles = NewspaperArticles(spider, spider.reading, spider.parse_article)
        return spider

    @cached_property
    def walks(self) -> dict[str, NewspaperWalk]:
        """The walk of each paper."""
        since, until = self.arguments.since, self.arguments.until
        most = self.crawler.settings.getint("NEWSPAPER_DAYS_MAX")
        return {paper: NewspaperWalk(paper, self.newspapers, since, until, most) for paper in self.arguments.papers}

    # --- What is requested ----------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        """Request what was typed, else the entrances of each paper."""
        # Not before: `scrapy parse` makes a spider that never starts, and is to request one page alone.
        self.crawler.signals.connect(self.request_the_rest, signals.spider_idle)
        await self.reading.start()
        for request in self.articles.typed():
            yield request
        for url in self.arguments.urls:
            reference = read_newspaper(url)
            if reference and not reference.is_article:
                yield self._request_page(NewspaperLink(url, reference), base.TYPED_ARTICLE, force=True, alone=True)
        for walk in self.walks.values() if self.arguments.walks else ():
            for request in self._enter(walk, walk.entrances):
                yield request

    def resume(self, page: PageRef) -> Request | None:
        """Request a page that an earlier run left or that is due; None for what is not of these papers."""
        reference = read_newspaper(page.url)
        if reference is None or reference.paper not in (*self.walks, "home"):
            return None
        if page.kind == "day":
            return self._request_day(self.walks[reference.paper], date.fromisoformat(reference.day), reference)
        if page.kind == "newspaper_page":
            return self._request_page(NewspaperLink(page.url, reference), resumed=True)
        return self.articles.request(reference, page.url, base.OWED_ARTICLE, headline=page.headline)

    def request_the_rest(self) -> None:
        """Request what is left of ranges whose first day is known; at the end report absent days and cut pages."""
        rest = [self._request_day(walk, day) for walk in self.walks.values() for day in walk.rest()]
        for request in rest:
            self.crawler.engine.crawl(request)
        if rest:
            raise DontCloseSpider
        for (paper, day), asked in self._absent.items():  # no page is left that could link one of them
            self.crawler.stats.inc_value("newspaper/days_without_paper")
            self.logger.info("No paper: %s on %s", paper, day)
            self.report(outcomes.page_gone, asked)
        self._absent.clear()
        self._report_unclosed()

    def _report_unclosed(self) -> None:
        """Report pages that seem cut: they are, if the site closes others with their tags, and else they are whole."""
        for asked in self._unclosed:
            if self._closes:
                base.report_failure(self, asked, CUT_OFF)
            else:
                self.report(outcomes.page_read, asked)
        self._unclosed.clear()

    def _hold_unclosed(self, response: Response) -> None:
        """Hold the outcome of a page that seems cut; after many pages of which none is closed, the site closes none."""
        assert response.request
        if is_cut(response.body) and (self._closes or len(self._unclosed) < _MOST_UNCLOSED):
            self.hold_outcome(response.request)
            self._unclosed.append(response.request)

    def _request_days(self, walk: NewspaperWalk, days: Sequence[date]) -> Iterator[Request]:
        """Request days of a walk; those after its limit are left to another run, which takes them up."""
        if walk.is_at_limit and (days or walk.has_days_ahead) and walk.paper not in self._at_limit:
            self._at_limit.add(walk.paper)
            report_limit(self.crawler, "NEWSPAPER_DAYS_MAX", f"{walk.paper} has more days")
        for day in days:
            yield self._request_day(walk, day, defer=walk.is_at_limit)

    def _request_day(
        self, walk: NewspaperWalk, day: date, reference: NewspaperReference | None = None, *, defer: bool = False
    ) -> Request:
        """Request a day by its first page; with ``full=1`` known days too, so that they lead to those before them."""
        reference = reference or walk.addresses(day)[0]
        url = self.newspapers.address(reference)
        page = PageRef(f"/{walk.paper}/{day}", url, "day", published_at=day.isoformat())
        ask = Ask(page, force=self.arguments.full, defer=defer, linked_by_other_day=walk.is_linked(day))
        priority = base.DAY.priority - (today() - day).days
        return self.request(base.DAY, ask, self.parse_day, priority=priority, reference=reference, tried=())

    def _request_page(
        self,
        link: NewspaperLink,
        kind: base.RequestKind = base.NEWSPAPER_PAGE,
        *,
        force: bool = False,
        alone: bool = False,
        resumed: bool = False,
    ) -> Request:
        """Request a page; ``alone`` it leads to no other page, ``resumed`` only to those after it."""
        page = PageRef(f"/{link.reference.id}", link.url, "newspaper_page", published_at=link.reference.day)
        ask = Ask(page, force=force)
        return self.request(kind, ask, self.parse_page, alone=alone, resumed=resumed)

    # --- Entrances ------------------------------------------------------------------------------------------------

    def _enter(self, walk: NewspaperWalk, entrances: list[str]) -> Iterator[Request]:
        """Request the next entrance; after the last, or the first that names a day, the walk begins."""
        if entrances and not walk.knows_the_paper:
            ask = Ask(PageRef(entrances[0], entrances[0], "frontpage"))
            parse, errback = self.parse_entrance, self.fail_entrance
            yield self.request(base.FRONT_PAGE, ask, parse, errback=errback, paper=walk.paper, left=entrances[1:])
        else:
            yield from self._request_days(walk, walk.begin(today()))

    def parse_entrance(self, response: Response, paper: str, left: list[str]) -> Iterator[Request]:
        """Learn from a site's entrance which day is the newest."""
        if response.status in base.GONE:
            self.report(outcomes.page_gone, response)
        else:
            self.crawler.stats.inc_value("pages/frontpage")
            address = response.url if read_newspaper(response.url) else ""
            try:
                newest = newest_issue(f"{address} {decode(response.body)}", response.url, paper)
            except UnreadablePage as error:
                self.report(outcomes.page_failed, response, reason=str(error))
            else:
                if newest and date.fromisoformat(newest.reference.day) <= today() + _LATEST:
                    self.walks[paper].learn_newest(newest.reference)
        yield from self._enter(self.walks[paper], left)

    def fail_entrance(self, failure: Any) -> Iterator[Request]:
        """Go on without an entrance that was not fetched."""
        self.fail(failure)
        further = failure.request.cb_kwargs
        yield from self._enter(self.walks[further["paper"]], further["left"])

    # --- Days and pages -------------------------------------------------------------------------------------------

    @base.retry_unreadable
    def parse_day(self, response: Response, reference: NewspaperReference, tried: tuple[str, ...]) -> Iterator[Any]:
        """Read a day's first page; go on to its other pages, its articles, and the days before it."""
        walk = self.walks[reference.paper]
        page = self.read(response, EditionPage, base.DAY)
        if page is None:
            assert response.request
            yield from self._try_elsewhere(walk, response.request, reference, (*tried, reference.path))
            return
        self._hold_unclosed(response)
        walk.read(page.reference)
        self._first_pages.add(page.reference.id)
        yield from self._read(page)
        previous = page.previous_issue.reference if page.previous_issue else None
        tried_before = walk.link_previous(previous) if previous else None
        if previous and (asked := self._absent.pop((walk.paper, date.fromisoformat(previous.day)), None)):
            yield from self._try_elsewhere(walk, asked, previous, tried_before or ())
        yield from self._request_days(walk, walk.before(date.fromisoformat(page.reference.day), previous))

    def _try_elsewhere(
        self, walk: NewspaperWalk, asked: Request, reference: NewspaperReference, tried: tuple[str, ...]
    ) -> Iterator[Request]:
        """Request a day that is not there at another of its addresses; after the last, the outcome is pending."""
        day = date.fromisoformat(reference.day)
        if other := walk.other_address(day, tried):
            ask = replace(ask_of(asked), outcome_pending=False)  # the same page, leased already
            url = self.newspapers.address(other)
            parse, priority = self.parse_day, asked.priority
            yield self.request(base.DAY, ask, parse, url=url, priority=priority, reference=other, tried=tried)
            return
        self._absent[walk.paper, day] = asked
        self.hold_outcome(asked)
        yield from self._request_days(walk, walk.absent(day, tried))
        if walk.is_out_of_patience:
            self.logger.warning(
                "%s: no paper for %d days before %s: the walk ends here; to go on, give -a until= with an earlier day",
                *(walk.paper, PATIENCE, day),
            )

    @base.retry_unreadable
    def parse_page(self, response: Response, alone: bool, resumed: bool) -> Iterator[Any]:
        """Read a page that its day links; if it is not there, it failed, since the day says that it is."""
        page = self.read(response, EditionPage, base.NEWSPAPER_PAGE)
        if page is None:
            base.report_failure(self, response, f"status {response.status}: the page {outcomes.NOT_THERE}")
            return
        self._hold_unclosed(response)
        yield from self._read(page, alone=alone, resumed=resumed)

    def _read(self, page: EditionPage, *, alone: bool = False, resumed: bool = False) -> Iterator[Any]:
        """Yield the page; request the day's other pages and its articles."""
        item: NewspaperPage = page.to_item()
        item.url = self.newspapers.address(page.reference)
        yield item
        for link in () if alone else page.pages:
            is_after = _number(link.reference) > _number(page.reference)
            if link.reference.id not in self._first_pages and (is_after or not resumed):
                yield self._request_page(NewspaperLink(self._address(link), link.reference))
        for link in page.articles:
            yield self.articles.request(link.reference, self._address(link), headline=link.text)

    @base.retry_unreadable_article
    async def parse_article(self, response: Response, reference: NewspaperReference) -> AsyncIterator[Any]:
        """Yield an article."""
        async for item in self.articles.read(response, reference):
            yield item

    def _address(self, link: NewspaperLink) -> str:
        """The canonical address of a link, and a mirror's as it is."""
        return self.newspapers.address(link.reference) if self.newspapers.holds(link.url) else link.url


def _number(reference: NewspaperReference) -> int:
    """The number in the name of a page's file: pages of a day are numbered in their order."""
    return int("".join(filter(str.isdigit, reference.name)) or 0)
