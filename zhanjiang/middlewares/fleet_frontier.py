"""Of a worker, pages are announced to the whole fleet, and requested by whichever worker takes them."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import sleep

from zhanjiang.addresses.page import PageRef
from zhanjiang.crawl.ask import Lease, ask_of
from zhanjiang.crawl.fleet_frontier import FleetFrontier, Message
from zhanjiang.crawl.outcome_columns import LeasedPage
from zhanjiang.crawl.worker_run import WorkerRun, worker_of
from zhanjiang.fleet import RedisAway
from zhanjiang.middlewares.frontier import FrontierMiddleware

logger = logging.getLogger(__name__)

_ROOM: Final = 100
"""More is announced once no more than so many pages wait."""
_PAUSE: Final = 0.5


class FleetFrontierMiddleware(FrontierMiddleware):
    """Announces each page in the ledger, then in the fleet's queue. Its spider puts a request into plain data
    (``message_of``), and makes a request of that again (``request_of``); what it cannot is this worker's alone.
    """

    frontier: FleetFrontier
    run: WorkerRun

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """See ``FrontierMiddleware``."""
        middleware = super().from_crawler(crawler)
        middleware.run = worker_of(crawler)
        middleware.run.requests_of = middleware.requests_of
        return middleware

    def _admit(self, wanted: dict[str, Request], lease: Lease) -> list[Request]:
        """Announce what any worker can request, and return the requests of the rest."""
        message_of = getattr(self.crawler.spider, "message_of", None)
        messages = {name: message_of(request) for name, request in wanted.items()} if message_of else {}
        self.run.is_over = False
        self._announce({wanted[name]: message for name, message in messages.items() if message}, lease)
        return super()._admit({name: one for name, one in wanted.items() if not messages.get(name)}, lease)

    def _announce(self, messages: dict[Request, Message], lease: Lease) -> None:
        asks = [ask_of(request) for request in messages]
        pages = {
            ask.page: {**message, "priority": request.priority, "resumed": lease.is_resumed}
            for (request, message), ask in zip(messages.items(), asks, strict=True)
            if ask.page
        }
        force, linked = (
            _names(ask.page for ask in asks if ask.force),
            _names(ask.page for ask in asks if ask.linked_by_other_day),
        )
        announced = self.frontier.announce(pages, force, linked)
        self.admitted += sum(one.page not in force for one in announced)
        try:
            self.run.queue.push((one.page, one.kind, one.since, one.urgency) for one in announced)
        except RedisAway as error:
            logger.debug("Announced in the ledger alone: %s", error)

    def requests_of(self, names: list[str]) -> list[Request]:
        """Take announced pages, and return their requests; none for a page that another worker has taken."""
        requests = []
        for leased, message in self.frontier.take(names):
            if request := self._request_of(leased, message):
                is_resumed = bool(message and message.get("resumed"))
                requests.append(self.begin(request, _before(leased, message), Lease(is_resumed)))
            else:
                logger.warning("%s is left to a later run: no worker can request it again", leased.page.url)
                self.frontier.abandon(leased)
        return requests

    def _request_of(self, leased: LeasedPage, message: Message | None) -> Request | None:
        spider: Any = self.crawler.spider
        if message and hasattr(spider, "request_of"):
            request: Request | None = spider.request_of(leased.page, message)
        else:
            request = spider.resume(leased.page) if hasattr(spider, "resume") else None
        return request

    async def _until_half_is_sent(self, batch: Iterable[Request]) -> None:
        """Wait until few pages wait for a worker."""
        await super()._until_half_is_sent(batch)
        await self._until_there_is_room()

    async def _until_all_are_sent(self) -> None:
        await self._until_there_is_room()

    async def _until_there_is_room(self) -> None:
        while self.crawler.engine.running and not self._has_room():
            await sleep(_PAUSE)

    def _has_room(self) -> bool:
        try:
            return self.run.queue.size() <= _ROOM
        except RedisAway:  # until it is back, or the crawl has ended
            return False


def _before(leased: LeasedPage, message: Message | None) -> LeasedPage:
    """A page as the ledger had it before it was announced."""
    was = (message or {}).get("was")
    return replace(leased, row=replace(leased.row, state=was)) if leased.row and was else leased


def _names(pages: Iterable[PageRef | None]) -> set[str]:
    return {page.page for page in pages if page}
