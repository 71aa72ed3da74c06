"""One store for all components of a crawl."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.crawler import Crawler

from zhanjiang.store.engine import Store, open_store

_stores: WeakKeyDictionary[Crawler, Store] = WeakKeyDictionary()


def store_of(crawler: Crawler) -> Store:
    """Return the crawl's store, opened at ``STORE_URL`` by whoever asks first, closed when the engine stops.

    Raises StoreError if it cannot be opened.
    """
    if crawler not in _stores:
        share_store(crawler, open_store(crawler.settings["STORE_URL"]))
    return _stores[crawler]


def share_store(crawler: Crawler, store: Store) -> None:
    """Give a crawler a store that is open already; from now on the crawler closes it."""
    _stores[crawler] = store

    def close_and_forget() -> None:
        """Close the store; another engine of the same crawler would open it anew."""
        store.close()
        _stores.pop(crawler, None)

    # A strong reference, since nobody else holds this function.
    crawler.signals.connect(close_and_forget, signals.engine_stopped, weak=False)
