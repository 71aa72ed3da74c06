"""The stores of ``tests.store``."""

from tests.store.conftest import postgresql_store_url, postgresql_url, store, store_url

__all__ = ["postgresql_store_url", "postgresql_url", "store", "store_url"]
