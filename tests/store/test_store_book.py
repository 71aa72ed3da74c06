"""A run's book: what is asked for, what becomes of it, and what the next run makes of that; in both databases."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler

from zhanjiang.frontier import FoundPage
from zhanjiang.items import Article
from zhanjiang.store import Store, crawls, ledger
from zhanjiang.store.book import Book
from zhanjiang.store.ledger import LedgerRow
from zhanjiang.store.revisit import Revisit

_LONG_AGO = {"due": "2001-01-01T00:00:00Z", "last_fetched": "2000-01-01T00:00:00Z"}


def _book(store: Store, revisit: Revisit = "adaptive") -> Book:
    """Open the book of one more run."""
    with store.transaction() as connection:
        run = crawls.begin(connection, "articles", {}, {})
    return Book(store, run, revisit, StatsCollector(get_crawler()))


def _page(number: int, **told: Any) -> FoundPage:
    url = f"https://portal.example/p/{number}.html"
    return FoundPage(f"/p/{number}.html", url, "article", f"portal/{number}", **told)


def _listing(page: int) -> FoundPage:
    name = f"/shehui/index_{page}.html"
    return FoundPage(name, f"https://portal.example{name}", "listing", channel="shehui")


def _store(book: Book, number: int, published_at: str = "2022-05-31T10:00:00+08:00") -> None:
    """Take an article, and write that it was stored."""
    book.take([_page(number)])
    article = Article(id=f"portal/{number}", published_at=published_at, pages=1, revision=1, content_hash="a")
    with book.store.transaction() as connection:
        book.settle_article(connection, article, "stored")


def _row(store: Store, name: str) -> LedgerRow:
    with store.transaction() as connection:
        return ledger.rows_of(connection, [name])[name]


def _write(store: Store, name: str, **values: Any) -> None:
    with store.transaction() as connection:
        ledger.write(connection, name, values)


def _owed(book: Book) -> list[str]:
    return [page.page for page in book.owed((), None, None, with_listings=True)]


def test_a_page_is_taken_once_and_stands_in_the_ledger_at_once(store: Store) -> None:
    book = _book(store)
    assert list(book.take([_page(1), _page(2), _page(1)])) == ["/p/1.html", "/p/2.html"]
    assert book.take([_page(1)]) == {}
    assert (_row(store, "/p/1.html").state, _row(store, "/p/1.html").run) == ("leased", book.run)


def test_what_a_dead_run_had_in_hand_is_owed(store: Store) -> None:
    dead = _book(store)
    dead.take([_page(1), _listing(2)])
    _store(dead, 3)
    alive = _book(store)
    assert _owed(alive) == ["/shehui/index_2.html", "/p/1.html"]
    with store.transaction() as connection:
        assert [run.outcome for run in crawls.latest(connection, 2)] == [None, "killed"]


@pytest.mark.parametrize(
    ("revisit", "is_due", "expected"),
    [
        ("adaptive", False, []),
        ("adaptive", True, ["/p/1.html"]),
        ("never", True, []),
        ("all", False, ["/p/1.html"]),
    ],
)
def test_when_a_known_article_is_asked_for_again(
    store: Store, revisit: Revisit, is_due: bool, expected: list[str]
) -> None:
    _store(_book(store), 1)
    if is_due:
        _write(store, "/p/1.html", **_LONG_AGO)
    book = _book(store, revisit)
    assert _owed(book) == expected
    assert list(book.take([_page(1)])) == expected


def test_what_was_typed_is_asked_for_in_any_case(store: Store) -> None:
    _store(_book(store), 1)
    assert list(_book(store, "never").take([_page(1)], again={"/p/1.html"})) == ["/p/1.html"]


def test_a_failure_is_told_once_and_tried_again(store: Store) -> None:
    first = _book(store)
    first.take([_page(1)])
    first.settle("/p/1.html", "failed", "status 503")
    assert first.stats.get_value("ledger/newly_bad") == 1
    second = _book(store)
    assert _owed(second) == ["/p/1.html"]
    second.take([_page(1)])
    second.settle("/p/1.html", "failed", "status 502")
    assert second.stats.get_value("ledger/newly_bad") is None
    row = _row(store, "/p/1.html")
    assert (row.attempts, row.reason) == (2, "status 502")
    third = _book(store)
    _store(third, 1)
    assert (_row(store, "/p/1.html").attempts, _row(store, "/p/1.html").reason) == (0, None)


def test_a_page_in_quarantine_rests_unless_everything_is_asked_for(store: Store) -> None:
    first = _book(store)
    first.take([_page(1)])
    first.settle("/p/1.html", "quarantined", "no headline")
    assert _owed(_book(store)) == []
    everything = _book(store, "all")
    assert _owed(everything) == ["/p/1.html"]
    assert list(everything.take([_page(1)])) == ["/p/1.html"]


def test_a_page_without_an_outcome_is_told_at_the_end_of_a_run_that_finished(store: Store) -> None:
    stopped = _book(store)
    stopped.take([_page(1)])
    assert stopped.close(finished=False) == []
    assert _row(store, "/p/1.html").state == "queued"
    finished = _book(store)
    finished.take([_page(1)])
    assert finished.close(finished=True) == [_page(1)]
    assert _row(store, "/p/1.html").state == "failed"


def test_nothing_is_new_behind_what_was_known_when_the_listing_was_last_read_whole(store: Store) -> None:
    first = _book(store)
    first.take([_listing(1), _page(1), _page(2)])
    first.settle("/shehui/index_1.html", "read")
    first.close(finished=True)
    second = _book(store)
    assert second.holds_nothing_new("shehui", ["/p/1.html", "/p/2.html"], resumed=True)
    assert not second.holds_nothing_new("shehui", ["/p/1.html", "/p/3.html"], resumed=False)
    second.take([_page(3)])  # and then it is killed
    third = _book(store)
    # What a killed run found may have more behind it that no run has seen.
    assert not third.holds_nothing_new("shehui", ["/p/1.html", "/p/3.html"], resumed=False)
    assert not _book(store, "all").holds_nothing_new("shehui", ["/p/1.html"], resumed=False)


def test_a_listing_that_was_never_read_whole_goes_on_where_it_stopped(store: Store) -> None:
    first = _book(store)
    first.take([_listing(1), _page(1)])
    first.settle("/shehui/index_1.html", "read")
    first.put_back(_listing(2))  # older than the run was asked for
    first.close(finished=True)
    second = _book(store)
    assert "/shehui/index_2.html" in _owed(second)
    assert second.holds_nothing_new("shehui", ["/p/1.html"], resumed=False)  # from the front: all that is known
    assert not second.holds_nothing_new("shehui", ["/p/1.html"], resumed=True)  # where it stopped: to the end
    second.take([_listing(2)])
    second.settle("/shehui/index_2.html", "read")
    second.close(finished=True)
    assert _book(store).holds_nothing_new("shehui", ["/p/1.html"], resumed=True)


def test_limits_leave_out_what_is_known_to_lie_outside(store: Store) -> None:
    book = _book(store)
    book.put_off([_page(1, channel="shehui", published_at="2020-01-01"), _page(2, channel="jingji")])
    later = _book(store)
    assert [page.page for page in later.owed(("jingji",), None, None, with_listings=True)] == ["/p/2.html"]
    assert [page.page for page in later.owed((), "2021-01-01", None, with_listings=True)] == ["/p/2.html"]
    assert len([*later.owed((), None, "2021-01-01", with_listings=True)]) == 2


def test_intervals_follow_what_visits_find(store: Store) -> None:
    _store(_book(store), 1)
    first = _row(store, "/p/1.html").interval or 0
    again = _book(store, "all")
    again.take([_page(1)])
    again.settle("/p/1.html", "unchanged")
    assert (_row(store, "/p/1.html").interval or 0) > first
    gone = _book(store, "all")
    gone.take([_page(1)])
    gone.settle("/p/1.html", "gone")
    assert _row(store, "/p/1.html").state == "gone"
    with store.transaction() as connection:
        assert ledger.absent_numbers(connection) == []  # it was there once
