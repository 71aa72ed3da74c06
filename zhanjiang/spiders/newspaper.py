"""The digital newspaper: days, the pages of each day, the articles of each page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from datetime import date, timedelta
from typing import Any, Final, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response

from zhanjiang.addresses.newspapers import FIRST_PAGES, SINCE_2024, NewspaperReference, read_newspaper
from zhanjiang.addresses.page import PageRef
from zhanjiang.crawl import outcomes
from zhanjiang.items import NewspaperPage
from zhanjiang.pages.base import decode
from zhanjiang.pages.newspaper.edition import EditionPage, NewspaperLink, newest_issue
from zhanjiang.spiders import base
from zhanjiang.spiders.arguments import NewspaperArguments
from zhanjiang.spiders.newspaper_articles import NewspaperArticlesSpider
from zhanjiang.times import today

_DAY: Final = timedelta(days=1)
_PATIENCE: Final = 31
"""A walk that was given no first day ends where so many days in a row have no paper, and no link leads further back."""


class NewspaperSpider(NewspaperArticlesSpider):
    """Brings every article of the newspapers: ``scrapy crawl newspaper -a papers=zjrb -a since=2018-07-01``.

    All arguments: ``docs/arguments.md``. With ``since`` each day is asked for. Without it each day leads to the days
    before it, to the one that its link 上一期 names and to those that the link jumps over, until a day is known. Items
    are ``NewspaperPage`` and ``Article``. What is asked for of all that is found is decided in
    ``middlewares.incremental``.
    """

    name = "newspaper"
    arguments: NewspaperArguments
    handle_httpstatus_list = (*base.GONE, base.UNCHANGED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Of each paper: where days are, as links tell; the first page of a day seen last; the days without a paper.
        self._linked: defaultdict[str, dict[date, NewspaperReference]] = defaultdict(dict)
        self._seen: dict[str, NewspaperReference] = {}
        self._missing: defaultdict[str, int] = defaultdict(int)
        self._first_pages: set[str] = set()
        self._ahead: dict[str, list[date]] = {}
        # Days that were not where they were asked for: what was asked for last, and all paths that were tried.
        self._absent: dict[tuple[str, date], tuple[Request, tuple[str, ...]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """See ``PortalSpider``; what is left of a range is asked for when nothing else is."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.ask_for_the_rest, signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Ask for what was typed, else for the days of each paper, the newest first."""
        for request in self.ask_typed_newspaper_articles():
            yield request
        for url in self.arguments.urls:
            reference = read_newspaper(url)
            if reference and not reference.is_article:
                request = self._ask_page(NewspaperLink(url, reference), alone=True)
                yield request.replace(meta=request.meta | {"again": True}, priority=base.TYPED_ARTICLE.priority)
        for paper in self.arguments.papers if self.arguments.walks else ():
            for request in self._enter(paper, self._entrances(paper)):
                yield request

    def resume(self, page: PageRef) -> Request | None:
        """Ask again for a page that an earlier run left or that is due; None for what is not of these papers."""
        reference = read_newspaper(page.url)
        if reference is None or reference.paper not in (*self.arguments.papers, "home"):
            return None
        if page.kind == "day":
            return self._ask_day(reference.paper, date.fromisoformat(reference.day), reference)
        if page.kind == "newspaper_page":
            return self._ask_page(NewspaperLink(page.url, reference), resumed=True)
        return self.ask_newspaper_article(reference, page.url, base.OWED_ARTICLE, page.headline)

    # --- Where the walk begins ------------------------------------------------------------------------------------

    def _entrances(self, paper: str) -> list[str]:
        """Return the addresses that may lead to the newest day: of the present site, then of the paper's own."""
        until = self.arguments.until
        entrances = []
        if paper == "zjrb" and (until is None or until >= SINCE_2024) and self.newspapers.paper:
            entrances.append(f"{self.newspapers.paper}/")
        if until is None:
            entrances.append(f"{self.newspapers.newspaper}/{paper}/")
        return entrances

    def _enter(self, paper: str, entrances: list[str]) -> Iterator[Request]:
        """Ask for the next entrance; behind the last, or the first that leads anywhere, the walk begins."""
        if entrances and paper not in self._seen:
            page = PageRef(entrances[0], entrances[0], "frontpage")
            request = self.request(base.FRONT_PAGE, page, self.parse_entrance, paper=paper, left=entrances[1:])
            yield request.replace(errback=self.go_on_without_entrance)
        else:
            yield from self._walk(paper)

    def parse_entrance(self, response: Response, paper: str, left: list[str]) -> Iterator[Request]:
        """Learn from a site's entrance which day is the newest."""
        if response.status in base.GONE:
            self.tell(outcomes.page_gone, response)
        else:
            self.crawler.stats.inc_value("pages/frontpage")
            address = response.url if read_newspaper(response.url) else ""
            found = newest_issue(f"{address} {decode(response.body)}", response.url, paper)
            if found:
                self._seen[paper] = found.reference
                self._linked[paper][date.fromisoformat(found.reference.day)] = found.reference
        yield from self._enter(paper, left)

    def go_on_without_entrance(self, failure: Any) -> Iterator[Request]:
        """Go on without an entrance that cannot be had."""
        self.fail(failure)
        yield from self._enter(failure.request.cb_kwargs["paper"], failure.request.cb_kwargs["left"])

    def _walk(self, paper: str) -> Iterator[Request]:
        """Ask for the newest day, or for each day from ``since`` on; the newest first."""
        linked = max(self._linked[paper], default=None)
        last = self.arguments.until or linked or today()
        first = self.arguments.since or last
        self._ahead[paper] = [last - days * _DAY for days in range((last - first).days + 1)]
        yield from self._ask_ahead(paper)

    def _ask_ahead(self, paper: str) -> Iterator[Request]:
        """Ask for the days of the range: one at a time until it is known where the paper's days begin, then for all."""
        days = self._ahead[paper]
        count = len(days) if paper in self._seen else 1
        self._ahead[paper] = days[count:]
        for day in days[:count]:
            yield self._ask_day(paper, day)

    def ask_for_the_rest(self) -> None:
        """Go on with ranges whose first day needed not be asked for, since it is known; at the end tell absent days."""
        rest = [self._ask_day(paper, day) for paper in self._ahead for day in self._ahead[paper]]
        self._ahead.clear()
        for request in rest:
            self.crawler.engine.crawl(request)
        if rest:
            raise DontCloseSpider
        self._tell_absent()

    # --- Days and pages -------------------------------------------------------------------------------------------

    def _ask_day(self, paper: str, day: date, reference: NewspaperReference | None = None) -> Request:
        """Ask for a day by its first page: where a link says, else where the paper's days are known to begin."""
        reference = reference or self._addresses(paper, day)[0]
        page = PageRef(f"/{paper}/{day}", self.newspapers.address(reference), "day", published_at=day.isoformat())
        request = self.request(base.DAY, page, self.parse_day, reference=reference, tried=())
        # The newest first, each day whole before the next; with full=1 known days lead to those before them.
        priority = base.DAY.priority - (today() - day).days
        told = {"again": self.arguments.full, "linked": day in self._linked[paper]}
        return request.replace(priority=priority, meta=request.meta | told)

    def _addresses(self, paper: str, day: date) -> list[NewspaperReference]:
        """Return where a day may be, the likeliest first: once a day of the paper was seen, there is one way only."""
        linked, seen = self._linked[paper].get(day), self._seen.get(paper)
        found = [linked] if linked else []
        if seen and (seen.site == "newspaper" or day >= SINCE_2024):
            return [*found, seen.of_day(day)]
        names = FIRST_PAGES if seen is None else FIRST_PAGES[:1]
        return [*found, *(self.newspapers.first_page(paper, day, name) for name in names)]

    def parse_day(self, response: Response, reference: NewspaperReference, tried: tuple[str, ...]) -> Iterator[Any]:
        """Read a day's first page, and go on to its other pages, its articles, and the days before it."""
        is_gone = response.status in base.GONE
        if not is_gone and (retry := self.retry_if_broken(response)):
            yield retry
            return
        page = None if is_gone else self.page(EditionPage, response, base.DAY)
        if page is None or page.is_gone:
            assert response.request
            yield from self._try_elsewhere(response.request, reference, (*tried, reference.path))
        else:
            self._missing[reference.paper] = 0
            self._seen[reference.paper] = page.reference
            self._first_pages.add(page.reference.id)
            yield from self._read(page)
            yield from self._go_back(page)

    def _try_elsewhere(
        self, asked: Request, reference: NewspaperReference, tried: tuple[str, ...]
    ) -> Iterator[Request]:
        """Ask for a day that is not there by another of its names; behind the last only a link can still lead to it."""
        paper, day = reference.paper, date.fromisoformat(reference.day)
        other = next((other for other in self._addresses(paper, day) if other.path not in tried), None)
        if other:
            address = self.newspapers.address(other)
            page: PageRef = asked.meta["page"]
            request = self.request(base.DAY, page, self.parse_day, url=address, reference=other, tried=tried)
            yield request.replace(meta=request.meta | {"begun": True}, priority=asked.priority)
            return
        self._absent[paper, day] = asked, tried
        asked.meta["open"] = True
        yield from self._go_on_behind_gap(paper, day)

    def _tell_absent(self) -> None:
        """Tell which days have no paper, once there is no page left that could link one of them."""
        for (paper, day), (asked, _) in self._absent.items():
            self.crawler.stats.inc_value("newspaper/days_without_paper")
            self.logger.info("No paper: %s on %s", paper, day)
            self.tell(outcomes.page_gone, asked)
        self._absent.clear()

    def _go_on_behind_gap(self, paper: str, day: date) -> Iterator[Request]:
        """Go on to the day before one without a paper, unless the walk knows where it goes on, or there is no end."""
        yield from self._ask_ahead(paper) if self._ahead.get(paper) else ()
        if self.arguments.since or not self.arguments.walks or any(known < day for known in self._linked[paper]):
            return
        self._missing[paper] += 1
        if self._missing[paper] < _PATIENCE:
            yield self._ask_day(paper, day - _DAY)
        else:
            self.logger.warning(
                "%s: no paper for %d days before %s: the walk ends here; to go on, give -a until= with an earlier day",
                *(paper, _PATIENCE, day),
            )

    def _go_back(self, page: EditionPage) -> Iterator[Request]:
        """Go on to the days before one that was read, where the walk has no first day: all down to the linked one."""
        paper, day = page.reference.paper, date.fromisoformat(page.reference.day)
        former = page.former_issue
        target = date.fromisoformat(former.reference.day) if former else day - _DAY
        if former:
            self._linked[paper][target] = former.reference
            if absent := self._absent.pop((paper, target), None):
                yield from self._try_elsewhere(absent[0], former.reference, absent[1])
        yield from self._ask_ahead(paper) if self._ahead.get(paper) else ()
        if not self.arguments.walks or self.arguments.since:
            return
        for days in range(1, (day - target).days + 1):
            yield self._ask_day(paper, day - days * _DAY)

    def _ask_page(self, link: NewspaperLink, *, alone: bool = False, resumed: bool = False) -> Request:
        """Ask for a page; ``alone`` it leads to no other, ``resumed`` only to those behind it."""
        page = PageRef(f"/{link.reference.id}", link.url, "newspaper_page", published_at=link.reference.day)
        return self.request(base.NEWSPAPER_PAGE, page, self.parse_page, alone=alone, resumed=resumed)

    def parse_page(self, response: Response, alone: bool, resumed: bool) -> Iterator[Any]:
        """Read a page that its day links; one that is not there is an error, since the day says that it is."""
        is_gone = response.status in base.GONE
        if not is_gone and (retry := self.retry_if_broken(response)):
            yield retry
            return
        page = None if is_gone else self.page(EditionPage, response, base.NEWSPAPER_PAGE)
        if page is None or page.is_gone:
            self.crawler.stats.inc_value("pages/failed")
            reason = f"status {response.status}: the page is linked, and not there"
            self.logger.warning("Failed for good: %s (%s)", response.url, reason)
            self.tell(outcomes.page_failed, response, reason=reason)
        else:
            yield from self._read(page, alone=alone, resumed=resumed)

    def _read(self, page: EditionPage, *, alone: bool = False, resumed: bool = False) -> Iterator[Any]:
        """Give the page, and ask for the day's other pages and for its articles."""
        item: NewspaperPage = page.to_item()
        item.url = self.newspapers.address(page.reference)
        yield item
        for link in () if alone else page.pages:
            is_behind = _number(link.reference) > _number(page.reference)
            if link.reference.id not in self._first_pages and (is_behind or not resumed):
                yield self._ask_page(NewspaperLink(self._address(link), link.reference))
        for link in page.articles:
            yield self.ask_newspaper_article(link.reference, self._address(link), headline=link.text)

    def _address(self, link: NewspaperLink) -> str:
        """Return the canonical address of a link, and a mirror's as it is."""
        return self.newspapers.address(link.reference) if self.newspapers.holds(link.url) else link.url


def _number(reference: NewspaperReference) -> int:
    """Return the number in the name of a page's file: pages of a day are numbered in their order."""
    return int("".join(filter(str.isdigit, reference.name)) or 0)
