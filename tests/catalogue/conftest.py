"""The stores of ``tests.store``, and an empty one for what is the same in both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.conftest import postgresql_store_url, postgresql_url, store, store_url
from zhanjiang.store import Store, open_store

__all__ = ["local_store", "postgresql_store_url", "postgresql_url", "store", "store_url"]


@pytest.fixture
def local_store(tmp_path: Path) -> Iterator[Store]:
    """Give an empty store in SQLite, ``data/store.db`` below the temporary folder."""
    opened = open_store(f"sqlite:///{tmp_path}/data/store.db")
    yield opened
    opened.close()
