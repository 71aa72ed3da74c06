"""The workers of a fleet: they come, are alive as long as their hearts beat, and the last one knows that it is."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, select, text, update

from zhanjiang.addresses.page import PageRef
from zhanjiang.store import Store, StoreError, crawls, ledger, open_store, workers
from zhanjiang.store.crawls import crawls as table
from zhanjiang.store.lock import StoreBusy
from zhanjiang.store.reconnection import Reconnection

_LONG_AGO = "2001-01-01T00:00:00.000000Z"


def _join(store: Store) -> tuple[int, int]:
    with store.transaction() as connection:
        return workers.join(connection, "articles", {"full": "1"}, {"Scrapy": "2"}, 60)


def _silence(store: Store, run: int, *, is_dead: bool = True) -> None:
    """Let a heart have stopped; if the worker is dead its lock ended too."""
    with store.transaction() as connection:
        if is_dead and connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_unlock(:locks, :run)"), {"locks": 0x7A6A, "run": run})
        connection.execute(update(table).where(table.c.id == run).values(alive_until=_LONG_AGO))


def _outcome(store: Store, run: int) -> str | None:
    with store.transaction() as connection:
        return connection.execute(select(table.c.outcome).where(table.c.id == run)).scalar_one()


def test_workers_join_the_fleet_that_is_alive_and_begin_one_where_none_is(store: Store) -> None:
    first, fleet = _join(store)
    second, same = _join(store)
    assert (fleet, same) == (first, first)
    assert second != first
    with store.reading() as connection:
        assert [worker.run for worker in workers.alive(connection, fleet)] == [first, second]
        assert workers.begun_at(connection, fleet) == crawls.latest(connection, 2)[1].started_at
    for run in (first, second):
        _silence(store, run)
    third, other = _join(store)
    assert other == third
    assert [_outcome(store, run) for run in (first, second, third)] == ["killed", "killed", None]


@pytest.mark.parametrize(
    ("spider", "arguments"), [("newspaper", {"full": "1"}), ("articles", {}), ("articles", {"full": "1", "ids": "7"})]
)
def test_who_would_crawl_something_else_joins_no_fleet(store: Store, spider: str, arguments: dict[str, str]) -> None:
    run, fleet = _join(store)
    with (
        pytest.raises(StoreBusy, match=r"^workers are alive that run `articles -a full=1`: give the same, or wait"),
        store.transaction() as connection,
    ):
        workers.join(connection, spider, arguments, {}, 60)
    with store.transaction() as connection:
        another, same = workers.join(connection, "articles", {"full": "1", "_job": "8"}, {}, 60)
    assert same == fleet
    for worker in (run, another):
        _silence(store, worker)
    with store.transaction() as connection:
        begun, other = workers.join(connection, spider, arguments, {}, 60)
    assert begun == other


def test_the_first_worker_takes_over_what_a_run_that_was_alone_left(store: Store) -> None:
    with store.transaction() as connection:
        alone = crawls.begin(connection, "articles", {}, {})
        ledger.add(connection, [PageRef("/p/1.html", "https://portal.example/p/1.html", "article")], alone, "leased")
    _join(store)
    with store.transaction() as connection:
        assert ledger.rows_of(connection, ["/p/1.html"])["/p/1.html"].state == "queued"
    assert _outcome(store, alone) == "killed"


def test_one_that_was_taken_for_dead_is_alive_again_with_its_heartbeat(store: Store) -> None:
    run, fleet = _join(store)
    _silence(store, run)
    with store.transaction() as connection:
        assert workers.bury(connection) == 1
        assert workers.alive(connection) == []
        workers.beat(connection, run, 60, {"articles/new": 3})
        [worker] = workers.alive(connection, fleet)
    assert (worker.run, worker.counts, _outcome(store, run)) == (run, {"articles/new": 3}, None)


def test_a_worker_that_has_ended_stays_ended(store: Store) -> None:
    run, fleet = _join(store)
    with store.transaction() as connection:
        assert workers.leave(connection, fleet, run, "finished")
        crawls.set_exit_code(connection, run, 0)
        workers.beat(connection, run, 60)
    assert _outcome(store, run) == "finished"


def test_the_last_one_knows_it(store: Store) -> None:
    (one, fleet), (other, _), (dead, _) = _join(store), _join(store), _join(store)
    _silence(store, dead)
    with store.transaction() as connection:
        assert not workers.is_leaving_last(connection, fleet, one, {})
        assert workers.is_leaving_last(connection, fleet, other, {})
        workers.stay(connection, one)
        assert not workers.is_leaving_last(connection, fleet, other, {})
        assert not workers.leave(connection, fleet, one, "finished")
        assert workers.leave(connection, fleet, other, "shutdown")
    assert [_outcome(store, run) for run in (one, other, dead)] == ["finished", "shutdown", "killed"]


def test_a_process_that_lives_may_be_silent_for_a_while(postgresql_store_url: str) -> None:
    store = open_store(postgresql_store_url)
    (busy, fleet), (stuck, _) = _join(store), _join(store)
    with store.transaction() as connection:
        workers.beat(connection, busy, -60)
    _silence(store, stuck, is_dead=False)
    with store.transaction() as connection:
        assert workers.bury(connection) == 1
        assert [worker.run for worker in workers.alive(connection, fleet)] == [busy]
    store.close()
    again = open_store(postgresql_store_url)
    with again.transaction() as connection:
        assert workers.alive(connection) == []
    again.close()


def _cut_connections(address: str) -> None:
    others = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    engine = create_engine(address)
    with engine.connect() as connection:
        connection.execute(text(others))
    engine.dispose()


def test_a_connection_that_is_lost_just_after_reading_is_taken_again_with_its_lock(postgresql_store_url: str) -> None:
    taken: list[str] = []
    store = open_store(postgresql_store_url)
    store.reconnect_by(Reconnection(20, lambda _: taken.append("lock"), lambda: taken.append("leases back")))
    with store.reading() as connection:
        read = connection.execute(text("SELECT 1")).scalar()
        _cut_connections(postgresql_store_url)
    assert (read, taken) == (1, [])
    with store.reading() as connection:
        assert connection.execute(text("SELECT 2")).scalar() == 2
    assert taken == ["lock", "leases back"]
    store.close()


def test_a_run_that_cannot_go_on_without_its_connection_ends(postgresql_store_url: str) -> None:
    failures: list[StoreError] = []
    store = open_store(postgresql_store_url)
    store.on_failure = failures.append
    with store.reading() as connection:
        connection.execute(text("SELECT 1"))
        _cut_connections(postgresql_store_url)
    assert len(failures) == 1
    with pytest.raises(StoreError, match="cannot be used"), store.reading():
        pass
    store.close()
