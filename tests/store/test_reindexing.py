"""The index of a store that lacks it, whole, in part, and after a kill."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.store.older import make_older
from tests.store.test_search import _article, _ids
from zhanjiang.items import Article
from zhanjiang.store import Store, articles, open_store, reindexing, search

_NUMBERS = range(1, 26)
_KILLED_AT_SECOND_COMMIT = """
import os, signal, sys
from sqlalchemy import Engine, event
from zhanjiang.store import open_store, reindexing

def count(connection):
    commits.append(connection)
    if len(commits) == 4:
        os.kill(os.getpid(), signal.SIGKILL)

commits = []
reindexing._TOGETHER = 10
store = open_store(sys.argv[1])
event.listen(Engine, "commit", count)
list(reindexing.reindex(store))
"""


def _fill(store: Store) -> None:
    with store.transaction() as connection:
        for number in _NUMBERS:
            day = f"2022-05-{number // 3:02}" if number > 5 else None
            articles.save(connection, replace(_article(number, text=f"第{number}篇在此。"), published_at=day))
        articles.save(connection, _article(1, text="第一篇改了在此。", revision=2))


def _lacking(store: Store) -> int:
    with store.reading() as connection:
        number = reindexing.lacking(connection)
        assert search.is_incomplete(connection) == bool(number)
        return number


def test_a_new_store_lacks_nothing(store: Store) -> None:
    assert _lacking(store) == 0
    _fill(store)
    assert _lacking(store) == 0


def test_the_whole_index_is_made_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reindexing, "_TOGETHER", 10)
    _fill(store)
    before = _ids(store, "在此")
    reindexing.empty(store)
    assert _lacking(store) == len(_NUMBERS)
    assert _ids(store, "在此") == []
    assert [*reindexing.reindex(store)] == [10, 20, 25]
    assert _lacking(store) == 0
    assert _ids(store, "在此") == before
    assert _ids(store, "第1篇") == []
    with store.transaction() as connection:
        articles.save(connection, _article(26, text="新来的在此。"))
        articles.save(connection, _article(2, text="改了在此。", revision=2))
    assert len(_ids(store, "在此")) == 26
    assert _ids(store, "第2篇") == []


def test_what_is_lacking_is_added_and_what_is_there_stays(store: Store) -> None:
    _fill(store)
    table = articles.articles
    with store.transaction() as connection:
        statement = update(table).where(table.c.id == "portal/7").values(search_key=None, text="第七篇重来在此。")
        connection.execute(statement)
    assert _lacking(store) == 1
    assert [*reindexing.reindex(store)] == [1]
    assert _ids(store, "重来") == ["portal/7"]
    assert [*reindexing.reindex(store)] == []


def test_a_reindex_that_is_killed_goes_on(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/store.db"
    with closing(open_store(address)) as store:
        _fill(store)
        reindexing.empty(store)
    killed = subprocess.run([sys.executable, "-c", _KILLED_AT_SECOND_COMMIT, address], check=False)
    assert killed.returncode == -signal.SIGKILL
    with closing(open_store(address)) as store:
        assert 0 < _lacking(store) < len(_NUMBERS)
        assert [*reindexing.reindex(store)][-1] < len(_NUMBERS)
        assert _lacking(store) == 0
        assert len(_ids(store, "在此")) == len(_NUMBERS)


def test_an_older_store_lacks_its_articles(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    make_older(path, "0008")
    columns = "(id, revision, headline, authors, images, credits, content_hash, series, number, superseded_by)"
    people = '[{"role": null, "name": "苏小船"}]'
    with closing(sqlite3.connect(path)) as older:
        for number, revision, superseded in ((1, 1, 2), (1, 2, None), (2, 1, None)):
            headline = f"第{number}号第{revision}版"
            row = (f"portal/{number}", revision, headline, people, "[]", "[]", "a", "portal", number, superseded)
            older.execute(f"INSERT INTO articles {columns} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        older.commit()
    with closing(open_store(f"sqlite:///{path}")) as store:
        assert _lacking(store) == 2
        with store.transaction() as connection:
            articles.save(connection, Article(id="portal/3", headline="第3号", revision=1, content_hash="0"))
            articles.save(connection, Article(id="portal/2", headline="第2号新版", revision=2, content_hash="1"))
        assert _lacking(store) == 1
        assert [*reindexing.reindex(store)] == [1]
        assert {*_ids(store, "号")} == {"portal/1", "portal/2", "portal/3"}
        assert _ids(store, "第1版") == []
        assert _ids(store, "苏小船") == ["portal/1"]
