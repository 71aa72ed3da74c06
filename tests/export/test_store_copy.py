"""A store copied into one SQLite file: whole, or with some articles alone, from either database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.store.conftest import postgresql_url, store, store_url
from zhanjiang.addresses.page import PageRef
from zhanjiang.export.store_copy import copy_store
from zhanjiang.items import Article, Comment, Image, Person
from zhanjiang.processors.search_query import SearchQuery
from zhanjiang.store import Store, articles, comments, crawls, ledger, open_read_only, search
from zhanjiang.store.images import StoredImage
from zhanjiang.store.images import save as save_image
from zhanjiang.store.quarantine import QuarantinedPage, keep
from zhanjiang.store.schema import metadata
from zhanjiang.store.selection import ArticleFilter

__all__ = ["postgresql_url", "store", "store_url"]
_COUNTED = [name for name in metadata.tables if name != "outbox"]


@pytest.fixture
def filled(store: Store) -> Iterator[Store]:
    """Fill a store with three articles, one of them in two revisions, and with what belongs to them."""
    with store.transaction() as connection:
        run = crawls.begin(connection, "articles", {"full": "1"}, {})
        crawls.end(connection, run, "finished", 1.5, {"articles/new": 3})
        for number, channel in ((1, "shehui"), (2, "tiyu"), (3, "shehui")):
            articles.save(connection, _article(number, 1, channel))
            comments.save(connection, Comment(f"portal/{number}", "1", "甲", "好。", None, None, 2, "new", "2026"))
            page = PageRef(f"/p/{number}.html", f"http://a.example/p/{number}.html", "article", f"portal/{number}")
            ledger.add(connection, [page], run, "leased")
        articles.save(connection, _article(2, 2, "tiyu"))
        ledger.add(connection, [PageRef("/", "http://a.example/", "frontpage")], run, "leased")
        keep(connection, QuarantinedPage("http://a.example/x", "read", "r", None, b"\x00\xff", None))
        save_image(connection, StoredImage("http://img.example/1.jpg", "a/a.jpg", "a", 9, 3, 3, "2026"))
    yield store


def _article(number: int, revision: int, channel: str) -> Article:
    return Article(
        id=f"portal/{number}",
        addresses=[f"http://a.example/p/{number}.html"],
        headline=f"盐场第{number}次开晒",
        channel=channel,
        text="角尾盐场昨日开晒。",
        published_at="2022-05-31T10:00:00+08:00",
        authors=[Person("记者", "黎小满")],
        images=[Image("http://img.example/1.jpg", "盐田")],
        revision=revision,
        content_hash=str(revision),
        fetched_at="2026-01-01T00:00:00Z",
    )


def _counts(opened: Store) -> dict[str, int]:
    with opened.reading() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one()
            for name in _COUNTED
        }


def test_a_copy_has_every_row_and_answers_searches(filled: Store, tmp_path: Path) -> None:
    target = tmp_path / "made" / "copy.db"
    with filled.reading() as connection:
        assert copy_store(connection, ArticleFilter(), target) == 3
        before = [articles.revisions(connection, f"portal/{number}") for number in (1, 2, 3)]
    with closing(open_read_only(f"sqlite:///{target}")) as copy:
        assert _counts(copy) == _counts(filled)
        with copy.reading() as connection:
            assert [articles.revisions(connection, f"portal/{number}") for number in (1, 2, 3)] == before
            hits = search.find(connection, SearchQuery.parse("盐场"))
            assert {hit.id for hit in hits} == {"portal/1", "portal/2", "portal/3"}
            assert not search.is_incomplete(connection)
    assert [path.name for path in target.parent.iterdir()] == ["copy.db"]


def test_a_choice_takes_what_belongs_to_its_articles(filled: Store, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    with filled.reading() as connection:
        assert copy_store(connection, ArticleFilter(channels=("tiyu",)), target) == 1
    with closing(open_read_only(f"sqlite:///{target}")) as copy:
        counts = _counts(copy)
        with copy.reading() as connection:
            assert len(articles.revisions(connection, "portal/2")) == 2
    assert (counts["articles"], counts["comments"], counts["article_addresses"]) == (2, 1, 1)
    assert counts["ledger"] == 2 and counts["crawls"] == counts["quarantine"] == counts["images"] == 1


def test_an_earlier_copy_is_replaced(filled: Store, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_bytes(b"something else")
    with filled.reading() as connection:
        copy_store(connection, ArticleFilter(), target)
    with closing(open_read_only(f"sqlite:///{target}")) as copy:
        assert _counts(copy)["articles"] == 4
