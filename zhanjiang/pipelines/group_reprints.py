"""Reprints: an article that tells what an earlier one told names it, and is kept and fed all the same."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from zhanjiang.crawl.of_crawler import store_of
from zhanjiang.items import Article
from zhanjiang.store import Store, similar


class GroupReprintsPipeline:
    """Sets ``duplicate_of`` of an article that reprints one in the store. Counts ``articles/reprint``.

    Where the reprint was crawled before its original, the store is put right when the original comes.
    """

    def __init__(self, store: Store, stats: StatsCollector) -> None:
        """Take the crawl's store and stats."""
        self.store = store
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Share the crawl's store."""
        return cls(store_of(crawler), crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Return the item, an article with its original, if it has one."""
        if isinstance(item, Article):
            with self.store.transaction() as connection:
                item.duplicate_of = similar.original_of(connection, item)
            if item.duplicate_of:
                self.stats.inc_value("articles/reprint")
        return item
