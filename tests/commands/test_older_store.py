"""Commands that only read change nothing in a store of an older schema, and say which commands upgrade it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from tests.commands.conftest import Scrapy
from tests.store.older import make_older


@pytest.mark.parametrize(
    "arguments",
    [
        ("status",),
        ("export", "-o", "-"),
        ("versions", "portal/1"),
        ("repair", "--learn"),
        ("fixture", "portal/1"),
        ("archive", "show", "portal/1"),
        ("archive", "wacz", "-o", "day.wacz", "--day", "2026-11-25"),
    ],
)
def test_an_older_store_is_refused_in_one_line_and_stays_as_it_is(
    scrapy: Scrapy, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "data").mkdir()
    store = tmp_path / "data" / "zhanjiang.db"
    make_older(store, "0003")
    before = sha256(store.read_bytes()).hexdigest()
    done = scrapy(*arguments)
    assert done.returncode == 1, done.stderr
    assert "older version (schema 0003): `scrapy maintain --upgrade` upgrades it" in done.stderr
    assert done.stderr.count("\n") == 1
    assert sha256(store.read_bytes()).hexdigest() == before
    assert [path.name for path in store.parent.iterdir()] == [store.name]
