"""The store: every article with all its revisions, its addresses, and the pages that could not be read.

``engine`` opens and closes it; each other module holds one table and all SQL about it; ``shared`` gives the components
of one crawl one store. SQLite by default, PostgreSQL by its URL; the schema is brought up by the migrations beside.
"""

from zhanjiang.store.engine import Store, StoreError, open_store, parse_store_url
from zhanjiang.store.shared import share_store, store_of

__all__ = ["Store", "StoreError", "open_store", "parse_store_url", "share_store", "store_of"]
