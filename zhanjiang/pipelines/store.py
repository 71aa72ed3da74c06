"""The last step before the feed: an article is committed."""

from __future__ import annotations

from collections import Counter
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.crawl.of_crawler import frontier_of
from zhanjiang.items import Article
from zhanjiang.store import articles, similar


class StorePipeline:
    """Writes an article, its addresses and its row of the ledger in one transaction; the feed sees it only afterwards.

    Counts what was committed: ``articles/new``, ``articles/edited``, ``articles/channel/<channel>``,
    ``articles/kind/<kind>``, and the rule that gave each field, ``fields/<rule>/<field>``.
    """

    def __init__(self, frontier: RunFrontier, stats: StatsCollector) -> None:
        """Take the crawl's book and stats."""
        self.frontier = frontier
        self.stats = stats
        self._rules: Counter[tuple[str, str]] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Share the crawl's frontier."""
        return cls(frontier_of(crawler), crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Return the item, an article committed."""
        if isinstance(item, Article):
            with self.frontier.store.transaction() as connection:
                articles.save(connection, item)
                similar.save(connection, item)
                self.frontier.record_article(connection, item, "stored")
            self._count(item)
        return item

    def _count(self, article: Article) -> None:
        self.stats.inc_value("articles/new" if article.revision == 1 else "articles/edited")
        self.stats.inc_value(f"articles/channel/{article.channel or 'none'}")
        self.stats.inc_value(f"articles/kind/{article.kind}")
        self._rules.update((article.extracted_by or {}).items())

    def close_spider(self) -> None:
        """Tell the stats which rule gave which field how often: in one go, since an article has a dozen of them."""
        for (field, rule), number in self._rules.items():
            self.stats.inc_value(f"fields/{rule}/{field}", number)
