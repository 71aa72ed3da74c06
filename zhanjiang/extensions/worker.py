"""A worker's own rhythm: its heartbeat, and taking pages from its fleet's queue as its requests are sent."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from time import monotonic
from typing import Any, Final, Self

from scrapy import signals
from scrapy.crawler import Crawler

from zhanjiang.crawl.ending import MAX_ARTICLES, REDIS_GONE, WORKER_FAILED
from zhanjiang.crawl.worker_run import WorkerRun, worker_of
from zhanjiang.fleet import RedisAway
from zhanjiang.store import StoreError

logger = logging.getLogger(__name__)

_LOOKS_AGAIN: Final = 0.2
"""Seconds after which a worker without work looks again."""
_LOOKS_AT_LEDGER: Final = 1.0
_MOST_PUSHED: Final = 2000


class Worker:
    """Takes pages while the crawl can send them, and ends it when the fleet has none or enough, or when Redis is gone.

    Pages that the queue has lost, or that a dead worker held, are pushed again from the ledger once the queue is empty.
    Sets ``fleet/workers``, and counts ``fleet/refused``, entries of the queue that were not ours.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Take the crawl."""
        self.crawler = crawler
        settings = crawler.settings
        # Twice what one site is sent at once: the next page is there as soon as one is read, and few are held.
        self.most_held = 2 * settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") + settings.getint("READERS") + 1
        self._tasks: list[asyncio.Task[None]] = []
        self._looked = 0.0
        self._stir = asyncio.Event()
        self._ending: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``CONCURRENT_REQUESTS_PER_DOMAIN`` and ``READERS``, which say how many pages are held."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        for signal in (signals.response_received, signals.item_scraped, signals.item_dropped):
            crawler.signals.connect(extension.stir, signal)
        return extension

    @property
    def run(self) -> WorkerRun:
        """The crawl's worker; not there before all extensions are built."""
        return worker_of(self.crawler)

    def spider_opened(self) -> None:
        """Begin to work."""
        logger.info("Worker %d of the fleet %s", self.run.number, self.run.fleet)
        spider: Any = self.crawler.spider
        spider.shares_work, spider.count_taken = True, self.run.count_taken
        if hasattr(spider, "others_have_begun"):
            spider.others_have_begun = lambda: self.run.frontier.was_read("/")
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._beat()), loop.create_task(self._work())]
        for task in self._tasks:
            task.add_done_callback(self._note_end)

    def stir(self) -> None:
        """Look at once whether more pages can be taken."""
        self._stir.set()

    def spider_closed(self) -> None:
        """Stop; the last worker leaves no queue."""
        for task in self._tasks:
            task.cancel()
        if self.run.ends_for_all():
            self.run.clear_queue()
        self.crawler.stats.set_value("fleet/refused", self.run.link.refused)

    async def _beat(self) -> None:
        while True:
            try:
                self.run.beat()
            except StoreError as error:
                logger.debug("No heartbeat: %s", error)
            await asyncio.sleep(self.run.heartbeat)

    async def _work(self) -> None:
        while True:
            pause = 0.0
            try:
                if self.run.has_enough():
                    self._end(MAX_ARTICLES)
                if not self._take():
                    pause = _LOOKS_AGAIN
                    self._look_at_ledger()
            except RedisAway as error:
                pause = _LOOKS_AGAIN
                self._wait_for_redis(error)
            except StoreError as error:
                pause = _LOOKS_AGAIN
                logger.debug("No page is taken: %s", error)
            await self._rest(pause)

    async def _rest(self, seconds: float) -> None:
        """Wait, but no longer than until a page is read, or the engine has nothing left to send."""
        if not seconds:
            await asyncio.sleep(0)
            return
        self._stir.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stir.wait(), seconds)

    def _take(self) -> bool:
        """Take as many pages as can be sent soon; say whether there were any."""
        engine = self.crawler.engine
        room = self.most_held - self.run.frontier.number_leased
        if room <= 0 or engine.paused or not engine.running or engine.needs_backout():
            return False
        requests = self.run.requests_of(names) if (names := self.run.queue.pop(room)) else []
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
        """End the crawl where Redis is gone, once what this worker holds has its outcome."""
        if self.run.link.is_gone and not self.run.frontier.number_leased and self._ending is None:
            logger.error("The crawl ends: %s", error)
            self._end(REDIS_GONE)

    def _end(self, reason: str) -> None:
        if self._ending is None:
            work = self.crawler.engine.close_spider_async(reason=reason)
            self._ending = asyncio.get_running_loop().create_task(work)

    def _note_end(self, task: asyncio.Task[None]) -> None:
        """End a worker whose rhythm fails: it would keep its pages from the others for as long as it lives."""
        if not task.cancelled() and (error := task.exception()):
            logger.error("The crawl ends, for a mistake of the program", exc_info=error)
            self._end(WORKER_FAILED)

    def _wake(self) -> None:
        """Let the engine see at once that nothing is left, and not in some seconds; Scrapy has no public way."""
        if slot := self.crawler.engine._slot:
            slot.nextcall.schedule()
