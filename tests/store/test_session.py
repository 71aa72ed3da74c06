"""Units of work: committed alone or with the next one, undone without what waits, and never silently lost."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import IntegrityError, OperationalError

from zhanjiang.store import Store, StoreError, addresses, open_read_only, open_store


def _add(store: Store, address: str, *, commits: bool = True) -> None:
    with store.transaction(commits=commits) as connection:
        addresses.record(connection, "portal/1", [address])


def _seen(store: Store) -> list[str]:
    with store.reading() as connection:
        return addresses.of_articles(connection, ["portal/1"]).get("portal/1", [])


def _committed(url: str) -> list[str]:
    with closing(open_read_only(url)) as opened:
        return sorted(_seen(opened))


def test_what_waits_is_seen_here_alone_until_the_next_commit(store: Store, store_url: str) -> None:
    _add(store, "http://a.example/", commits=False)
    assert _seen(store) == ["http://a.example/"]
    assert _committed(store_url) == []
    _add(store, "http://b.example/")
    assert _committed(store_url) == ["http://a.example/", "http://b.example/"]


def test_what_fails_undoes_itself_and_not_what_waits(store: Store, store_url: str) -> None:
    _add(store, "http://a.example/", commits=False)
    row = "INSERT INTO article_addresses (address) VALUES ('http://b.example/')"
    with pytest.raises(IntegrityError), store.transaction() as connection:
        connection.exec_driver_sql(row)
    with pytest.raises(ValueError, match="undone"), store.transaction() as connection:
        addresses.record(connection, "portal/1", ["http://c.example/"])
        raise ValueError("undone")
    store.flush()
    assert _committed(store_url) == ["http://a.example/"]


def test_what_waits_is_committed_at_the_end(store_url: str) -> None:
    opened = open_store(store_url)
    _add(opened, "http://a.example/", commits=False)
    opened.close()
    assert _committed(store_url) == ["http://a.example/"]


def _add_later(store: Store, address: str) -> None:
    store.write_later(lambda connection: addresses.record(connection, "portal/1", [address]))


def _looked_up(store: Store) -> list[str]:
    with store.looking_up() as connection:
        return addresses.of_articles(connection, ["portal/1"]).get("portal/1", [])


def test_what_is_written_later_is_seen_by_whoever_reads_and_committed_next(store: Store, store_url: str) -> None:
    _add_later(store, "http://a.example/")
    assert _looked_up(store) == []
    assert _seen(store) == _looked_up(store) == ["http://a.example/"]
    assert _committed(store_url) == []
    _add_later(store, "http://b.example/")
    with pytest.raises(ValueError, match="undone"), store.transaction():
        raise ValueError("undone")
    _add(store, "http://c.example/")
    assert _committed(store_url) == ["http://a.example/", "http://b.example/", "http://c.example/"]
    _add_later(store, "http://d.example/")
    store.flush()
    assert "http://d.example/" in _committed(store_url)


def test_what_was_to_be_written_later_and_failed_is_remembered(store: Store) -> None:
    failures: list[StoreError] = []
    store.on_failure = failures.append
    store.write_later(lambda connection: connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)").close())
    with pytest.raises(StoreError):
        _add(store, "http://a.example/")
    assert len(failures) == 1
    with pytest.raises(StoreError):
        store.flush()
    _add(store, "http://b.example/")
    assert _seen(store) == ["http://b.example/"]


def test_reading_undoes_no_prepared_statement_of_the_driver(store: Store) -> None:
    statements: list[str] = []
    event.listen(store._connection, "rollback", lambda _connection: statements.append("rollback"))
    for _ in range(3):
        assert _seen(store) == _looked_up(store) == []
    assert statements == ["rollback"] * (6 if store._connection.dialect.name == "sqlite" else 3)


def test_a_look_up_within_a_unit_of_work_sees_it(store: Store, store_url: str) -> None:
    with store.transaction() as connection:
        addresses.record(connection, "portal/1", ["http://a.example/"])
        assert _looked_up(store) == ["http://a.example/"]
    with pytest.raises(StoreError), store.looking_up() as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")
    _add(store, "http://b.example/")
    assert _committed(store_url) == ["http://a.example/", "http://b.example/"]


def test_a_failure_that_undoes_what_waits_is_remembered(tmp_path: Path) -> None:
    opened = open_store(f"sqlite:///{tmp_path}/store.db")
    failures: list[StoreError] = []
    opened.on_failure = failures.append
    opened.flush()
    _add(opened, "http://a.example/", commits=False)
    with pytest.raises(StoreError, match="free some space"), opened.transaction():
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))
    _add(opened, "http://b.example/")
    assert _seen(opened) == ["http://b.example/"]
    with pytest.raises(StoreError, match="free some space"):
        opened.flush()
    assert len(failures) == 1
    opened.close()


def test_a_rehearsal_commits_nothing(store: Store, store_url: str) -> None:
    with store.rehearsal():
        _add(store, "http://a.example/")
        _add(store, "http://b.example/", commits=False)
        store.flush()
        assert len(_seen(store)) == 2
    assert _seen(store) == []
    assert _committed(store_url) == []


@pytest.mark.parametrize("is_written", [False, True], ids=["read", "written"])
def test_a_lost_connection_ends_the_store_whatever_is_done_next(postgresql_url: str, is_written: bool) -> None:
    opened, failures = open_store(postgresql_url), []
    opened.on_failure = failures.append
    with opened.reading() as connection:
        backend = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    _add(opened, "http://lost.example/", commits=False)
    engine = create_engine(postgresql_url)
    with engine.begin() as other:
        other.execute(text("SELECT pg_terminate_backend(:backend)"), {"backend": backend})
    engine.dispose()
    with pytest.raises(StoreError):
        _add(opened, "http://later.example/") if is_written else _seen(opened)
    with pytest.raises(StoreError):
        _add(opened, "http://later.example/")
    with pytest.raises(StoreError):
        opened.flush()
    assert len(failures) == 1
    opened.close()
    assert "http://later.example/" not in _committed(postgresql_url)


def test_a_unit_that_was_to_wait_and_failed_is_remembered(store: Store) -> None:
    row = "INSERT INTO article_addresses (address) VALUES ('http://b.example/')"
    with pytest.raises(IntegrityError), store.transaction(commits=False) as connection:
        connection.exec_driver_sql(row)
    _add(store, "http://a.example/")
    with pytest.raises(StoreError, match="lacks what was written"):
        store.flush()


def test_a_full_disk_is_called_so(tmp_path: Path) -> None:
    opened = open_store(f"sqlite:///{tmp_path}/store.db")
    with opened.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    _add(opened, "http://a.example/", commits=False)
    with pytest.raises(StoreError, match="free some space on the disk"):
        for number in range(50):
            _add(opened, f"http://b.example/{number}/{'x' * 4000}")


def test_a_closed_store_says_so_whatever_is_done_with_it(store_url: str) -> None:
    opened = open_store(store_url)
    _add(opened, "http://a.example/")
    opened.close()
    for use in (opened.reading, opened.transaction, opened.unit, opened.looking_up, opened.rehearsal):
        with pytest.raises(StoreError, match="is closed: open it again"), use():
            pass
    with pytest.raises(StoreError, match="is closed"), opened.outside_transactions():
        pass
    opened.close()


def test_who_reads_on_after_the_store_was_closed_is_told_so(store_url: str) -> None:
    opened = open_store(store_url)
    with pytest.raises(StoreError, match="is closed"), opened.reading() as connection:
        opened.close()
        addresses.of_articles(connection, ["portal/1"])
