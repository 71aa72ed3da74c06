"""What only articles of one kind have is committed, in a table of its own."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler

from zhanjiang.crawl.of_crawler import store_of
from zhanjiang.items import Particulars
from zhanjiang.store import Store, particulars


class StoreParticularsPipeline:
    """Writes each ``Particulars`` in place of what was known of its article."""

    def __init__(self, store: Store) -> None:
        """Take the crawl's store."""
        self.store = store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Share the crawl's store."""
        return cls(store_of(crawler))

    def process_item(self, item: Any) -> Any:
        """Return the item, particulars committed."""
        if isinstance(item, Particulars):
            with self.store.transaction() as connection:
                particulars.save(connection, item)
        return item
