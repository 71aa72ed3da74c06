"""What keeps a database small and quick: its unused pages, and what its planner knows of the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from sqlalchemy import Connection, text

from zhanjiang.store.session import Store

_SHARE: Final = 0.1
_LEAST_BYTES: Final = 1 << 20
"""A file is written anew where a tenth of it is unused, and at least a megabyte."""
_LEAST_ROWS: Final = 1000
_GROWTH: Final = 2
"""A table's statistics are out of date once it has this many times the rows, or that fraction of them."""
_LIST_ONLY: Final = 0x10003
"""SQLite's ``optimize``: look at all tables, and only say what would be done."""
_EVERY: Final = 100_000
"""Steps of SQLite's machine between two calls that show progress."""
_TABLES: Final = text(
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT wr AND name NOT LIKE 'sqlite%'"
)
"""The tables whose rows have numbers."""


@dataclass(frozen=True, slots=True)
class TuningNeed:
    """What a SQLite file needs: ``bytes`` is its size, ``unused`` what of it a VACUUM gives back.

    ``tables`` are those of which the planner's statistics are missing or out of date.
    """

    bytes: int
    unused: int
    tables: tuple[str, ...]

    @property
    def wants_vacuum(self) -> bool:
        """Whether it is worth writing the file anew."""
        return self.unused >= max(_LEAST_BYTES, _SHARE * self.bytes)


def need_of(connection: Connection) -> TuningNeed:
    """What a SQLite store needs; nothing in it changes."""
    pragmas = ("page_size", "page_count", "freelist_count")
    size, pages, unused = (connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in pragmas)
    listed = connection.exec_driver_sql(f"PRAGMA optimize({_LIST_ONLY})").scalars()
    tables = {str(statement).rpartition(".")[2].strip('"`') for statement in listed}
    return TuningNeed(size * pages, size * unused, tuple(sorted(tables | _outdated(connection))))


def _outdated(connection: Connection) -> set[str]:
    counted = _counted_rows(connection)
    outdated = set()
    for name in connection.execute(_TABLES).scalars():
        # The number of the last row costs one seek, and the count of all rows a scan.
        rows = connection.exec_driver_sql(f'SELECT max(rowid) FROM "{name}"').scalar() or 0
        known = counted.get(name, 0)
        if rows >= _LEAST_ROWS and not known <= rows <= _GROWTH * known:
            outdated.add(name)
    return outdated


def _counted_rows(connection: Connection) -> dict[str, int]:
    """How many rows each table had when its statistics were made."""
    if not connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")).first():
        return {}
    counted: dict[str, int] = {}
    for table, stat in connection.execute(text("SELECT tbl, stat FROM sqlite_stat1 WHERE stat IS NOT NULL")):
        counted[table] = max(counted.get(table, 0), int(stat.partition(" ")[0]))
    return counted


def vacuum(store: Store, show: Callable[[int], None]) -> None:
    """Write a SQLite file anew without its unused pages; ``show`` is called with how many times it was called.

    It takes as much of the disk as the file does, for the time of the work. Raises StoreError.
    """
    with store.outside_transactions() as driver, _shown(driver, show):
        driver.execute("VACUUM")
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def analyse(store: Store, show: Callable[[int], None]) -> None:
    """Count anew what SQLite's planner knows of the tables. Raises StoreError."""
    with store.outside_transactions() as driver, _shown(driver, show):
        driver.execute("ANALYZE")


def vacuum_postgresql(store: Store) -> None:
    """Have PostgreSQL make unused rows usable again, and count anew what its planner knows. Raises StoreError."""
    with store.outside_transactions() as driver:
        driver.execute("VACUUM (ANALYZE)")


@contextmanager
def _shown(driver: Any, show: Callable[[int], None]) -> Iterator[None]:
    calls = count(1)

    def go_on() -> int:
        """Show progress, and let SQLite go on."""
        show(next(calls))
        return 0

    driver.set_progress_handler(go_on, _EVERY)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)
