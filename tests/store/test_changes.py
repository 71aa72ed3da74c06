"""Changes are numbered in the order of their commits, whatever changes an article, in both databases."""

from __future__ import annotations

import dataclasses
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

from tests.store.older import make_older, upgrade_to
from zhanjiang.addresses.page import PageRef
from zhanjiang.items import Article, RepairReport, content_hash
from zhanjiang.store import Store, addresses, articles, changes, ledger, open_store, selection, similar
from zhanjiang.store.changes import ChangeWindow, WrongCursor
from zhanjiang.store.schema import metadata
from zhanjiang.store.selection import ArticleFilter

_TEXT = "遂溪的醒狮队昨夜在广场上练了两个小时，领队说下月要去外地比赛，队员们都盼着拿个好名次回来。" * 3


def _article(number: int, **fields: object) -> Article:
    made = Article(id=f"portal/{number}", headline=f"第{number}支醒狮队", revision=1, fetched_at="2026-01-01T00:00:00Z")
    made = dataclasses.replace(made, **fields)
    return dataclasses.replace(made, content_hash=content_hash(made))


def _save(store: Store, *found: Article) -> None:
    with store.transaction() as connection:
        for article in found:
            articles.save(connection, article)


def _last(store: Store) -> int:
    with store.reading() as connection:
        return changes.last(connection)


def _changed(store: Store, after: int) -> list[str]:
    with store.reading() as connection:
        return sorted(changes.articles_in(connection, ChangeWindow(after, changes.last(connection))))


def test_a_new_article_is_one_change(store: Store) -> None:
    _save(store, _article(1, addresses=["http://a.example/1", "http://b.example/1"]), _article(2))
    assert _changed(store, 0) == ["portal/1", "portal/2"]
    with store.reading() as connection:
        assert changes.number_in(connection, ChangeWindow(0, changes.last(connection))) == 2


def _amend(connection: Connection) -> None:
    articles.amend(connection, _article(1, extracted_by={"headline": "label"}))


def _guess(connection: Connection) -> None:
    articles.settle_guesses(connection, _article(1, repair=RepairReport(readings=1, restored=1, proved=True)))


@pytest.mark.parametrize(
    "change",
    [
        lambda connection: articles.save(connection, _article(1, revision=2, revision_cause="edited", kicker="新")),
        lambda connection: addresses.record(connection, "portal/1", ["http://new.example/1"]),
        _amend,
        _guess,
    ],
)
def test_whatever_changes_an_article_is_a_change(store: Store, change: Callable[[Connection], None]) -> None:
    _save(store, _article(1), _article(2))
    before = _last(store)
    with store.transaction() as connection:
        change(connection)
    assert _changed(store, before) == ["portal/1"]
    assert _changed(store, _last(store)) == []


def test_every_field_of_a_revision_is_watched(tmp_path: Path) -> None:
    # A new field needs a migration that makes the trigger again.
    open_store(f"sqlite:///{tmp_path}/store.db").close()
    with closing(sqlite3.connect(tmp_path / "store.db")) as opened:
        [(sql,)] = opened.execute("SELECT sql FROM sqlite_master WHERE name = 'number_amended_revision'").fetchall()
    watched = sql.partition("UPDATE OF ")[2].partition(" ON ")[0].split(", ")
    assert {*watched, "id", "revision", "addresses"} == {field.name for field in dataclasses.fields(Article)}


def test_what_is_undone_or_already_there_is_no_change(store: Store) -> None:
    _save(store, _article(1, addresses=["http://a.example/1"]))
    before = _last(store)
    with store.transaction() as connection:
        addresses.record(connection, "portal/1", ["http://a.example/1"])
    with pytest.raises(ZeroDivisionError), store.transaction() as connection:
        articles.save(connection, _article(2))
        raise ZeroDivisionError
    assert _changed(store, before) == []


def test_a_corrected_reprint_is_a_change(store: Store) -> None:
    with store.transaction() as connection:
        similar.save(connection, _article(1, text=_TEXT, published_at="2026-02-02T08:00:00+08:00"))
    before = _last(store)
    with store.transaction() as connection:  # the original comes after its reprint
        similar.save(connection, _article(2, text=_TEXT, published_at="2026-02-01T08:00:00+08:00"))
    with store.reading() as connection:
        assert articles.latest(connection, ["portal/1"])["portal/1"].duplicate_of == "portal/2"
    assert _changed(store, before) == ["portal/1", "portal/2"]


def test_an_article_that_is_withdrawn_and_comes_back_changes_twice(store: Store) -> None:
    _save(store, _article(1), _article(2))
    pages = [PageRef(f"/p/{number}.html", f"http://a.example/p/{number}.html", "article", f"portal/{number}")
             for number in (1, 2)]  # fmt: skip
    mirror = PageRef("http://m.example/p/2.html", "http://m.example/p/2.html", "article", "portal/2")
    with store.transaction() as connection:
        ledger.add(connection, [*pages, mirror], 1, "leased")
        ledger.write(connection, "/p/1.html", {"state": "stored", "content_hash": "a"})
        ledger.write(connection, mirror.page, {"state": "stored", "content_hash": "a"})
    before = _last(store)

    def record(page: str, state: str) -> list[str]:
        nonlocal before
        with store.transaction() as connection:
            ledger.write(connection, page, {"state": state})
        changed, before = _changed(store, before), _last(store)
        return changed

    # A mirror's page, and a page of the site that never had the article, say nothing of it.
    assert record(mirror.page, "gone") == record("/p/2.html", "gone") == []
    assert record("/p/1.html", "gone") == ["portal/1"]
    assert record("/p/1.html", "leased") == record("/p/1.html", "gone") == []
    with store.reading() as connection:
        assert [row.article for row in connection.execute(changes.withdrawals.select())] == ["portal/1"]
    assert record("/p/1.html", "unchanged") == ["portal/1"]
    with store.reading() as connection:
        assert connection.execute(changes.withdrawals.select()).all() == []


def test_several_writers_of_postgresql_number_in_the_order_of_their_commits(postgresql_url: str) -> None:
    first, second = open_store(postgresql_url), open_store(postgresql_url)
    try:
        with first.transaction() as connection:
            articles.save(connection, _article(1))
            with second.transaction() as other:
                articles.save(other, _article(2))
            read = _last(second)
            assert _changed(second, 0) == ["portal/2"]
        assert _changed(second, read) == ["portal/1"]
    finally:
        _empty(first)
        first.close()
        second.close()


def test_a_reader_beside_many_writers_sees_each_change_once(postgresql_url: str) -> None:
    reader = open_store(postgresql_url)

    def write(start: int) -> None:
        store = open_store(postgresql_url)
        for number in range(start, start + 60, 3):
            _save(store, *(_article(number + more) for more in range(3)))
        store.close()

    writers = [threading.Thread(target=write, args=(start,)) for start in (1000, 2000, 3000, 4000)]
    seen: list[str] = []
    at = 0
    try:
        for writer in writers:
            writer.start()
        while True:
            is_over = not any(writer.is_alive() for writer in writers)
            with reader.reading() as connection:
                window = ChangeWindow(at, changes.last(connection))
                connection.rollback()
                seen += changes.articles_in(connection, window)
                connection.rollback()
            at = window.until
            if is_over:
                break
        assert len(seen) == len({*seen}) == 240
    finally:
        _empty(reader)
        reader.close()


def _empty(store: Store) -> None:
    with store.transaction() as connection:
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")


def test_a_cursor_is_of_one_store_and_not_newer_than_it(tmp_path: Path) -> None:
    one, other = (open_store(f"sqlite:///{tmp_path}/{name}.db") for name in ("one", "other"))
    _save(one, _article(1))
    with one.reading() as connection, other.reading() as empty:
        assert changes.window_since(connection, "0") == (0, 1)
        cursor = changes.cursor_at(connection, 1)
        assert changes.window_since(connection, cursor) == (1, 1)
        for store, wrong, expected in (
            (empty, cursor, "is of another store"),
            (connection, f"{cursor}0", "is newer than the store"),
            (connection, "1", "is no cursor"),
            (connection, "", "is no cursor"),
        ):
            with pytest.raises(WrongCursor, match=expected):
                changes.window_since(store, wrong)
    one.close()
    other.close()


def test_an_older_store_in_postgresql_is_numbered_and_goes_on(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        upgrade_to(connection, "0008")
        columns = "(id, revision, authors, images, credits, content_hash, series, number)"
        for number in (1, 2):
            values = f"('portal/{number}', 1, '[]', '[]', '[]', 'a', 'portal', {number})"
            connection.exec_driver_sql(f"INSERT INTO articles {columns} VALUES {values}")
        connection.commit()
    engine.dispose()
    store = open_store(postgresql_url)
    try:
        assert _last(store) == 2
        _save(store, _article(3))
        assert (_last(store), _changed(store, 2)) == (3, ["portal/3"])
        with store.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM current_articles").scalar() == 3
    finally:
        _empty(store)
        store.close()


@pytest.mark.parametrize("few", [0, 10_000])
def test_the_articles_of_a_window_are_chosen_in_their_order(
    store: Store, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "_FEW", few)
    _save(store, _article(10, channel="tiyu"), _article(9))
    before = _last(store)
    edited = dataclasses.replace(_article(9, kicker="新", revision_cause="edited"), revision=2)
    _save(store, _article(12), edited, _article(11, channel="tiyu"))
    window = ChangeWindow(before, _last(store))
    _save(store, _article(13))
    with store.reading() as connection:
        found = {
            (wanted.all_revisions, *wanted.channels): [
                (record["id"], record["revision"]) for record in selection.records(connection, wanted)
            ]
            for wanted in (
                ArticleFilter(changed=window),
                ArticleFilter(changed=window, all_revisions=True),
                ArticleFilter(changed=window, channels=("tiyu",)),
            )
        }
        assert selection.count(connection, ArticleFilter(changed=window)) == 3
    changed = [("portal/9", 2), ("portal/11", 1), ("portal/12", 1)]
    assert found == {(False,): changed, (True,): changed, (False, "tiyu"): [("portal/11", 1)]}


def test_an_older_store_is_numbered_with_the_same_triggers(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    make_older(path, "0008")
    columns = "(id, revision, authors, images, credits, content_hash, series, number, fetched_at)"
    with closing(sqlite3.connect(path)) as older:
        for number, revision, day in ((1, 1, 3), (2, 1, 1), (2, 2, 2)):
            moment = f"2026-01-0{day}T00:00:00Z"
            row = (f"portal/{number}", revision, "[]", "[]", "[]", "a", "portal", number, moment)
            older.execute(f"INSERT INTO articles {columns} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        for number, state in ((1, "gone"), (2, "stored")):
            page = (
                f"/p/{number}.html",
                "http://a.example",
                "article",
                f"portal/{number}",
                state,
                1,
                1,
                0,
                "a",
                "x",
                "y",
            )
            names = "(page, url, kind, article, state, run, found_in, attempts, content_hash, first_seen, last_fetched)"
            older.execute(f"INSERT INTO ledger {names} VALUES ({', '.join('?' * 11)})", page)
        older.commit()
    open_store(f"sqlite:///{path}").close()
    open_store(f"sqlite:///{tmp_path}/new.db").close()
    made = "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name"
    with closing(sqlite3.connect(path)) as upgraded, closing(sqlite3.connect(tmp_path / "new.db")) as new:
        numbered = upgraded.execute("SELECT article, revision FROM changes ORDER BY change").fetchall()
        assert numbered == [("portal/2", 1), ("portal/2", 2), ("portal/1", 1)]
        assert upgraded.execute("SELECT * FROM withdrawals").fetchall() == [("portal/1", "y")]
        assert upgraded.execute(made).fetchall() == new.execute(made).fetchall() != []
