"""What came in some days: new articles, edits, withdrawals, each in its order, in both databases."""

from __future__ import annotations

import dataclasses

from zhanjiang.items import Article
from zhanjiang.store import Store, articles, changes, news


def test_a_withdrawal_stays_news_of_its_day_once_the_article_is_back(store: Store) -> None:
    with store.transaction() as connection:
        for number in (1, 2):
            article = Article(id=f"portal/{number}", revision=1, content_hash="a", fetched_at="2026-03-01T02:00:00Z")
            articles.save(connection, article)
            row = {"article": article.id, "withdrawn_at": f"2026-03-0{number + 1}T03:00:00Z"}
            connection.execute(changes.withdrawals.insert(), row)
        connection.execute(changes.withdrawals.delete().where(changes.withdrawals.c.article == "portal/1"))

    def found(first: str, end: str) -> list[tuple[str, str]]:
        with store.reading() as connection:
            return [(row.what, row.id) for row in news.between(connection, first, end)]

    assert found("2026-03-02", "2026-03-03") == [("withdrawn", "portal/1")]
    assert found("2026-03-02", "2026-03-04") == [("withdrawn", "portal/1"), ("withdrawn", "portal/2")]
    assert found("2026-03-05", "9999") == [("restored", "portal/1")]


def test_rows_of_a_time_by_what_happened(store: Store) -> None:
    one = Article(id="portal/1", channel="tiyu", revision=1, content_hash="a", fetched_at="2026-03-01T02:00:00Z")
    edited = dataclasses.replace(one, revision=2, revision_cause="edited", fetched_at="2026-03-02T02:00:00+00:00")
    reread = dataclasses.replace(edited, revision=3, revision_cause="reparsed")
    others = [dataclasses.replace(one, id=f"portal/{number}", channel=None) for number in (3, 2)]
    with store.transaction() as connection:
        for article in (one, edited, reread, *others):
            articles.save(connection, article)
        connection.execute(
            changes.withdrawals.insert(), {"article": "portal/1", "withdrawn_at": "2026-03-02T03:00:00Z"}
        )

    def found(first: str, end: str, *channels: str) -> list[tuple[str, str, int]]:
        with store.reading() as connection:
            return [(row.what, row.id, row.revision) for row in news.between(connection, first, end, channels)]

    assert found("2026-03-01T02:00:00Z", "2026-03-02T00:00:00Z") == [
        ("new", "portal/1", 1), ("new", "portal/2", 1), ("new", "portal/3", 1),
    ]  # fmt: skip
    assert found("2026-03-01T02:00:01Z", "2027") == [("edited", "portal/1", 2), ("withdrawn", "portal/1", 3)]
    assert found("2026", "2027", "tiyu")[0] == ("new", "portal/1", 1)
    assert found("2026", "2027", "shehui") == []
