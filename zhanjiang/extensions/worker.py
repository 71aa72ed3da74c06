"""A worker's own rhythm: its heartbeat, and taking pages from its fleet's queue as its requests are sent."""

from __future__ import annotations

import asyncio
import logging
from time import monotonic
from typing import Any, Final, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from zhanjiang.crawl.ending import REDIS_GONE
from zhanjiang.crawl.worker_run import WorkerRun, worker_of
from zhanjiang.fleet.link import RedisAway
from zhanjiang.middlewares.fleet_frontier import FleetFrontierMiddleware
from zhanjiang.store import StoreError

logger = logging.getLogger(__name__)

_LOOKS_AGAIN: Final = 0.2
"""Seconds after which a worker without work looks again."""
_LOOKS_AT_LEDGER: Final = 1.0
_MOST_PUSHED: Final = 2000


class Worker:
    """Takes pages while the crawl can send them, and ends it when the fleet has none, or when Redis does not come back.

    Pages that the queue has lost, or that a dead worker held, are pushed again from the ledger once the queue is empty.
    Sets ``fleet/workers``, and counts ``fleet/refused``, entries of the queue that were not ours.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Take the crawl."""
        self.crawler = crawler
        settings = crawler.settings
        # Twice what one site is sent at once: the next page is there as soon as one is read, and few are held.
        self.most_held = 2 * settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") + settings.getint("READERS")
        self._tasks: list[asyncio.Task[None]] = []
        self._looked = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``CONCURRENT_REQUESTS_PER_DOMAIN`` and ``READERS``, which say how many pages are held."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_idle, signals.spider_idle)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    @property
    def run(self) -> WorkerRun:
        """The crawl's worker; not there before all extensions are built."""
        return worker_of(self.crawler)

    def spider_opened(self) -> None:
        """Begin to work."""
        logger.info("Worker %d of the fleet %s", self.run.number, self.run.fleet)
        spider: Any = self.crawler.spider
        if hasattr(spider, "others_have_begun"):
            spider.others_have_begun = lambda: self.run.frontier.was_read("/")
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._beat()), loop.create_task(self._work())]

    def spider_idle(self) -> None:
        """Say why the crawl ends where Redis is gone. Raises CloseSpider."""
        if self.run.link.is_gone:
            raise CloseSpider(REDIS_GONE)

    def spider_closed(self) -> None:
        """Stop."""
        for task in self._tasks:
            task.cancel()
        self.crawler.stats.set_value("fleet/refused", self.run.queue.refused)

    async def _beat(self) -> None:
        while True:
            try:
                self.run.beat()
            except StoreError as error:
                logger.debug("No heartbeat: %s", error)
            await asyncio.sleep(self.run.heartbeat)

    async def _work(self) -> None:
        middleware = self.crawler.get_spider_middleware(FleetFrontierMiddleware)
        assert middleware
        while True:
            pause = 0.0
            try:
                if not self._take(middleware):
                    pause = _LOOKS_AGAIN
                    self._look_at_ledger()
            except RedisAway as error:
                pause = _LOOKS_AGAIN
                self._wait_for_redis(error)
            except StoreError as error:
                pause = _LOOKS_AGAIN
                logger.debug("No page is taken: %s", error)
            await asyncio.sleep(pause)

    def _take(self, middleware: FleetFrontierMiddleware) -> bool:
        """Take as many pages as can be sent soon; say whether there were any."""
        engine = self.crawler.engine
        room = self.most_held - self.run.frontier.number_leased
        if room <= 0 or engine.paused or not engine.running or engine.needs_backout():
            return False
        requests = middleware.requests_of(names) if (names := self.run.queue.pop(room)) else []
        if requests:
            self.run.is_over = False
            self.run.stay()
        for request in requests:
            engine.crawl(request)
        return bool(names)

    def _look_at_ledger(self) -> None:
        """With nothing to do, look at times whether the ledger has pages that the queue lacks, or none at all."""
        is_busy = self.run.frontier.number_leased >= self.most_held
        if is_busy or monotonic() - self._looked < _LOOKS_AT_LEDGER:
            return
        self._looked = monotonic()
        if self.run.queue.size() == 0 and self.run.push_waiting(_MOST_PUSHED):
            return
        self.run.is_over = self.run.frontier.is_over()
        if self.run.is_over:
            self._wake()

    def _wait_for_redis(self, error: RedisAway) -> None:
        if self.run.link.is_gone and not self.run.is_over:
            logger.error("%s: what is begun is finished, and the crawl ends", error)
            self.run.is_over = True
            self._wake()

    def _wake(self) -> None:
        """Let the engine see at once that nothing is left, and not in some seconds; Scrapy has no public way."""
        if slot := self.crawler.engine._slot:
            slot.nextcall.schedule()
