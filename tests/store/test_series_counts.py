"""What is stored of the newspapers, and what is newest of the portal, in both databases."""

from __future__ import annotations

from zhanjiang.items import Article
from zhanjiang.store import Store, articles, series_counts
from zhanjiang.store.series_counts import Newest, OfPaper


def _save(store: Store, *ids: str, published_at: str | None = "2024-05-01", revision: int = 1) -> None:
    with store.transaction() as connection:
        for id in ids:
            fetched = "2024-05-02T00:00:00Z"
            article = Article(id=id, published_at=published_at, fetched_at=fetched, revision=revision, content_hash="a")
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


def test_the_newest_of_the_portal_by_number(store: Store) -> None:
    with store.reading() as connection:
        assert series_counts.newest(connection) == [] and series_counts.by_paper(connection) == {}
    _save(store, "portal/9", published_at=None)
    _save(store, "portal/8", "zjrb/2024-05-03/99")
    _save(store, *(f"portal/{number}" for number in range(100, 300)), published_at="2024-06-01")
    with store.reading() as connection:
        newest = series_counts.newest(connection)
    assert len(newest) == 100 and set(newest) == {Newest("2024-06-01", "2024-05-02T00:00:00Z")}
