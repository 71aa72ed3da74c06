"""The store: every article with all its revisions, and the ledger of every page ever found.

``engine`` opens and closes it; each other module holds one table and all SQL about it; ``book`` is a run's hand in the
ledger, ``shared`` gives the components of one crawl one store and one book, ``lock`` keeps a second run away. SQLite by
default, PostgreSQL by its URL; the schema is brought up by the migrations beside.
"""

from zhanjiang.store.engine import Store, StoreError, open_store, parse_store_url
from zhanjiang.store.shared import book_of, share_store, store_of

__all__ = ["Store", "StoreError", "book_of", "open_store", "parse_store_url", "share_store", "store_of"]
