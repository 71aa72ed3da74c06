"""The frontier of a worker: pages are announced, taken, given back and recorded; in both databases."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import pytest
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler
from sqlalchemy import Connection, select, update

from zhanjiang.addresses.page import PageRef
from zhanjiang.crawl.fleet_frontier import FleetFrontier
from zhanjiang.items import Article
from zhanjiang.store import Store, addresses, ledger, listings, workers
from zhanjiang.store.crawls import crawls

_LONG_AGO = {"due": "2001-01-01T00:00:00Z", "last_fetched": "2000-01-01T00:00:00Z"}


def _join(store: Store) -> FleetFrontier:
    with store.transaction() as connection:
        run, fleet = workers.join(connection, "articles", {}, {}, 60)
    return FleetFrontier(store, run, fleet, "adaptive", StatsCollector(get_crawler()))


def _page(number: int) -> PageRef:
    return PageRef(f"/p/{number}.html", f"https://portal.example/p/{number}.html", "article", f"portal/{number}")


def _listing(page: int) -> PageRef:
    name = f"/shehui/index_{page}.html"
    return PageRef(name, f"https://portal.example{name}", "listing", channel="shehui")


def _announce(frontier: FleetFrontier, *pages: PageRef, **more: Any) -> list[str]:
    return [one.page for one in frontier.announce({page: {"priority": 1} for page in pages}, **more)]


def _take(frontier: FleetFrontier, *pages: PageRef) -> list[str]:
    return [leased.page.page for leased, _ in frontier.take([page.page for page in pages])]


def _state(store: Store, page: PageRef) -> str:
    with store.transaction() as connection:
        return ledger.rows_of(connection, [page.page])[page.page].state


def _store(frontier: FleetFrontier, number: int) -> None:
    article = Article(id=f"portal/{number}", pages=1, revision=1, content_hash="a")
    with frontier.store.transaction() as connection:
        frontier.record_article(connection, article, "stored")


def test_workers_share_what_either_finds_and_nothing_is_wanted_twice(store: Store) -> None:
    one, other = _join(store), _join(store)
    assert _announce(one, _page(1), _page(2)) == ["/p/1.html", "/p/2.html"]
    assert _announce(other, _page(1), _listing(2)) == ["/shehui/index_2.html"]
    assert _take(other, _page(1), _listing(2)) == ["/p/1.html", "/shehui/index_2.html"]
    assert _take(one, _page(1), _page(2)) == ["/p/2.html"]
    assert (one.number_leased, other.number_leased) == (1, 2)
    other.record("/shehui/index_2.html", "read")
    _store(other, 1)
    assert _state(store, _page(1)) == "stored"
    assert _announce(one, _page(1), _listing(2), force=["/p/1.html"]) == [], "not even a listing is read twice"
    assert one.was_read("/shehui/index_2.html") and not one.was_read("/")
    assert one.is_stored_by_fleet("portal/1", None) and not one.is_stored_by_fleet("portal/1", "mirror.example")
    assert not one.is_over()
    _store(one, 2)
    assert one.is_over()


def test_a_message_says_what_state_a_page_was_in(store: Store) -> None:
    first = _join(store)
    _announce(first, _page(1))
    _take(first, _page(1))
    _store(first, 1)
    first.close(finished=True)
    with store.transaction() as connection:
        ledger.write(connection, "/p/1.html", _LONG_AGO)
    again = _join(store)
    assert again.fleet != first.fleet
    assert _announce(again, _page(1)) == ["/p/1.html"]
    [(leased, message)] = again.take(["/p/1.html"])
    assert leased.row and leased.row.pages == 1
    assert message == {"priority": 1, "was": "stored"}


def test_what_was_given_back_is_another_workers_and_a_late_outcome_counts_for_nothing(store: Store) -> None:
    late, other = _join(store), _join(store)
    _announce(late, _page(1))
    _take(late, _page(1))
    with store.transaction() as connection:
        connection.execute(update(ledger.ledger).values(owner=None))  # as a sweep does
    assert _take(other, _page(1)) == ["/p/1.html"]
    late.record("/p/1.html", "gone")
    assert _state(store, _page(1)) == "leased"
    assert late.stats.get_value("fleet/lost_leases") == 1
    other.give_all_back()
    assert other.number_leased == 0
    assert [one.page for one in late.waiting(5)] == ["/p/1.html"]


def test_an_article_that_two_store_at_once_is_read_again(store: Store) -> None:
    frontier = _join(store)
    _announce(frontier, _page(1))
    assert not frontier.give_back(Article(id="portal/1"))
    _take(frontier, _page(1))
    assert frontier.give_back(Article(id="portal/1"))
    assert _take(frontier, _page(1)) == ["/p/1.html"]


@pytest.mark.parametrize("way", ["unit", "transaction"])
def test_what_comes_just_after_a_lost_connection_is_requested_again_by_whoever_is_first(
    store: Store, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    frontier = _join(store)
    _announce(frontier, _page(1))
    _take(frontier, _page(1))
    begin = getattr(store, way)

    def reconnect() -> AbstractContextManager[Connection]:
        """Begin as a store does whose connection was lost: it gives all back first."""
        monkeypatch.setattr(store, way, begin)
        frontier.give_all_back()
        begun: AbstractContextManager[Connection] = begin()
        return begun

    monkeypatch.setattr(store, way, reconnect)
    if way == "unit":
        frontier.record("/p/1.html", "gone")
    else:
        assert not frontier.give_back(Article(id="portal/1"))
    assert frontier.number_leased == 0
    assert _take(_join(store), _page(1)) == ["/p/1.html"]


def test_the_last_to_leave_notes_complete_listings_and_leaves_the_rest_to_a_later_run(store: Store) -> None:
    one, other = _join(store), _join(store)
    _announce(one, _listing(1), _page(1), _page(2))
    _take(one, _listing(1), _page(1))
    one.record("/shehui/index_1.html", "read")
    one.close(finished=False)
    with store.transaction() as connection:
        assert listings.completed(connection) == {}
    assert {page.page for page in other.waiting(5)} == {"/p/1.html", "/p/2.html"} and not other.is_over()
    other.close(finished=False)
    with store.transaction() as connection:
        assert listings.completed(connection) == {"shehui": other.run}
        outcomes = connection.execute(select(crawls.c.outcome)).scalars().all()
    assert (_state(store, _page(1)), _state(store, _page(2))) == ("queued", "queued")
    assert outcomes == ["shutdown", "shutdown"]
    following = _join(store)
    assert [page.page for page in following.owed((), None, None, with_listings=True)] == ["/p/1.html", "/p/2.html"]


def test_what_a_worker_leaves_to_a_later_run_no_other_worker_takes_up(store: Store) -> None:
    one, other = _join(store), _join(store)
    one.defer([_page(1)])
    one.requeue(_listing(3))
    _announce(one, _page(2))
    [(leased, _)] = one.take(["/p/2.html"])
    one.abandon(leased)
    assert [*other.owed((), None, None, with_listings=True)] == []
    assert [_state(store, page) for page in (_page(1), _listing(3), _page(2))] == ["queued"] * 3
    assert other.is_over()


def test_a_further_address_of_an_article_that_the_fleet_requests_is_recorded(store: Store) -> None:
    one, other = _join(store), _join(store)
    _announce(one, _page(1))
    mobile = "https://m.portal.example/p/1.html"
    assert other.announce({_page(1): {"priority": 1, "addresses": [mobile]}}) == []
    _take(one, _page(1))
    assert one.announce({_page(1): {"priority": 1, "addresses": [f"{mobile}?from=list"]}}) == []
    with store.reading() as connection:
        assert set(addresses.of_articles(connection, ["portal/1"])["portal/1"]) == {mobile, f"{mobile}?from=list"}
