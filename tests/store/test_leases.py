"""The leases of a fleet: a page is announced once, has one owner, and outlives it; in both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier
from typing import Any

from sqlalchemy import text, update

from zhanjiang.addresses.page import PageRef
from zhanjiang.store import Store, leases, ledger, open_store, workers
from zhanjiang.store.crawls import crawls
from zhanjiang.store.leases import WaitingPages

_MESSAGE = {"read": "article", "priority": 50}


def _page(number: int) -> PageRef:
    return PageRef(f"/p/{number}.html", f"https://portal.example/p/{number}.html", "article", f"portal/{number}")


def _join(store: Store, seconds: float = 60) -> tuple[int, int]:
    with store.transaction() as connection:
        return workers.join(connection, "articles", {}, {}, seconds)


def _announce(store: Store, run: int, fleet: int, *numbers: int) -> list[str]:
    pages = [(_page(number), _MESSAGE) for number in numbers]
    with store.transaction() as connection:
        return [one.page for one in leases.announce(connection, pages, run, fleet)]


def _take(store: Store, run: int, fleet: int, *numbers: int) -> list[str]:
    with store.transaction() as connection:
        taken = leases.take(connection, [_page(number).page for number in numbers], run, fleet)
    assert all(message == _MESSAGE for _, message in taken)
    return [row.page.page for row, _ in taken]


def _write(store: Store, run: int, number: int, **values: Any) -> bool:
    with store.transaction() as connection:
        return leases.write(connection, _page(number).page, run, {"state": "stored", **values})


def _waiting(store: Store, fleet: int) -> list[str]:
    with store.transaction() as connection:
        return [one.page for one in leases.waiting(connection, fleet, 10)]


def _die(store: Store, run: int) -> None:
    """Let the connection of a worker end, as its process does, and its heart have stopped."""
    with store.transaction() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_unlock(:locks, :run)"), {"locks": 0x7A6A, "run": run})
        connection.execute(update(crawls).where(crawls.c.id == run).values(alive_until="2001-01-01T00:00:00.000000Z"))


def test_a_page_is_announced_once_and_has_one_owner(store: Store) -> None:
    (one, fleet), (other, same) = _join(store), _join(store)
    assert same == fleet == one != other
    assert _announce(store, one, fleet, 2, 1) == ["/p/1.html", "/p/2.html"]
    assert _announce(store, other, fleet, 2, 3) == ["/p/3.html"]
    assert _take(store, one, fleet, 1, 2) == ["/p/1.html", "/p/2.html"]
    assert _take(store, other, fleet, 1, 2, 3, 4) == ["/p/3.html"]
    assert not _write(store, other, 1)
    assert _write(store, one, 1)
    assert not _write(store, one, 1), "an outcome is recorded once"
    assert _announce(store, other, fleet, 1) == [], "what has its outcome is not announced again"
    with store.reading() as connection:
        assert leases.held_by_owner(connection, fleet) == {one: 1, other: 1}
        assert leases.stored_pages(connection, "portal/1", fleet) == ["/p/1.html"]


def test_a_lost_worker_loses_nothing(store: Store) -> None:
    (lost, fleet), (alive, _) = _join(store), _join(store)
    _announce(store, lost, fleet, 1, 2, 3)
    _take(store, lost, fleet, 1, 2)
    _take(store, alive, fleet, 3)
    with store.transaction() as connection:
        assert leases.sweep(connection, fleet) == 0
    _die(store, lost)
    with store.transaction() as connection:
        assert (workers.bury(connection), leases.sweep(connection, fleet)) == (1, 2)
    assert sorted(_waiting(store, fleet)) == ["/p/1.html", "/p/2.html"]
    assert _take(store, alive, fleet, 1) == ["/p/1.html"]
    assert not _write(store, lost, 1), "a worker that was taken for dead owns nothing"
    assert _write(store, alive, 1)


def test_whoever_gives_a_page_back_lets_others_take_it(store: Store) -> None:
    (one, fleet), (other, _) = _join(store), _join(store)
    _announce(store, one, fleet, 1, 2)
    _take(store, one, fleet, 1, 2)
    with store.transaction() as connection:
        assert leases.put_back(connection, ["/p/1.html"], other) == 0
        assert leases.put_back(connection, ["/p/1.html"], one) == 1
        [waits] = leases.waiting_by_kind(connection, fleet)
    assert (waits.kind, waits.pages) == ("article", 1)
    assert isinstance(waits, WaitingPages)
    assert _take(store, other, fleet, 1) == ["/p/1.html"]


def test_what_a_fleet_leaves_is_owed_to_the_next_run(store: Store) -> None:
    run, fleet = _join(store)
    _announce(store, run, fleet, 1, 2)
    _take(store, run, fleet, 1)
    with store.transaction() as connection:
        assert leases.has_open(connection, fleet)
        assert leases.release(connection, fleet) == 2
        assert not leases.has_open(connection, fleet)
        rows = ledger.rows_of(connection, ["/p/1.html", "/p/2.html"])
    assert {row.state for row in rows.values()} == {"queued"}


def test_a_later_run_is_given_no_page_that_the_fleet_has_announced(store: Store) -> None:
    run, fleet = _join(store)
    _announce(store, run, fleet, 1)
    with store.transaction() as connection:
        ledger.add(connection, [_page(2)], run, "queued")
        ledger.write(connection, "/p/2.html", {"state": "read"})
        for name in ("/p/1.html", "/p/2.html"):
            leases.requeue(connection, name, run, fleet)
        rows = ledger.rows_of(connection, ["/p/1.html", "/p/2.html"])
    assert (rows["/p/1.html"].state, rows["/p/2.html"].state) == ("leased", "queued")


def test_of_workers_that_announce_and_take_the_same_pages_at_once_each_page_has_one(postgresql_store_url: str) -> None:
    with ExitStack() as stack:
        stores = [open_store(postgresql_store_url) for _ in range(4)]
        for store in stores:
            stack.callback(store.close)
        joined = [_join(store) for store in stores]
        begin = Barrier(4)

        def work(number: int) -> tuple[list[str], list[str]]:
            """Announce pages in an order of its own, then take all."""
            store, (run, fleet) = stores[number], joined[number]
            numbers = [(n * 7 + number * 13) % 100 for n in range(100)]
            begin.wait(120)
            announced = _announce(store, run, fleet, *numbers)
            begin.wait(120)
            return announced, _take(store, run, fleet, *numbers)

        with ThreadPoolExecutor(4) as threads:
            done = list(threads.map(work, range(4)))
    for kind in (0, 1):
        names = [name for one in done for name in one[kind]]
        assert len(names) == len(set(names)) == 100
