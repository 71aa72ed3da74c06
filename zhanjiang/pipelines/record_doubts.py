"""Records which articles are doubtful as they were read, and forgets the doubts about what is read without any."""

from __future__ import annotations

import logging
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.crawl.of_crawler import frontier_of
from zhanjiang.crawl.reading_doubt import ReadingDoubt
from zhanjiang.items import Article
from zhanjiang.pages.article.doubt_reasons import explain
from zhanjiang.store import doubts

logger = logging.getLogger(__name__)


class RecordDoubtsPipeline:
    """Stores the doubts about an article in place of those of its visit before, and drops them: they are no item.

    It stands before the articles that are known already are dropped, since they may be read otherwise now. Counts
    ``articles/doubtful`` and ``articles/doubt/<reason>``; each doubtful article is one warning.
    """

    def __init__(self, frontier: RunFrontier, stats: StatsCollector) -> None:
        """Take the run's frontier, whose store is written, and stats."""
        self.frontier = frontier
        self.stats = stats
        with frontier.store.reading() as connection:
            self._doubtful = doubts.articles(connection)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Share the frontier of the crawler's run."""
        return cls(frontier_of(crawler), crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Return any item but a doubt."""
        if isinstance(item, ReadingDoubt):
            self._record(item)
            raise DropItem(f"{item.article}: doubtful", log_level="DEBUG")
        if isinstance(item, Article) and item.id in self._doubtful:
            self._doubtful.remove(item.id)
            with self.frontier.store.unit() as connection:
                doubts.clear(connection, item.id)
        return item

    def _record(self, doubt: ReadingDoubt) -> None:
        with self.frontier.store.unit() as connection:
            doubts.save(connection, doubt.article, doubt.address, doubt.reasons)
        self._doubtful.add(doubt.article)
        self.stats.inc_value("articles/doubtful")
        for reason in doubt.reasons:
            self.stats.inc_value(f"articles/doubt/{reason}")
        logger.warning("Doubtful: %s: %s", doubt.address, explain(doubt.reasons))
