"""The stores of ``tests.store``, and real crawls."""

from tests.extensions.conftest import crawl
from tests.store.conftest import postgresql_store_url, postgresql_url, store, store_url

__all__ = ["crawl", "postgresql_store_url", "postgresql_url", "store", "store_url"]
