"""Reading a store changes no byte of it and leaves no file beside it, whatever state it is in."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from tests.store.older import make_older
from tests.stored import stored
from zhanjiang.items import Article
from zhanjiang.store import Store, StoreError, articles, open_read_only, open_store
from zhanjiang.store.engine import schema_of
from zhanjiang.store.schema import REVISION, metadata

_ARTICLE = Article(id="portal/1", headline="一", text="一。", revision=1, content_hash="1")
_KILLED_WRITER = """
import os, signal, sys
from zhanjiang.items import Article
from zhanjiang.store import articles, open_store

opened = open_store(sys.argv[1])
with opened.transaction() as connection:
    articles.save(connection, Article(id="portal/1", headline="一", text="一。", revision=1, content_hash="1"))
os.kill(os.getpid(), signal.SIGKILL)
"""


def _files(folder: Path) -> dict[str, str]:
    """Return the digest of each file in a folder, but for SQLite's shared memory, in which readers note themselves."""
    files = (path for path in folder.iterdir() if not path.name.endswith("-shm"))
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in files}


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _store_one(address: str) -> Store:
    opened = open_store(address)
    with opened.transaction() as connection:
        articles.save(connection, _ARTICLE)
    return opened


def _ids(address: str) -> list[str | None]:
    with closing(open_read_only(address)) as opened:
        return [article.id for article in stored(opened)]


def test_a_store_whose_name_begins_with_two_slashes_is_read_as_it_is_written(tmp_path: Path) -> None:
    address = f"sqlite:////{tmp_path}/store.db"
    _store_one(address).close()
    assert _ids(address) == ["portal/1"]
    assert schema_of(address) == REVISION


def test_a_store_is_read_as_it_is(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/store.db"
    _store_one(address).close()
    before = _files(tmp_path)
    assert _ids(address) == ["portal/1"]
    assert _files(tmp_path) == before
    assert _names(tmp_path) == {"store.db"}


def test_a_store_is_read_while_a_run_writes_it(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/store.db"
    with closing(_store_one(address)) as writer, writer.transaction() as connection:
        articles.save(connection, Article(id="portal/2", headline="二", revision=1, content_hash="2"))
        before, names = _files(tmp_path), _names(tmp_path)
        assert _ids(address) == ["portal/1"]
        assert (_files(tmp_path), _names(tmp_path)) == (before, names)
    assert _ids(address) == ["portal/1", "portal/2"]


def test_what_a_killed_run_left_in_the_log_is_read_and_stays_there(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/store.db"
    killed = subprocess.run([sys.executable, "-c", _KILLED_WRITER, address], check=False)
    assert killed.returncode == -signal.SIGKILL
    before, names = _files(tmp_path), _names(tmp_path)
    assert (tmp_path / "store.db-wal").stat().st_size
    assert _ids(address) == ["portal/1"]
    assert (_files(tmp_path), _names(tmp_path)) == (before, names)


def test_a_store_in_a_folder_that_cannot_be_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"sqlite:///{tmp_path}/store.db"
    _store_one(address).close()
    before = _files(tmp_path)
    # The tests may run as root, who may write everywhere.
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with closing(open_read_only(address)) as opened:
        assert [article.id for article in stored(opened)] == ["portal/1"]
        assert _names(tmp_path) == {"store.db"}
    assert _files(tmp_path) == before


@pytest.mark.parametrize("revision", ["0001", "0003"])
def test_a_store_of_an_older_schema_is_refused_and_stays_as_it_is(tmp_path: Path, revision: str) -> None:
    make_older(tmp_path / "store.db", revision)
    before = _files(tmp_path)
    with pytest.raises(StoreError, match=rf"older version \(schema {revision}\): `scrapy maintain --upgrade`"):
        open_read_only(f"sqlite:///{tmp_path}/store.db")
    assert _files(tmp_path) == before
    assert _names(tmp_path) == {"store.db"}


def test_a_newer_store_and_one_of_somebody_else_are_refused(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/store.db"
    with closing(open_store(address)) as opened, opened.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"written by a newer version \(schema 9999\)"):
        open_read_only(address)
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE somebody_elses (id INTEGER)")
    before = _files(tmp_path)
    with pytest.raises(StoreError, match="there is no store at"):
        open_read_only(f"sqlite:///{tmp_path}/other.db")
    assert _files(tmp_path) == before


def test_where_there_is_no_store_none_is_made(tmp_path: Path) -> None:
    for name in ("store.db", "empty.db", "no/store.db"):
        (tmp_path / "empty.db").touch()
        with pytest.raises(StoreError, match=r"there is no store at .* run `scrapy crawl articles` first"):
            open_read_only(f"sqlite:///{tmp_path}/{name}")
    assert _names(tmp_path) == {"empty.db"}
    assert (tmp_path / "empty.db").stat().st_size == 0


def test_a_path_of_any_name_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "100%25 湛江#;&"
    folder.mkdir()
    address = f"sqlite:///{folder}/st ore.db"
    _store_one(address).close()
    assert _ids(address) == ["portal/1"]


def test_nothing_can_be_written(store_url: str) -> None:
    _store_one(store_url).close()
    with closing(open_read_only(store_url)) as opened:
        with pytest.raises(StoreError, match="cannot be used"), opened.transaction() as connection:
            connection.execute(metadata.tables["articles"].delete())
        assert [article.id for article in stored(opened)] == ["portal/1"]
    assert _ids(store_url) == ["portal/1"]


def test_a_database_without_tables_is_no_store(store_url: str) -> None:
    if store_url.startswith("sqlite"):
        pytest.skip("a missing file is another test")
    with pytest.raises(StoreError, match="there is no store at postgresql"):
        open_read_only(store_url)
