"""A run's frontier: what is asked for, what becomes of it, and what the next run makes of that; in both databases."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler

from zhanjiang.addresses.page import PageRef
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.items import Article, Revisit
from zhanjiang.store import Store, crawls, ledger, ledger_counts
from zhanjiang.store.ledger import LedgerRow

_LONG_AGO = {"due": "2001-01-01T00:00:00Z", "last_fetched": "2000-01-01T00:00:00Z"}


def _frontier(store: Store, revisit: Revisit = "adaptive") -> RunFrontier:
    """Open the book of one more run."""
    with store.transaction() as connection:
        run = crawls.begin(connection, "articles", {}, {})
    return RunFrontier(store, run, revisit, StatsCollector(get_crawler()))


def _page(number: int, **told: Any) -> PageRef:
    url = f"https://portal.example/p/{number}.html"
    return PageRef(f"/p/{number}.html", url, "article", f"portal/{number}", **told)


def _listing(page: int) -> PageRef:
    name = f"/shehui/index_{page}.html"
    return PageRef(name, f"https://portal.example{name}", "listing", channel="shehui")


def _store(frontier: RunFrontier, number: int, published_at: str = "2022-05-31T10:00:00+08:00") -> None:
    """Take an article, and write that it was stored."""
    frontier.lease([_page(number)])
    article = Article(id=f"portal/{number}", published_at=published_at, pages=1, revision=1, content_hash="a")
    with frontier.store.transaction() as connection:
        frontier.record_article(connection, article, "stored")


def _row(store: Store, name: str) -> LedgerRow:
    with store.transaction() as connection:
        return ledger.rows_of(connection, [name])[name]


def _write(store: Store, name: str, **values: Any) -> None:
    with store.transaction() as connection:
        ledger.write(connection, name, values)


def _owed(frontier: RunFrontier) -> list[str]:
    return [page.page for page in frontier.owed((), None, None, with_listings=True)]


def test_a_page_is_taken_once_and_stands_in_the_ledger_at_once(store: Store) -> None:
    frontier = _frontier(store)
    assert list(frontier.lease([_page(1), _page(2), _page(1)])) == ["/p/1.html", "/p/2.html"]
    assert frontier.lease([_page(1)]) == {}
    assert (_row(store, "/p/1.html").state, _row(store, "/p/1.html").run) == ("leased", frontier.run)


def test_what_a_dead_run_had_in_hand_is_owed(store: Store) -> None:
    dead = _frontier(store)
    dead.lease([_page(1), _listing(2)])
    _store(dead, 3)
    alive = _frontier(store)
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
    _store(_frontier(store), 1)
    if is_due:
        _write(store, "/p/1.html", **_LONG_AGO)
    frontier = _frontier(store, revisit)
    assert _owed(frontier) == expected
    assert list(frontier.lease([_page(1)])) == expected


def test_what_was_typed_is_asked_for_in_any_case(store: Store) -> None:
    _store(_frontier(store), 1)
    assert list(_frontier(store, "never").lease([_page(1)], force={"/p/1.html"})) == ["/p/1.html"]


def test_a_failure_is_told_once_and_tried_again(store: Store) -> None:
    first = _frontier(store)
    first.lease([_page(1)])
    first.record("/p/1.html", "failed", "status 503")
    assert first.stats.get_value("ledger/newly_bad") == 1
    second = _frontier(store)
    assert _owed(second) == ["/p/1.html"]
    second.lease([_page(1)])
    second.record("/p/1.html", "failed", "status 502")
    assert second.stats.get_value("ledger/newly_bad") is None
    row = _row(store, "/p/1.html")
    assert (row.attempts, row.reason) == (2, "status 502")
    third = _frontier(store)
    _store(third, 1)
    assert (_row(store, "/p/1.html").attempts, _row(store, "/p/1.html").reason) == (0, None)


def test_a_page_in_quarantine_rests_unless_everything_is_asked_for(store: Store) -> None:
    first = _frontier(store)
    first.lease([_page(1)])
    first.record("/p/1.html", "quarantined", "no headline")
    assert _owed(_frontier(store)) == []
    everything = _frontier(store, "all")
    assert _owed(everything) == ["/p/1.html"]
    assert list(everything.lease([_page(1)])) == ["/p/1.html"]


def test_a_page_without_an_outcome_is_told_at_the_end_of_a_run_that_finished(store: Store) -> None:
    stopped = _frontier(store)
    stopped.lease([_page(1)])
    assert stopped.close(finished=False) == []
    assert _row(store, "/p/1.html").state == "queued"
    finished = _frontier(store)
    finished.lease([_page(1)])
    assert finished.close(finished=True) == [_page(1)]
    assert _row(store, "/p/1.html").state == "failed"


def test_nothing_is_new_behind_what_was_known_when_the_listing_was_last_read_whole(store: Store) -> None:
    first = _frontier(store)
    first.lease([_listing(1), _page(1), _page(2)])
    first.record("/shehui/index_1.html", "read")
    first.close(finished=True)
    second = _frontier(store)
    assert second.has_nothing_new("shehui", ["/p/1.html", "/p/2.html"], resumed=True)
    assert not second.has_nothing_new("shehui", ["/p/1.html", "/p/3.html"], resumed=False)
    second.lease([_page(3)])  # and then it is killed
    third = _frontier(store)
    # What a killed run found may have more behind it that no run has seen.
    assert not third.has_nothing_new("shehui", ["/p/1.html", "/p/3.html"], resumed=False)
    assert not _frontier(store, "all").has_nothing_new("shehui", ["/p/1.html"], resumed=False)


def test_a_listing_that_was_never_read_whole_goes_on_where_it_stopped(store: Store) -> None:
    first = _frontier(store)
    first.lease([_listing(1), _page(1)])
    first.record("/shehui/index_1.html", "read")
    first.requeue(_listing(2))  # older than the run was asked for
    first.close(finished=True)
    second = _frontier(store)
    assert "/shehui/index_2.html" in _owed(second)
    assert second.has_nothing_new("shehui", ["/p/1.html"], resumed=False)  # from the front: all that is known
    assert not second.has_nothing_new("shehui", ["/p/1.html"], resumed=True)  # where it stopped: to the end
    second.lease([_listing(2)])
    second.record("/shehui/index_2.html", "read")
    second.close(finished=True)
    assert _frontier(store).has_nothing_new("shehui", ["/p/1.html"], resumed=True)


def test_limits_leave_out_what_is_known_to_lie_outside(store: Store) -> None:
    frontier = _frontier(store)
    frontier.defer([_page(1, channel="shehui", published_at="2020-01-01"), _page(2, channel="jingji")])
    later = _frontier(store)
    assert [page.page for page in later.owed(("jingji",), None, None, with_listings=True)] == ["/p/2.html"]
    assert [page.page for page in later.owed((), "2021-01-01", None, with_listings=True)] == ["/p/2.html"]
    assert len([*later.owed((), None, "2021-01-01", with_listings=True)]) == 2


def test_intervals_follow_what_visits_find(store: Store) -> None:
    _store(_frontier(store), 1)
    first = _row(store, "/p/1.html").interval or 0
    again = _frontier(store, "all")
    again.lease([_page(1)])
    again.record("/p/1.html", "unchanged")
    assert (_row(store, "/p/1.html").interval or 0) > first
    gone = _frontier(store, "all")
    gone.lease([_page(1)])
    gone.record("/p/1.html", "gone")
    assert _row(store, "/p/1.html").state == "gone"
    with store.transaction() as connection:
        assert ledger_counts.absent_numbers(connection) == {}  # it was there once


def test_the_last_good_outcome_of_an_article_is_known_while_its_page_is_leased(store: Store) -> None:
    _store(_frontier(store), 1)
    _write(store, "/p/1.html", **_LONG_AGO)
    frontier = _frontier(store)
    assert frontier.last_outcome("portal/1") is None
    frontier.lease([_page(1), _page(2)])
    assert frontier.last_outcome("portal/1") == "2000-01-01T00:00:00Z"
    assert frontier.last_outcome("portal/2") is None
    frontier.record("/p/1.html", "quarantined", "a mistake")
    _write(store, "/p/1.html", due="2001-01-01T00:00:00Z")
    after_failure = _frontier(store)
    after_failure.lease([_page(1)])
    assert after_failure.last_outcome("portal/1") is None
