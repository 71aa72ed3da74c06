"""The store: every article with all its revisions, and the ledger of every page ever found.

``address`` reads its URL, ``engine`` opens it, ``session`` is what is open, ``upgrade`` makes its schema and upgrades
it by the migrations beside, ``lock`` keeps a second run away; ``leases`` and ``workers`` are for crawls
that share it; each other module has one table and all SQL about it.
SQLite by default, PostgreSQL by its URL.
"""

from zhanjiang.store.address import StoreError, parse_store_url
from zhanjiang.store.engine import open_read_only, open_store
from zhanjiang.store.session import Store

__all__ = ["Store", "StoreError", "open_read_only", "open_store", "parse_store_url"]
