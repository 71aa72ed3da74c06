"""A store of an older schema is brought up whole or not at all, and a new one is made so; the older one is kept."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.older import PAGE, make_older, schema_differences
from zhanjiang.store import open_store
from zhanjiang.store.schema import REVISION

_OLDER = [f"{number:04}" for number in range(1, int(REVISION))]
_KEPT = "SELECT address, stage, reason, fetched_at, attempts FROM quarantine"
_VERSION = "SELECT version_num FROM alembic_version"
_KILLED_AT = """
import os, signal, sys
from sqlalchemy import Engine, event
from zhanjiang.store import open_store

changes = 0

def count(connection, cursor, statement, *_):
    global changes
    changes += statement.lstrip().startswith(("CREATE", "ALTER", "INSERT INTO alembic"))
    if changes == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(Engine, "before_cursor_execute", count)
open_store(sys.argv[1])
"""


def _ask(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as opened:
        return opened.execute(query).fetchall()


def _assert_is_up_to_date(path: Path) -> None:
    opened = open_store(f"sqlite:///{path}")
    with opened.transaction() as connection:
        assert schema_differences(connection) == []
    opened.close()
    assert _ask(path, _VERSION) == [(REVISION,)]
    open_store(f"sqlite:///{path}.new").close()
    assert _search_tables(path) == _search_tables(path.with_name(f"{path.name}.new"))
    path.with_name(f"{path.name}.new").unlink()


def _search_tables(path: Path) -> list[tuple[object, ...]]:
    return _ask(path, "SELECT name, sql FROM sqlite_master WHERE name LIKE 'search_%' ORDER BY name")


@pytest.mark.parametrize("revision", _OLDER)
def test_an_older_store_is_brought_up_and_kept_beside(tmp_path: Path, revision: str) -> None:
    path = tmp_path / "store.db"
    copy = tmp_path / f"store.db.schema-{revision}"
    make_older(path, revision)
    # What an earlier attempt left, on a full disk or killed, is no copy.
    copy.with_name(f"{copy.name}.unfinished").write_bytes(b"half")
    _assert_is_up_to_date(path)
    assert _ask(path, _KEPT) == _ask(copy, _KEPT) == [PAGE]
    assert _ask(copy, _VERSION) == [(revision,)]
    assert {file.name for file in tmp_path.iterdir()} == {path.name, copy.name}


def test_the_latest_revisions_of_an_older_store_are_known(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    make_older(path, "0007")
    columns = "(id, revision, authors, images, credits, content_hash, series, number)"
    with closing(sqlite3.connect(path)) as older:
        for number, revision in ((1, 1), (2, 1), (2, 2), (2, 3)):
            row = (f"portal/{number}", revision, "[]", "[]", "[]", "a", "portal", number)
            older.execute(f"INSERT INTO articles {columns} VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        older.commit()
    _assert_is_up_to_date(path)
    superseded = _ask(path, "SELECT number, revision, superseded_by FROM articles ORDER BY number, revision")
    assert superseded == [(1, 1, None), (2, 1, 2), (2, 2, 3), (2, 3, None)]


@pytest.mark.parametrize("change", [1, 3, 7])
def test_an_upgrade_that_is_killed_is_done_again(tmp_path: Path, change: int) -> None:
    path = tmp_path / "store.db"
    make_older(path, "0001")
    _kill_at(path, change)
    assert _ask(path, _VERSION) == [("0001",)]
    _assert_is_up_to_date(path)
    assert _ask(path, _KEPT) == [PAGE]


@pytest.mark.parametrize("change", [1, 5, 12])
def test_a_new_store_whose_making_is_killed_is_made_again(tmp_path: Path, change: int) -> None:
    _kill_at(tmp_path / "store.db", change)
    assert _ask(tmp_path / "store.db", "SELECT name FROM sqlite_master") == []
    _assert_is_up_to_date(tmp_path / "store.db")


def _kill_at(path: Path, change: int) -> None:
    script = [sys.executable, "-c", _KILLED_AT, f"sqlite:///{path}", str(change)]
    assert subprocess.run(script, check=False).returncode == -signal.SIGKILL
