"""What is stored of the newspapers, and what is newest of the portal, in both databases."""

from __future__ import annotations

from collections import Counter

from zhanjiang.items import Article
from zhanjiang.store import Store, articles, series_counts
from zhanjiang.store.series_counts import OfPaper


def _save(
    store: Store, *ids: str, published_at: str | None = "2024-05-01", revision: int = 1, channel: str | None = None
) -> None:
    with store.transaction() as connection:
        for id in ids:
            fetched = "2024-05-02T00:00:00Z"
            article = Article(id=id, published_at=published_at, fetched_at=fetched, revision=revision, channel=channel)
            article.content_hash = "a"
            articles.save(connection, article)


def test_newspapers_by_paper(store: Store) -> None:
    _save(store, "portal/7", "zjrb/2018-07-17/1", "zjrb/2018-07-18/2", "zjrb/2024-02-01/61646_330886")
    _save(store, "zjwb/2019-01-02/9", "home/2016-07/1460596")
    _save(store, "zjrb/2018-07-17/1", revision=2)
    with store.reading() as connection:
        assert series_counts.by_paper(connection) == {
            "zjrb": OfPaper(3, "2018-07-17", "2024-02-01"),
            "zjwb": OfPaper(1, "2019-01-02", "2019-01-02"),
            "home": OfPaper(1, "2016-07", "2016-07"),
        }


def test_the_newest_of_the_portal_by_date_whatever_the_numbers(store: Store) -> None:
    with store.reading() as connection:
        assert series_counts.newest(connection, "2024") == [] and series_counts.by_paper(connection) == {}
    _save(store, *(f"portal/{number}" for number in range(300, 450)), published_at=None)
    _save(store, "portal/8", published_at="2024-06-01T08:00:00+08:00", channel="tiyu")
    _save(store, "portal/7", published_at="2024-06-03T08:00:00+08:00", channel="tiyu")
    _save(store, "portal/6", published_at="2024-06-02")
    _save(store, "zjrb/2024-06-02/99", published_at="2024-06-02")
    _save(store, *(f"portal/{number}" for number in range(100, 250)), published_at="2012-06-01", channel="shehui")
    with store.reading() as connection:
        newest = series_counts.newest(connection, "2024-06-02T12:00:00+08:00")
    days = Counter(one.published_at[:10] for one in newest)
    assert days == {"2024-06-01": 1, "2024-06-02": 1, "2012-06-01": 100}
    assert {one.fetched_at for one in newest} == {"2024-05-02T00:00:00Z"}
