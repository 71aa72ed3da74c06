"""The run of a crawler: its store, its row in the table of crawls and its frontier, as an extension of Scrapy."""

from __future__ import annotations

import asyncio
import logging
from contextlib import ExitStack
from importlib.metadata import version
from typing import Final, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from zhanjiang.crawl.ending import STORE_FAILED
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.store import Store, StoreError, crawls
from zhanjiang.store.lock import open_locked

logger = logging.getLogger(__name__)

SHARED_STORE: Final = "SHARED_STORE"
"""The setting that holds a store which is open already. Whoever opened it closes it."""
_PACKAGES: Final = ("Scrapy", "SQLAlchemy", "OpenCC")


class CrawlRun:
    """What all components of one crawl share; ``crawler.get_extension(CrawlRun)`` gives it.

    Extensions are built before middlewares and pipelines, and this is the first of them. A store that cannot be
    written ends the crawl.
    """

    def __init__(self, crawler: Crawler, store: Store) -> None:
        """Begin a run in an open store: from now on its row is in the table of crawls."""
        self.crawler = crawler
        self.store = store
        spider = crawler.spider
        versions = {name: version(name) for name in _PACKAGES}
        with store.transaction() as connection:
            self.number = crawls.begin(
                connection, spider.name if spider else "-", getattr(spider, "given", {}), versions
            )
        self.frontier = RunFrontier(store, self.number, crawler.settings["REVISIT"], crawler.stats)
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``STORE_ENABLED``, ``STORE_URL`` and ``REVISIT``.

        Take the shared store if there is one, else open and lock one until the engine stops. Raises NotConfigured,
        StoreBusy and StoreError.
        """
        if not crawler.settings.getbool("STORE_ENABLED"):
            raise NotConfigured("STORE_ENABLED is off: nothing is stored, archived or remembered")
        store = crawler.settings[SHARED_STORE]
        if store is None:
            stack = ExitStack()
            store = open_locked(crawler.settings["STORE_URL"], stack)
            # A strong reference, since nobody else holds the stack.
            crawler.signals.connect(stack.close, signals.engine_stopped, weak=False)
        run = cls(crawler, store)
        crawler.signals.connect(run.spider_opened, signals.spider_opened)
        return run

    def spider_opened(self) -> None:
        """Listen to failures of the store; before there is no spider to close."""
        self.store.on_failure = self.end

    def end(self, error: StoreError) -> None:
        """End a crawl whose store cannot be written; once, however often it fails."""
        if self._closing is None and self.crawler.spider:
            logger.error("The crawl ends: %s", error)
            work = self.crawler.engine.close_spider_async(reason=STORE_FAILED)
            self._closing = asyncio.get_running_loop().create_task(work)
