"""One run at a time, in both databases; whoever only looks can say whether a run goes on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier

import pytest

from zhanjiang.store import Store, StoreError
from zhanjiang.store.lock import StoreBusy, is_locked, open_locked


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
            begin.wait(20)
            try:
                open_locked(store_url, stack)
            except StoreBusy:
                return False
            finally:
                end.wait(20)
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
