"""An open, empty store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from zhanjiang.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give one in SQLite: the statements themselves are tested with their tables."""
    opened = open_store(f"sqlite:///{tmp_path}/store.db")
    yield opened
    opened.close()
