"""The view ``current_articles`` has the latest revisions in columns, the same in both databases."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pandas
import pytest
from sqlalchemy import text

from zhanjiang.items import Article, Image, Person, PlaceInNewspaper
from zhanjiang.store import Store, articles, open_store

_PEOPLE = [
    Person("文", "温可"),
    Person(None, "林'小\"雨"),
    Person("图", "温可"),
    Person("记者", None),
    Person("图", "阿成"),
]
_CREDITS = [Person("責任編輯", "岑川"), Person("值班主任", "莫松"), Person("编辑", "周子琪"), Person(None, "无名")]
_ONE = Article(
    id="portal/7", url="https://a.example/p/7.html", kind="article", headline="赤坎老街\n亮灯", authors=_PEOPLE,
    published_at="2026-03-01T08:30:00+08:00", credits=_CREDITS, text="一。\n\n二。", revision=1, content_hash="a",
    images=[Image("u", "灯下\n老街"), Image("v"), Image("w", "茶楼")], comment_count=0,
    fetched_at="2026-03-01T02:00:00Z",
)  # fmt: skip
_PAPER = Article(
    id="zjwb/2018-07-16/9", headline="渔港夜市", revision=1, content_hash="a",
    newspaper_page=PlaceInNewspaper("A02", "本地", [[1.5, 2.0]]),
)  # fmt: skip


def _rows(store: Store) -> list[dict[str, object]]:
    with store.transaction() as connection:
        articles.save(connection, _ONE)
        articles.save(connection, Article(id="portal/8", headline="旧", revision=1, content_hash="a"))
        articles.save(connection, Article(id="portal/8", headline="新", revision=2, content_hash="b"))
        articles.save(connection, _PAPER)
    with store.reading() as connection:
        query = text("SELECT * FROM current_articles ORDER BY id")
        return [dict(row) for row in connection.execute(query).mappings()]


def test_people_and_captions_are_columns_that_a_person_reads(store: Store) -> None:
    one, other, paper = _rows(store)
    assert one["authors"] == "温可；林'小\"雨；阿成"
    assert one["editors"] == "岑川；周子琪"
    assert one["credits"] == "責任編輯 岑川；值班主任 莫松；编辑 周子琪；无名"
    assert (one["captions"], one["pictures"]) == ("灯下\n老街\n茶楼", 3)
    assert (one["day"], one["headline"], one["text"], one["comment_count"]) == (
        "2026-03-01",
        _ONE.headline,
        _ONE.text,
        0,
    )
    assert (one["paper"], one["page_number"], one["page_name"], one["withdrawn_at"]) == (None, None, None, None)
    assert (other["headline"], other["revision"], other["authors"], other["pictures"]) == ("新", 2, None, 0)
    assert (paper["paper"], paper["day"], paper["page_number"], paper["page_name"]) == (
        "zjwb", "2018-07-16", "A02", "本地",
    )  # fmt: skip


def test_pandas_reads_it_by_the_driver_alone(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    rows = _rows(store)
    store.close()
    with closing(sqlite3.connect(f"file:{tmp_path}/store.db?mode=ro", uri=True)) as connection:
        frame = pandas.read_sql("SELECT * FROM current_articles ORDER BY id", connection)
    assert [*frame["id"]] == ["portal/7", "portal/8", "zjwb/2018-07-16/9"]
    assert [*frame.columns] == [*rows[0]]


@pytest.mark.parametrize("name", ["id", "url", "day", "channel", "authors", "editors", "captions", "page_number"])
def test_its_columns_are_documented(name: str) -> None:
    guide = (Path(__file__).parents[2] / "docs/notebooks.md").read_text("utf-8")
    assert f"`{name}`" in guide
