"""An article's place on the newspaper's page: hardly ever in the article itself, but in the page's image map."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler

from zhanjiang.addresses.newspapers import PAPERS
from zhanjiang.crawl.of_crawler import store_of
from zhanjiang.items import Article, PlaceInNewspaper
from zhanjiang.store import Store, newspaper


class CompleteNewspaperPlacePipeline:
    """Completes ``newspaper_page`` of articles by the newspaper's pages in the store, whichever run read them."""

    def __init__(self, store: Store) -> None:
        """Take the crawl's store."""
        self.store = store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Share the crawl's store."""
        return cls(store_of(crawler))

    def process_item(self, item: Any) -> Any:
        """Return the item, a newspaper's article with its place."""
        if isinstance(item, Article) and (item.id or "").partition("/")[0] in PAPERS:
            self._complete(item)
        return item

    def _complete(self, article: Article) -> None:
        """Fill in what the article's own page does not say."""
        own = article.newspaper_page or PlaceInNewspaper()
        if own.number and own.name and own.area:
            return
        with self.store.reading() as connection:
            stored = newspaper.place_of(connection, article.id or "")
        if stored:
            same = own.number in (None, stored.number)
            name = own.name or (stored.name if same else None)
            article.newspaper_page = PlaceInNewspaper(own.number or stored.number, name, own.area or stored.area)
