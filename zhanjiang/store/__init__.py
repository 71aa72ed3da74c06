"""The store: every article with all its revisions, and the ledger of every page ever found.

``engine`` opens and closes it; each other module holds one table and all SQL about it; ``lock`` keeps a second run
away. SQLite by default, PostgreSQL by its URL; the schema is brought up by the migrations beside.
"""

from zhanjiang.store.engine import Store, StoreError, open_store, parse_store_url

__all__ = ["Store", "StoreError", "open_store", "parse_store_url"]
