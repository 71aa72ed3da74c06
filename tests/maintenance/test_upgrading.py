"""A store of an older schema is upgraded by name, step by step, and a copy of it stays."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.older import make_older
from zhanjiang.maintenance.upgrading import upgrade
from zhanjiang.store import StoreError
from zhanjiang.store.schema import REVISION


def _version(path: Path) -> str:
    with closing(sqlite3.connect(path)) as store:
        return str(store.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_each_step_is_reported_and_a_copy_stays(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    make_older(path, "0005")
    lines: list[str] = []
    upgrade(f"sqlite:///{path}", lines.append)
    assert lines[0] == f"Copying the store as it is to {path}.schema-0005 …"
    assert [line.split(",")[0].strip() for line in lines[1:4]] == ["0005 -> 0006", "0006 -> 0007", "0007 -> 0008"]
    assert lines[-1] == f"The store is upgraded from schema 0005 to {REVISION}."
    assert (_version(path), _version(path.with_name("store.db.schema-0005"))) == (REVISION, "0005")
    upgrade(f"sqlite:///{path}", lines.append)
    assert lines[-1] == f"The store is up to date (schema {REVISION})."


def test_without_a_store_there_is_nothing_to_upgrade(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store at"):
        upgrade(f"sqlite:///{tmp_path}/none.db", print)
    assert [*tmp_path.iterdir()] == []
