"""Units of work are committed together, and whoever needs the commit waits for it."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from tests.stored import counting_commits
from zhanjiang.store import Store, StoreError, addresses, open_read_only, open_store

_SOON = 0.01  # seconds
_NEVER = 3600.0


def _add(store: Store, address: str) -> None:
    with store.unit() as connection:
        addresses.record(connection, "portal/1", [address])


def _committed(url: str) -> list[str]:
    with closing(open_read_only(url)) as opened, opened.reading() as connection:
        return sorted(addresses.of_articles(connection, ["portal/1"]).get("portal/1", []))


async def _add_and_wait(store: Store, url: str, number: int) -> bool:
    """Add an address and wait; say whether it is committed then."""
    _add(store, f"http://{number}.example/")
    await store.committed()
    return f"http://{number}.example/" in _committed(url)


def test_without_groups_a_unit_is_committed_at_its_end(store: Store, store_url: str) -> None:
    _add(store, "http://a.example/")
    assert _committed(store_url) == ["http://a.example/"]
    asyncio.run(store.committed())


def test_units_of_some_moments_are_one_commit(store: Store, store_url: str) -> None:
    async def add_many() -> None:
        """Add addresses at once, and then one more."""
        store.group_commits(units=100, seconds=_SOON)
        with counting_commits(store) as commits:
            waiting = [asyncio.ensure_future(_add_and_wait(store, store_url, number)) for number in range(9)]
            await asyncio.sleep(0)
            assert _committed(store_url) == []
            assert await asyncio.gather(*waiting) == [True] * 9
            assert len(commits) == 1
            assert await _add_and_wait(store, store_url, 9)
            assert len(commits) == 2

    asyncio.run(add_many())


def test_a_group_that_is_full_is_committed_at_once(store: Store, store_url: str) -> None:
    store.group_commits(units=3)
    with counting_commits() as commits:
        for number in range(7):
            _add(store, f"http://{number}.example/")
        assert (len(commits), len(_committed(store_url))) == (2, 6)
        store.flush()
    assert len(_committed(store_url)) == 7


def test_any_commit_ends_the_group(store: Store, store_url: str) -> None:
    async def lease_meanwhile() -> None:
        """Commit something else before the time is over."""
        store.group_commits(units=100, seconds=_NEVER)
        waiting = asyncio.ensure_future(_add_and_wait(store, store_url, 1))
        await asyncio.sleep(0)
        with store.transaction() as connection:
            addresses.record(connection, "portal/1", ["http://lease.example/"])
        assert await waiting
        last = asyncio.ensure_future(_add_and_wait(store, store_url, 2))
        await asyncio.sleep(0)
        store.close()
        assert await last

    asyncio.run(lease_meanwhile())


def test_what_fails_in_a_group_undoes_itself_alone(store: Store, store_url: str) -> None:
    async def fail_between() -> None:
        """Fail in the second of three units, as a row and as an exception do."""
        store.group_commits(units=100, seconds=_NEVER)
        _add(store, "http://a.example/")
        with pytest.raises(IntegrityError), store.unit() as connection:
            addresses.record(connection, "portal/1", ["http://undone.example/"])
            connection.exec_driver_sql("INSERT INTO article_addresses (address) VALUES ('http://b.example/')")
        with pytest.raises(ValueError, match="undone"), store.unit() as connection:
            addresses.record(connection, "portal/1", ["http://undone.example/"])
            raise ValueError("undone")
        _add(store, "http://c.example/")
        store.flush()

    asyncio.run(fail_between())
    assert _committed(store_url) == ["http://a.example/", "http://c.example/"]


def test_the_first_unit_of_a_group_leaves_nothing_where_it_fails(store: Store, store_url: str) -> None:
    store.group_commits(units=100)
    with pytest.raises(ValueError, match="undone"), store.unit() as connection:
        addresses.record(connection, "portal/1", ["http://undone.example/"])
        with store.unit() as inner:
            addresses.record(inner, "portal/1", ["http://inner.example/"])
        raise ValueError("undone")
    _add(store, "http://a.example/")
    store.flush()
    assert _committed(store_url) == ["http://a.example/"]


def test_a_unit_within_another_that_fails_lets_nobody_wait(store: Store, store_url: str) -> None:
    async def fail_around() -> None:
        """Fail around a unit, and wait for the next one."""
        store.group_commits(units=100, seconds=_SOON)
        with pytest.raises(ValueError, match="undone"), store.unit():
            _add(store, "http://undone.example/")
            raise ValueError("undone")
        await asyncio.sleep(2 * _SOON)
        assert await asyncio.wait_for(_add_and_wait(store, store_url, 1), 60)

    asyncio.run(fail_around())
    assert _committed(store_url) == ["http://1.example/"]


def _fill_up(store: Store) -> None:
    """Leave a store of SQLite hardly any room."""
    with store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_undoes_the_group_and_all_who_wait_learn_of_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    opened, failures = open_store(url), []
    opened.on_failure = failures.append

    async def fill() -> None:
        """Write more than there is room for."""
        opened.group_commits(units=1000, seconds=_NEVER)
        _fill_up(opened)
        waiting = [asyncio.ensure_future(_add_and_wait(opened, url, number)) for number in range(5)]
        await asyncio.sleep(0)
        with pytest.raises(StoreError, match="free some space"):
            for number in range(50):
                _add(opened, f"http://long.example/{number}/{'x' * 4000}")
        results = await asyncio.gather(*waiting, return_exceptions=True)
        assert results == [failures[0]] * 5

    asyncio.run(fill())
    assert len(failures) == 1
    with pytest.raises(StoreError, match="free some space"):
        opened.flush()
    opened.close()
    assert _committed(url) == []


def test_a_store_that_is_deleted_meanwhile_lets_nobody_wait(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    opened, failures = open_store(url), []
    opened.on_failure = failures.append

    async def delete() -> None:
        """Delete the store before the group is committed."""
        opened.group_commits(units=1000, seconds=_SOON)
        waiting = asyncio.ensure_future(_add_and_wait(opened, url, 1))
        await asyncio.sleep(0)
        (tmp_path / "store.db").unlink()
        with pytest.raises(StoreError, match="moved or deleted"):
            await waiting

    asyncio.run(delete())
    assert len(failures) == 1
    opened.close()


def test_a_task_that_is_cancelled_leaves_the_others_waiting(store: Store, store_url: str) -> None:
    async def cancel_one() -> None:
        """Cancel one of two."""
        store.group_commits(units=100, seconds=_SOON)
        first, second = (asyncio.ensure_future(_add_and_wait(store, store_url, number)) for number in (1, 2))
        await asyncio.sleep(0)
        first.cancel()
        assert await second

    asyncio.run(cancel_one())
    assert len(_committed(store_url)) == 2
