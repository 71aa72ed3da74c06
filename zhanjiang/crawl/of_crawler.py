"""One store, and one book in it, for all components of a crawl."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from importlib.metadata import version
from typing import Any, Final
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.crawler import Crawler

from zhanjiang.crawl.ending import STORE_FAILED
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.store import Store, StoreError, crawls, open_store

logger = logging.getLogger(__name__)

_stores: WeakKeyDictionary[Crawler, Store] = WeakKeyDictionary()
_frontiers: WeakKeyDictionary[Crawler, RunFrontier] = WeakKeyDictionary()
_closing: set[asyncio.Task[None]] = set()
_PACKAGES: Final = ("Scrapy", "SQLAlchemy", "OpenCC")


def store_of(crawler: Crawler) -> Store:
    """Return the crawl's store, opened at ``STORE_URL`` by whoever asks first, closed when the engine stops.

    Raises StoreError if it cannot be opened.
    """
    if crawler not in _stores:
        store = open_store(crawler.settings["STORE_URL"])
        share_store(crawler, store)

        def close_and_forget() -> None:
            """Close the store; another engine of the same crawler would open it anew."""
            store.close()
            _stores.pop(crawler, None)

        # A strong reference, since nobody else holds this function.
        crawler.signals.connect(close_and_forget, signals.engine_stopped, weak=False)
    return _stores[crawler]


def share_store(crawler: Crawler, store: Store) -> None:
    """Give a crawler a store that is open already, and is closed by whoever opened it."""
    _stores[crawler] = store

    def close_spider(error: StoreError) -> None:
        """End a crawl that has nowhere to put what it brings."""
        if crawler.spider and not _closing:
            logger.error("The crawl ends: %s", error)
            _run(crawler.engine.close_spider_async(reason=STORE_FAILED))

    def watch() -> None:
        """Listen to failures from now on: before, there is no spider to close."""
        store.on_failure = close_spider

    crawler.signals.connect(watch, signals.spider_opened, weak=False)


def _run(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.get_running_loop().create_task(work)
    _closing.add(task)  # the loop itself keeps no reference
    task.add_done_callback(_closing.discard)


def frontier_of(crawler: Crawler) -> RunFrontier:
    """Return the book of the crawl, opened by whoever asks first: the run is in the table of crawls from then on."""
    if crawler not in _frontiers:
        store = store_of(crawler)
        spider = crawler.spider
        arguments = getattr(spider, "given", {})
        versions = {name: version(name) for name in _PACKAGES}
        with store.transaction() as connection:
            run = crawls.begin(connection, spider.name if spider else "-", arguments, versions)
        _frontiers[crawler] = RunFrontier(store, run, crawler.settings["REVISIT"], crawler.stats)
    return _frontiers[crawler]
