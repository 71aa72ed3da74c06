"""A run without a network: the item pipelines of the settings, a frontier, a row in the table of crawls."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import Any, Final

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.extension import ExtensionManager
from scrapy.pipelines import ItemPipelineManager
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

from zhanjiang.crawl.crawl_run import CrawlRun
from zhanjiang.crawl.failures import UnfitArticle
from zhanjiang.store import Store, crawls

_UNITS: Final = 100
"""How many units of work are committed together: what a kill undoes is read from the archive again."""


class _Reparse(Spider):
    """Stands for the spider in a run that has none.

    ``reads_again`` says to pipelines that one article may come several times, as it was at several visits.
    """

    name = crawls.REPARSE
    given: Mapping[str, str]
    reads_again = True


class OfflineRun:
    """Sends items through the pipelines as a crawl does. Use it as a context; the run ends with it.

    ``crawler`` has settings, stats and spider, and no engine; ``frontier`` is the run's.
    """

    def __init__(self, store: Store, settings: Settings, given: Mapping[str, str]) -> None:
        """Begin a run in an open store that nobody else writes; ``given`` are its arguments, as the table has them."""
        self.store = store
        self.crawler = Crawler(_Reparse, settings)
        self.crawler.spider = _Reparse(given=given)
        self.crawler.stats = load_object(settings["STATS_CLASS"])(self.crawler)
        run = CrawlRun(self.crawler, store)
        self.crawler.extensions = ExtensionManager(run, crawler=self.crawler)
        self.frontier = run.frontier
        self._pipelines = ItemPipelineManager.from_crawler(self.crawler)
        self._started = monotonic()
        self._runner = asyncio.Runner()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Open the pipelines, and close them whatever happens in between; only a run that comes to its end has one."""
        with self._runner:
            self._runner.run(self._pipelines.open_spider_async())
            self.store.group_commits(units=_UNITS)
            try:
                yield
            finally:
                self._runner.run(self._pipelines.close_spider_async())
        self._end()

    def process(self, item: Any) -> bool:
        """Send an item through the pipelines; say whether it came to the end of them, and was not known before.

        Raises UnfitArticle for what is no article as it stands, and whatever a pipeline fails with.
        """
        try:
            # The loop itself: the runner would listen to signals anew for each item.
            self._runner.get_loop().run_until_complete(self._pipelines.process_item_async(item))
        except UnfitArticle:
            raise
        except DropItem:
            return False
        return True

    def _end(self) -> None:
        self.frontier.close(finished=False)
        self.store.group_commits(units=1)
        counts = self.crawler.stats.get_stats()
        with self.store.transaction() as connection:
            crawls.end(connection, self.frontier.run, "finished", monotonic() - self._started, counts)
            crawls.set_exit_code(connection, self.frontier.run, 0)
