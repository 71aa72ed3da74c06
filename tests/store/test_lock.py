"""One run at a time, in both databases; whoever only looks can say whether a run goes on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Connection, create_engine, text

from zhanjiang.store import Store, StoreError, articles, crawls
from zhanjiang.store.lock import StoreBusy, is_locked, open_locked, share_lock
from zhanjiang.store.reconnection import Reconnection


def test_a_second_run_is_refused_until_the_first_ends(store_url: str) -> None:
    with ExitStack() as first:
        store = open_locked(store_url, first)
        with store.reading() as connection:
            assert is_locked(store_url, connection)
        with ExitStack() as second, pytest.raises(StoreBusy, match="another run is writing"):
            open_locked(store_url, second)
    with ExitStack() as third:
        open_locked(store_url, third)


def test_of_several_runs_that_begin_at_once_on_an_empty_store_one_has_it(store_url: str) -> None:
    begin, end = Barrier(4), Barrier(4)

    def run(_number: int) -> bool:
        """Open the store at the moment when the others do, and keep it until all have tried."""
        with ExitStack() as stack:
            begin.wait(120)
            try:
                open_locked(store_url, stack)
            except StoreBusy:
                return False
            finally:
                end.wait(120)
            return True

    with ThreadPoolExecutor(4) as runs:
        assert sorted(runs.map(run, range(4))) == [False, False, False, True]


def test_nothing_is_made_for_a_store_that_is_to_be_there(tmp_path: Path) -> None:
    with ExitStack() as stack, pytest.raises(StoreError, match="there is no store"):
        open_locked(f"sqlite:///{tmp_path}/no/store.db", stack, create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_nobody_writes_is_not_locked(store: Store, store_url: str) -> None:
    with store.reading() as connection:
        assert not is_locked(store_url, connection)


def test_a_lock_that_cannot_be_made_is_no_other_run() -> None:
    with ExitStack() as stack, pytest.raises(StoreError, match=r"lock /proc/store\.db\.lock cannot be made"):
        open_locked("sqlite:////proc/store.db", stack)


def _share(url: str, stack: ExitStack) -> Store:
    return open_locked(url, stack, shared=True)


def test_workers_share_the_lock_and_a_run_that_is_none_is_refused(postgresql_store_url: str) -> None:
    url = postgresql_store_url
    with ExitStack() as first, ExitStack() as second:
        _share(url, first)
        store = _share(url, second)
        first.close()
        with store.reading() as connection:
            assert is_locked(url, connection)
        with ExitStack() as alone, pytest.raises(StoreBusy, match="another run is writing"):
            open_locked(url, alone)
    with ExitStack() as alone:
        open_locked(url, alone)
        with ExitStack() as worker, pytest.raises(StoreBusy, match="a run that is no worker is writing the store"):
            _share(url, worker)


def test_a_store_in_sqlite_has_one_worker(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    with ExitStack() as first, ExitStack() as second:
        _share(url, first)
        with pytest.raises(StoreBusy, match="several workers need a store in PostgreSQL"):
            _share(url, second)


def test_workers_that_begin_at_once_on_an_empty_store_all_have_it(postgresql_store_url: str) -> None:
    begin, end = Barrier(6), Barrier(6)

    def run(_number: int) -> int:
        """Open the store at the moment when the others do, and count its articles while all have it."""
        with ExitStack() as stack:
            begin.wait(120)
            store = _share(postgresql_store_url, stack)
            end.wait(120)
            with store.reading() as connection:
                return len(articles.latest(connection, ["portal/1"]))

    with ThreadPoolExecutor(6) as runs:
        assert list(runs.map(run, range(6))) == [0] * 6


def test_a_worker_brings_a_schema_up_only_while_it_is_alone(postgresql_store_url: str) -> None:
    url = postgresql_store_url
    with ExitStack() as first, ExitStack() as second:
        store = _share(url, first)
        with store.transaction() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '0007'"))
        with pytest.raises(StoreError, match="used by workers of another version: stop them"):
            _share(url, second)


def test_a_connection_that_is_lost_comes_back_with_the_lock_and_without_what_was_not_committed(
    postgresql_store_url: str,
) -> None:
    returned: list[bool] = []
    with ExitStack() as stack:
        store = _share(postgresql_store_url, stack)
        store.reconnect_by(Reconnection(20, share_lock, lambda: returned.append(True)))
        store.on_failure = lambda error: pytest.fail(f"the crawl would end: {error}")
        with store.transaction() as connection:
            crawls.begin(connection, "kept", {}, {})
        with store.transaction(commits=False) as connection:
            crawls.begin(connection, "undone", {}, {})
            process = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        engine = create_engine(postgresql_store_url)
        with engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:process)"), {"process": process})
        with pytest.raises(StoreError), store.reading() as connection:
            crawls.latest(connection, 2)
        with store.reading() as connection:
            assert [run.spider for run in crawls.latest(connection, 2)] == ["kept"]
        with store.transaction() as connection:
            crawls.begin(connection, "after", {}, {})
        with engine.connect() as other:
            assert is_locked(postgresql_store_url, other)
        engine.dispose()
    assert returned == [True]


def test_a_lock_that_another_run_has_taken_meanwhile_ends_the_store(postgresql_store_url: str) -> None:
    failures: list[StoreError] = []

    def refuse(_connection: Connection) -> None:
        """Say that the lock is another run's now."""
        raise StoreError("a run that is no worker is writing the store")

    with ExitStack() as stack:
        store = _share(postgresql_store_url, stack)
        store.reconnect_by(Reconnection(20, refuse, lambda: pytest.fail("it has not come back")))
        store.on_failure = failures.append
        with pytest.raises(StoreError), store.reading() as connection:
            connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        with pytest.raises(StoreError, match="a run that is no worker"), store.reading() as connection:
            crawls.latest(connection, 1)
        assert [str(failure) for failure in failures] == ["a run that is no worker is writing the store"]
