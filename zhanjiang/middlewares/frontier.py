"""Only what is new, due or owed is asked for, and every page stands in the ledger before its request is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, Final, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from zhanjiang.addresses.page import ARTICLES, PageRef
from zhanjiang.crawl.frontier import LeasedPage, RunFrontier
from zhanjiang.crawl.of_crawler import frontier_of
from zhanjiang.store import StoreError, captures
from zhanjiang.store.ledger import HELD, LedgerRow

_BATCH: Final = 200


class FrontierMiddleware:
    """Takes requests for pages (``meta["page"]``) into the run's frontier, and drops those that need not be sent.

    Of a request's ``meta`` it reads ``again`` (asked for whatever is known), ``linked`` (a newspaper's day to which
    another day leads: asked for also where it was not there), ``later`` (noted, and left to another
    run), ``rows`` (the articles of the listing's page that leads to this one: where all were known before, nothing
    behind them is new), ``is_further`` (in the name of a page taken already) and ``open`` (its spider tells later what
    became of the page). It sets ``begun`` on what is taken,
    and ``resumed`` on what was taken up where another run stopped.
    """

    def __init__(self, crawler: Crawler, frontier: RunFrontier, *, is_cached: bool, is_archived: bool) -> None:
        """Take the crawl and its book; ``is_cached`` says that Scrapy's cache would answer, if it were let.

        ``is_archived`` says that pages are kept: one that the archive has not is asked for whole.
        """
        self.crawler = crawler
        self.frontier = frontier
        self.is_cached = is_cached
        self.is_archived = is_archived

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the crawl's book; read ``HTTPCACHE_ENABLED`` and ``ARCHIVE_ENABLED``."""
        is_cached, is_archived = map(crawler.settings.getbool, ("HTTPCACHE_ENABLED", "ARCHIVE_ENABLED"))
        middleware = cls(crawler, frontier_of(crawler), is_cached=is_cached, is_archived=is_archived)
        crawler.signals.connect(middleware.request_scheduled, signals.request_scheduled)
        return middleware

    @property
    def _arguments(self) -> Any:
        """The arguments of a spider of ours; None for any other, which nothing is owed to."""
        return getattr(self.crawler.spider, "arguments", None)

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Put what earlier runs left, and what is due, before the spider's own start."""
        for request in self._owed():
            yield request
        waiting: list[Request] = []
        async for output in start:
            if isinstance(output, Request):
                waiting.append(output)
            else:
                yield output
            if len(waiting) == _BATCH:
                for request in self.admit(waiting):
                    yield request
                waiting.clear()
        for request in self.admit(waiting):
            yield request

    def _owed(self) -> Iterator[Request]:
        arguments = self._arguments
        if arguments is None or not arguments.walks:
            return
        since, until = (day and day.isoformat() for day in (arguments.since, arguments.until))
        with_listings = since is None or arguments.full
        owed = self.frontier.owed(arguments.channels, since, until, with_listings=with_listings)
        while pages := list(islice(owed, _BATCH)):
            requests = [request for page in pages if (request := self.crawler.spider.resume(page))]  # type: ignore[union-attr]
            for request in requests:
                request.meta["resumed"] = True
            yield from self.admit(requests)

    def process_spider_input(self, response: Response) -> None:
        """Note what the answer says of its page, for the next visit."""
        page = response.meta.get("page")
        if page and not response.meta["is_further"]:
            told = (response.headers.get(name) for name in ("ETag", "Last-Modified"))
            self.frontier.answered(page.page, *(value.decode("latin-1") if value else None for value in told))

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Take the requests that a page leads to into the frontier, all at once, before any is sent."""
        requests: list[Request] = []
        async for output in result:
            if isinstance(output, Request):
                requests.append(output)
            else:
                yield output
        if response.meta.get("resumed"):
            for request in requests:
                request.meta["resumed"] = True
        for request in self.admit(requests):
            yield request
        self._tell_read(response, requests)

    def _tell_read(self, response: Response, requests: Iterable[Request]) -> None:
        """Note that a listing or front page was read, unless it is to be asked for again."""
        page = response.meta.get("page")
        if response.meta.get("open"):
            return
        if page and page.kind not in ARTICLES and not any(request.meta.get("page") == page for request in requests):
            self.frontier.record(page.page, "read")

    def request_scheduled(self, request: Request) -> None:
        """Take what comes by another way, such as from an errback. Raises IgnoreRequest for what is not to be sent."""
        try:
            if "page" in request.meta and not self.admit([request]):
                raise IgnoreRequest("known, and not due")
        except StoreError as error:
            raise IgnoreRequest(str(error)) from error

    def admit(self, requests: Iterable[Request]) -> list[Request]:
        """Return those of the requests that are to be sent, their pages in the frontier."""
        passing, asked = [], []
        for request in requests:
            if "page" not in request.meta or request.meta.get("begun") or request.meta["is_further"]:
                passing.append(request)
            elif request.meta.get("later"):
                self._leave(request.meta["page"])
            elif not self._is_known(request):
                asked.append(request)
        if not asked:
            return passing
        again = {request.meta["page"].page for request in asked if request.meta.get("again")}
        linked = {request.meta["page"].page for request in asked if request.meta.get("linked")}
        taken = self.frontier.lease([request.meta["page"] for request in asked], again, linked)
        for request in asked:
            if held := taken.pop(request.meta["page"].page, None):
                passing.append(self._begun(request, held))
        return passing

    def _leave(self, page: PageRef) -> None:
        if page.kind == "listing":
            self.frontier.requeue(page)
        else:
            self.frontier.defer([page])

    def _is_known(self, request: Request) -> bool:
        """Say whether this is a listing's next page, behind one on which nothing was new."""
        rows = request.meta.get("rows")
        if not rows or (self._arguments and self._arguments.full):
            return False
        channel, resumed = request.meta["page"].channel, request.meta.get("resumed", False)
        return self.frontier.has_nothing_new(channel, rows, resumed=resumed)

    def _begun(self, request: Request, held: LeasedPage) -> Request:
        """Mark a request as taken; where the article is known by one page, ask whether it has changed."""
        request.meta["begun"] = True
        if self.is_cached:  # the cache would call an old page fresh by its age
            request.headers["Cache-Control"] = "max-age=0"
        row = held.row
        if row:  # what an earlier run learnt of it
            page = request.meta["page"]
            known = {"channel": page.channel or row.channel, "headline": page.headline or row.headline}
            request.meta["page"] = replace(page, **known)
        if row and row.state in HELD and row.pages == 1 and self._may_be_unchanged(row):
            if row.etag:
                request.headers["If-None-Match"] = row.etag
            if row.last_modified:
                request.headers["If-Modified-Since"] = row.last_modified
        return request

    def _may_be_unchanged(self, row: LedgerRow) -> bool:
        """Say whether an answer without a body is of use: not for a page that is to be kept and is not yet."""
        if not self.is_archived:
            return True
        with self.frontier.store.reading() as connection:
            return captures.holds_page(connection, row.page)
