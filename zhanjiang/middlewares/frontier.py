"""Only pages that are new, due or owed are requested, and each is leased in the ledger before its request is sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any, Final, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from zhanjiang.addresses.page import ARTICLES, PageRef
from zhanjiang.crawl.ask import Ask, Lease, ask_of
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.crawl.limits import report_limit
from zhanjiang.crawl.of_crawler import frontier_of
from zhanjiang.crawl.outcome_columns import LeasedPage
from zhanjiang.store import StoreError, captures
from zhanjiang.store.ledger import HELD, LedgerRow
from zhanjiang.times import now

_BATCH: Final = 200
_VALIDATORS: Final = ("ETag", "Last-Modified")


class FrontierMiddleware:
    """Leases the page of each request (``zhanjiang.crawl.ask``), and drops requests that are not due.

    A leased request carries a ``Lease`` in its ``Ask``, and what the ledger knows of its page.
    """

    def __init__(self, crawler: Crawler, frontier: RunFrontier, *, is_cached: bool, is_archived: bool) -> None:
        """Take the crawl and its frontier; ``is_cached``: Scrapy's cache is on, and would answer for old pages.

        ``is_archived``: answers are archived, and a page that the archive lacks is fetched whole.
        """
        self.crawler = crawler
        self.frontier = frontier
        self.is_cached = is_cached
        self.is_archived = is_archived
        self.admitted = 0
        """How many requests were let pass that nobody forced."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the run's frontier; read ``HTTPCACHE_ENABLED`` and ``ARCHIVE_ENABLED``."""
        is_cached, is_archived = map(crawler.settings.getbool, ("HTTPCACHE_ENABLED", "ARCHIVE_ENABLED"))
        middleware = cls(crawler, frontier_of(crawler), is_cached=is_cached, is_archived=is_archived)
        crawler.signals.connect(middleware.request_scheduled, signals.request_scheduled)
        return middleware

    @property
    def _arguments(self) -> Any:
        """The arguments of a spider of ours; None for any other, to which nothing is owed."""
        return getattr(self.crawler.spider, "arguments", None)

    # --- Scrapy's hooks -------------------------------------------------------------------------------------------

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Put what earlier runs left, and what is due, before the spider's own start.

        All of it is leased in batches: what is owed when half of the last batch is sent, so that it stays before what
        its pages lead to; the spider's requests when the scheduler has sent all. A hundred thousand due pages or a
        range of millions of IDs never wait in memory; a range is left to the next run where ``IDS_MAX`` of it are
        requested. A walk's first page, which has the highest priority, does not wait for what is owed.
        """
        for number, batch in enumerate(self._owed()):
            first = [] if number else [await anext(start, None)]
            for request in (*batch, *self.admit(filter(None, first))):
                yield request
            await self._until_half_is_sent(batch)
        self.admitted = 0
        left = self.crawler.settings.getint("IDS_MAX")
        waiting: list[Request] = []
        async for output in start:
            if not isinstance(output, Request):
                yield output
                continue
            if self.admitted >= left:
                report_limit(self.crawler, "IDS_MAX", "ids= names more articles that are to be requested")
                return
            waiting.append(output)
            if len(waiting) == min(_BATCH, left - self.admitted):
                before = self.admitted
                admitted = self.admit(waiting)
                waiting.clear()
                for request in admitted:
                    yield request
                if admitted or self.admitted > before:
                    await self._until_all_are_sent()
                else:
                    await asyncio.sleep(0)  # a range of known IDs holds up nothing else
        for request in self.admit(waiting):
            yield request

    def _owed(self) -> Iterator[list[Request]]:
        arguments = self._arguments
        if arguments is None or not arguments.walks:
            return
        since, until = (day and day.isoformat() for day in (arguments.since, arguments.until))
        with_listings = since is None or arguments.full
        owed = self.frontier.owed(arguments.channels, since, until, with_listings=with_listings)
        while pages := list(islice(owed, _BATCH)):
            requests = [request for page in pages if (request := self.crawler.spider.resume(page))]  # type: ignore[union-attr]
            yield self.admit(requests, is_resumed=True)

    async def _until_half_is_sent(self, batch: Iterable[Request]) -> None:
        """Wait until no more than half a batch of these requests is left to send, or nothing at all."""
        waiting = {page.page for request in batch if (page := ask_of(request).page)}
        goes_on = asyncio.Event()

        def reached_downloader(request: Request) -> None:
            """Count a request that is sent; a retry or a redirect is of the same page."""
            if page := ask_of(request).page:
                waiting.discard(page.page)
            if len(waiting) <= _BATCH // 2:
                goes_on.set()

        receivers = ((reached_downloader, signals.request_reached_downloader), (goes_on.set, signals.scheduler_empty))
        if len(waiting) > _BATCH // 2:
            for receiver, signal in receivers:
                self.crawler.signals.connect(receiver, signal)
            await goes_on.wait()
            for receiver, signal in receivers:
                self.crawler.signals.disconnect(receiver, signal)

    async def _until_all_are_sent(self) -> None:
        await self.crawler.signals.wait_for(signals.scheduler_empty)

    def process_spider_input(self, response: Response) -> None:
        """Note the answer's validators, for the next visit of its page."""
        ask = ask_of(response)
        if ask.page and not ask.is_part:
            values = (response.headers.get(name) for name in _VALIDATORS)
            self.frontier.answered(ask.page.page, *(value.decode("latin-1") if value else None for value in values))

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Lease the pages that a page leads to, all at once, before any is requested."""
        requests: list[Request] = []
        async for output in result:
            if isinstance(output, Request):
                requests.append(output)
            else:
                yield output
        ask = ask_of(response)
        for request in self.admit(requests, is_resumed=ask.lease is not None and ask.lease.is_resumed):
            yield request
        # The spider may have changed the Ask meanwhile: its outcome may be pending.
        self._record_read(ask_of(response), requests)

    def request_scheduled(self, request: Request) -> None:
        """Lease what comes by another way, such as from an errback. Raises IgnoreRequest for what is not due."""
        try:
            if not self.admit([request]):
                raise IgnoreRequest("known, and not due")
        except StoreError as error:
            raise IgnoreRequest(str(error)) from error

    # --- Leasing --------------------------------------------------------------------------------------------------

    def admit(self, requests: Iterable[Request], *, is_resumed: bool = False) -> list[Request]:
        """Those of the requests that are to be sent, their pages leased.

        ``is_resumed``: they go on where another run stopped.
        """
        passing: list[Request] = []
        wanted: dict[str, Request] = {}
        for request in requests:
            ask = ask_of(request)
            if ask.page is None or ask.lease or ask.is_part:
                passing.append(request)
            elif ask.defer:
                self._defer(ask.page)
            elif not self._has_nothing_new(ask, is_resumed) and not self._rests(ask):
                wanted.setdefault(ask.page.page, request)
        return [*passing, *self._admit(wanted, Lease(is_resumed))] if wanted else passing

    def _admit(self, wanted: dict[str, Request], lease: Lease) -> list[Request]:
        """Lease pages, by name, and return the requests of those that are to be sent."""
        leased = self._lease([ask_of(request) for request in wanted.values()])
        self.admitted += sum(not ask_of(wanted[name]).force for name in leased)
        return [self.begin(request, leased[name], lease) for name, request in wanted.items() if name in leased]

    def _lease(self, asks: Iterable[Ask]) -> dict[str, LeasedPage]:
        pages = {ask.page: ask for ask in asks if ask.page}
        force = {page.page for page, ask in pages.items() if ask.force}
        linked = {page.page for page, ask in pages.items() if ask.linked_by_other_day}
        return self.frontier.lease(list(pages), force, linked)

    def _defer(self, page: PageRef) -> None:
        if page.kind == "listing":
            self.frontier.requeue(page)
        else:
            self.frontier.defer([page])

    def _has_nothing_new(self, ask: Ask, is_resumed: bool) -> bool:
        """Say whether this is the next page of a listing, after one on which nothing was new."""
        if not ask.page or not ask.listed or (self._arguments and self._arguments.full):
            return False
        return self.frontier.has_nothing_new(ask.page.channel, ask.listed, resumed=is_resumed)

    def _rests(self, ask: Ask) -> bool:
        """Say whether this is a page that need not be read again before it is due."""
        if not ask.page or not ask.rests or (self._arguments and self._arguments.full):
            return False
        return self.frontier.is_resting(ask.page.page, ask.rests)

    def begin(self, request: Request, leased: LeasedPage, lease: Lease) -> Request:
        """Mark a request as leased; make it conditional if the article is known by one page."""
        row = leased.row
        lease = replace(lease, was_read=bool(row and row.pages))
        request.meta["ask"] = replace(ask_of(request), page=leased.page, lease=lease)
        if self.is_cached:  # the cache would call an old page fresh by its age
            request.headers["Cache-Control"] = "max-age=0"
        if row and row.state in HELD and row.pages == 1 and self._may_be_unchanged(row):
            if row.etag:
                request.headers["If-None-Match"] = row.etag
            if row.last_modified and not _is_future(row.last_modified):
                request.headers["If-Modified-Since"] = row.last_modified
        return request

    def _may_be_unchanged(self, row: LedgerRow) -> bool:
        """Say whether an answer without a body will do: not for a page that the archive is to have and lacks."""
        if not self.is_archived:
            return True
        with self.frontier.store.reading() as connection:
            return captures.holds_page(connection, row.page.page)

    def _record_read(self, ask: Ask, requests: Iterable[Request]) -> None:
        """Record that a listing or front page was read, unless it is retried or its outcome is pending."""
        page = ask.page
        if page is None or page.kind in ARTICLES or ask.outcome_pending:
            return
        if not any(ask_of(request).page == page for request in requests):
            self.frontier.record(page.page, "read")


def _is_future(written: str) -> bool:
    """Say whether a header's date is later than now: a site that gives one would say for years that nothing changed."""
    try:
        when = parsedate_to_datetime(written)
    except ValueError:
        return False
    return (when if when.tzinfo else when.replace(tzinfo=UTC)) > now()
