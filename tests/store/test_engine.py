"""Opening the store: new, known, older, newer, broken."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from tests.store.older import schema_differences
from tests.stored import stored
from zhanjiang import store as store_package
from zhanjiang.store import Store, StoreError, open_read_only, open_store, parse_store_url
from zhanjiang.store.schema import REVISION


def test_the_migrations_make_the_tables_that_the_code_uses(store: Store) -> None:
    with store.transaction() as connection:
        assert schema_differences(connection, compare_type=True) == []


def test_the_newest_migration_is_the_one_the_code_names() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(store_package.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


def test_a_store_can_be_opened_again(store_url: str) -> None:
    for _ in range(2):
        opened = open_store(store_url)
        assert stored(opened) == []
        opened.close()
        opened.close()


def test_a_store_that_is_up_to_date_does_not_wait_for_alembic(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/store.db"
    open_store(address).close()
    script = (
        f"from zhanjiang.store import open_store; open_store({address!r}); import sys; print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_sqlite_is_set_up_for_one_writer_and_many_readers(tmp_path: Path) -> None:
    opened = open_store(f"sqlite:///{tmp_path}/store.db")
    with opened.transaction() as connection:
        options = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in _WANTED}
    opened.close()
    assert options == _WANTED


_WANTED = {"journal_mode": "wal", "synchronous": 1, "busy_timeout": 5000, "foreign_keys": 1}


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    row = "INSERT INTO article_addresses VALUES ('http://a.example/', 'portal/1', '2026')"
    with pytest.raises(RuntimeError), store.transaction() as connection:
        connection.exec_driver_sql(row)
        raise RuntimeError
    with store.transaction() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM article_addresses").scalar() == 0


def test_a_missing_store_is_not_made_when_it_is_to_be_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no store at .* run `scrapy crawl articles` first"):
        open_store(f"sqlite:///{tmp_path}/no/store.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"no database, but long enough to be one" * 30)
    with pytest.raises(StoreError, match=r"not a database.*move it away"):
        open_store(f"sqlite:///{tmp_path}/store.db")


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path}/store.db").close()
    with pytest.raises(StoreError, match=r"readonly.*check its permissions"):
        open_store(f"sqlite:///file:{tmp_path}/store.db?mode=ro&uri=true")


def test_a_locked_store_is_refused(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path}/store.db").close()
    other = sqlite3.connect(tmp_path / "store.db")
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreError, match=r"locked.*another program is writing"):
            open_store(f"sqlite:///{tmp_path}/store.db?timeout=0.1")
    finally:
        other.close()


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"folder .* cannot be made"):
        open_store(f"sqlite:///{tmp_path}/file/store.db")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://user:SECRET@127.0.0.1:1/nothing",
        "postgresql://user:some@SECRET@127.0.0.1:1/nothing",
        "postgresql://user:SECRET@127.0.0.1:none/nothing",
        "postgresql://127.0.0.1:SECRET",
        "postgres//user:SECRET@127.0.0.1/nothing",
        "postgresql+none://user:SECRET@127.0.0.1/nothing",
        "SECRET://user:SECRET",
        "postgresql://127.0.0.1:1/nothing?password=SECRET",
        "postgresql://127.0.0.1:1/nothing?user=me&password=SECRET&passfile=/SECRET",
        "postgresql://127.0.0.1:1/nothing?sslpassword=SECRET",
        "postgresql://127.0.0.1:1/nothing?nonsense=SECRET",
        "postgresql://127.0.0.1:1/nothing?connect_timeout=SECRET&password=SECRET",
        "sqlite:///store.db?password=SECRET",
    ],
)
def test_no_error_shows_a_password(address: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(address)
    assert "SECRET" not in str(caught.value).replace("names 'SECRET'", "")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        *("nonsense", "", "mysql://host/database", "oracle://", "foo://", "sqlite"),
        *("sqlite+aiosqlite:///x.db", "sqlite+nothing://", "postgresql+psycopg9://h/d"),
        *("sqlite:///a\0b.db", f"sqlite:///{'a' * 999}.db", "sqlite:///x.db?timeout=abc", "sqlite:///x.db?nonsense=1"),
    ],
)
def test_an_address_of_no_database_is_refused(address: str) -> None:
    with pytest.raises(StoreError, match=r"sqlite:///data/zhanjiang.db"):
        parse_store_url(address)


_BROKEN = {
    "UPDATE alembic_version SET version_num = '9999'": "newer version .schema 9999.: update this project",
    "UPDATE alembic_version SET version_num = '0000'": "that no version of this project made .0000.: restore a copy",
    "DELETE FROM alembic_version": "does not say the version of its schema: restore a copy",
    "DROP TABLE alembic_version": "does not say the version of its schema: restore a copy",
    "DROP TABLE quarantine": "lacks a table .quarantine.: restore a copy",
}


@pytest.mark.parametrize("change", _BROKEN)
def test_a_store_of_another_schema_is_refused(store_url: str, change: str) -> None:
    opened = open_store(store_url)
    with opened.transaction() as connection:
        connection.exec_driver_sql(change)
    opened.close()
    for open_again in (open_store, open_read_only):
        with pytest.raises(StoreError, match=_BROKEN[change]):
            open_again(store_url)
