"""The pages of newspapers: kept in their own table, from which articles learn their place on the page."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from zhanjiang.addresses.newspapers import PAPERS
from zhanjiang.crawl.of_crawler import store_of
from zhanjiang.items import Article, NewspaperPage, PlaceInNewspaper
from zhanjiang.store import Store, newspaper


class CompleteNewspaperPlacePipeline:
    """Writes each ``NewspaperPage``, committed, and completes ``newspaper_page`` of articles by what was written.

    An article's own page tells number and name, but hardly ever where on the page it stands: that tells the page's
    image map, which may have been read by an earlier run. Counts ``newspaper/pages``.
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
        """Return the item, a page committed, an article with its place."""
        if isinstance(item, NewspaperPage):
            with self.store.transaction() as connection:
                newspaper.save(connection, item)
            self.stats.inc_value("newspaper/pages")
        elif isinstance(item, Article) and (item.id or "").partition("/")[0] in PAPERS:
            self._complete(item)
        return item

    def _complete(self, article: Article) -> None:
        """Fill in what the article's own page does not tell."""
        own = article.newspaper_page or PlaceInNewspaper()
        if own.number and own.name and own.area:
            return
        with self.store.transaction() as connection:
            kept = newspaper.place_of(connection, article.id or "")
        if kept:
            same = own.number in (None, kept.number)
            name = own.name or (kept.name if same else None)
            article.newspaper_page = PlaceInNewspaper(own.number or kept.number, name, own.area or kept.area)
