"""Articles chosen for an export: each choice alone and together, the same in both databases."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from zhanjiang.addresses.article_id import ArticleIds
from zhanjiang.export.rows import plain
from zhanjiang.items import Article, Image, Person, PlaceInNewspaper, RepairReport
from zhanjiang.store import Store, addresses, articles, open_store, selection
from zhanjiang.store.selection import ArticleFilter


def _article(id_: str, published_at: str | None = None, **fields: object) -> Article:
    made_up = Article(id=id_, headline=id_, kind="article", revision=1, content_hash="0", published_at=published_at)
    return dataclasses.replace(made_up, **fields)


@pytest.fixture
def filled(store: Store) -> Store:
    """Fill a store with five articles, one of them in two revisions."""
    stored = [
        _article("portal/10", "2022-05-10T08:00:00+08:00", channel="tiyu", source="湛江日报"),
        _article("portal/9", "2022-05-09T23:59:00+08:00", authors=[Person("文", "温可"), Person(None, '李"明%')]),
        _article("portal/2", "2022-05-02T08:00:00+08:00", channel="shehui", text="旧"),
        _article("portal/2", "2022-05-03T08:00:00+08:00", channel="shizheng", revision=2, text="新"),
        _article("zjwb/2022-05-04/7", "2022-05-04", newspaper_page=PlaceInNewspaper("A02")),
        _article("portal/11", kind="link", images=[Image("https://img.example/1.jpg")], repair=RepairReport(3)),
    ]
    with store.transaction() as connection:
        for article in stored:
            articles.save(connection, article)
        addresses.record(connection, "portal/9", ["http://b.example/9"])
        addresses.record(connection, "portal/9", ["http://a.example/9"])
        connection.execute(text("UPDATE article_addresses SET first_seen = address"))
    return store


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (ArticleFilter(), ["portal/2", "portal/9", "portal/10", "portal/11", "zjwb/2022-05-04/7"]),
        (ArticleFilter(since="2022-05-09"), ["portal/9", "portal/10"]),
        (ArticleFilter(since="2022-05-03", until="2022-05-09"), ["portal/2", "portal/9", "zjwb/2022-05-04/7"]),
        (ArticleFilter(channels=("tiyu", "shizheng")), ["portal/2", "portal/10"]),
        (ArticleFilter(channels=("shehui",)), []),
        (ArticleFilter(channels=("shehui", "shizheng"), all_revisions=True), ["portal/2", "portal/2"]),
        (ArticleFilter(sources=("湛江日报",)), ["portal/10"]),
        (ArticleFilter(authors=("温可",)), ["portal/9"]),
        (ArticleFilter(authors=('李"明%',)), ["portal/9"]),
        (ArticleFilter(authors=("温", "文", '李"明')), []),
        (ArticleFilter(kinds=("link",)), ["portal/11"]),
        (ArticleFilter(papers=("zjwb",)), ["zjwb/2022-05-04/7"]),
        (ArticleFilter(ids=ArticleIds.parse("3-10,zjwb/2022-05-04/7")), ["portal/9", "portal/10", "zjwb/2022-05-04/7"]),
        (ArticleFilter(since="2022-05-09", channels=("tiyu",)), ["portal/10"]),
    ],
)
def test_each_choice(filled: Store, wanted: ArticleFilter, ids: list[str]) -> None:
    with filled.reading() as connection:
        assert [record["id"] for record in selection.records(connection, wanted)] == ids
        assert selection.count(connection, wanted) == len(ids)
        assert selection.has_any(connection, wanted) == bool(ids)


def test_a_record_is_the_article(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "_CHUNK", 2)
    with filled.reading() as connection:
        records = [*selection.records(connection, ArticleFilter())]
        assert records == [plain(article) for article in articles.current(connection)]
        assert [*records[0]] == [field.name for field in dataclasses.fields(Article)]
        both = [*selection.records(connection, ArticleFilter(all_revisions=True))]
    assert records[1]["addresses"] == ["http://a.example/9", "http://b.example/9"]
    assert [(record["id"], record["revision"]) for record in both[:3]] == [
        ("portal/2", 1),
        ("portal/2", 2),
        ("portal/9", 1),
    ]
    assert len(both) == 6


def test_what_older_versions_stored_has_all_its_parts(filled: Store) -> None:
    with filled.transaction() as connection:
        older = {"images": '[{"url":"https://img.example/1.jpg","caption":null,"path":null}]'}
        older["newspaper_page"] = '{"number":"A02","name":"本地"}'
        for column, value in older.items():
            connection.execute(text(f"UPDATE articles SET {column} = :value WHERE id = 'portal/11'"), {"value": value})
    with filled.reading() as connection:
        wanted = ArticleFilter(kinds=("link",))
        [record] = selection.records(connection, wanted)
        [article] = [one for one in articles.current(connection) if one.id == "portal/11"]
    assert record == plain(article)
    assert record["images"][0].keys() == {"url", "caption", "path", "sha256"}


def test_the_newest_come_first_and_those_without_a_date_last(filled: Store) -> None:
    with filled.reading() as connection:
        newest = selection.newest(connection, ArticleFilter(), 10)
        assert [record["id"] for record in newest] == [
            *("portal/10", "portal/9", "zjwb/2022-05-04/7", "portal/2", "portal/11"),
        ]
        assert selection.newest(connection, ArticleFilter(), 2) == newest[:2]
        assert selection.newest(connection, ArticleFilter(channels=("none",)), 2) == []


def test_what_there_is(filled: Store) -> None:
    with filled.reading() as connection:
        assert selection.known_values(connection, "channel") == ["shehui", "shizheng", "tiyu"]
        assert selection.known_values(connection, "authors") == ['李"明%', "温可"]
        assert selection.days(connection) == ("2022-05-02", "2022-05-10")
        assert selection.stored_ids(connection, ["portal/2", "portal/3"]) == {"portal/2"}


@pytest.mark.parametrize("all_revisions", [False, True])
def test_a_page_begins_where_the_last_one_ended_and_nothing_is_sorted_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, all_revisions: bool
) -> None:
    monkeypatch.setattr(selection, "_CHUNK", 1)
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    asked: list[tuple[str, Any]] = []
    with store.transaction() as connection:
        for number in (1, 2):
            articles.save(connection, _article(f"portal/{number}", channel="tiyu"))
    with store.reading() as connection:
        event.listen(connection, "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))
        wanted = ArticleFilter(channels=("tiyu",), all_revisions=all_revisions)
        assert len([*selection.records(connection, wanted)]) == 2
        pages = [(query, values) for query, values in asked if " > (" in query]
        assert len(pages) == 2
        for query, values in pages:
            plan = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)]
            assert plan[0].startswith("SEARCH articles USING ") and "ix_articles_latest_number" in plan[0]
            assert "(series,number,id)>" in plan[0] and not plan[-1].startswith("USE TEMP B-TREE")
    store.close()
