"""What readers said below an article is committed, in a table of its own."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from zhanjiang.crawl.of_crawler import store_of
from zhanjiang.items import Comment
from zhanjiang.store import Store, comments


class StoreCommentsPipeline:
    """Writes each comment, or what is new of a known one. Counts ``comments/stored``."""

    def __init__(self, store: Store, stats: StatsCollector) -> None:
        """Take the crawl's store and stats."""
        self.store = store
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Share the crawl's store."""
        return cls(store_of(crawler), crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Return the item, a comment committed."""
        if isinstance(item, Comment):
            with self.store.transaction() as connection:
                comments.save(connection, [item])
            self.stats.inc_value("comments/stored")
        return item
