"""The last step of what the front page's boxes show: it is committed, and then seen by the feed."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from zhanjiang.crawl.of_crawler import store_of
from zhanjiang.items import PictureBoxEntry, RankingEntry
from zhanjiang.store import Store, rankings


class StoreFrontpagePipeline:
    """Writes entries of rankings and picture box. Counts ``frontpage/<period>`` and ``frontpage/picture_box``."""

    def __init__(self, store: Store, stats: StatsCollector) -> None:
        """Take the crawl's store and stats."""
        self.store = store
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Share the crawl's store."""
        return cls(store_of(crawler), crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Return the item, an entry committed."""
        if isinstance(item, RankingEntry | PictureBoxEntry):
            with self.store.transaction() as connection:
                rankings.save(connection, item)
            self.stats.inc_value(f"frontpage/{item.period if isinstance(item, RankingEntry) else 'picture_box'}")
        return item
