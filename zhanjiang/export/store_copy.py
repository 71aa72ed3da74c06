"""A copy of a store as one SQLite file, for whoever has no PostgreSQL: to look at it, to hand it on, to query it."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, insert, select

from zhanjiang.console.progress_bar import with_progress
from zhanjiang.durable import put_in_place
from zhanjiang.store import open_store, selection
from zhanjiang.store.changes import changes, store_identity
from zhanjiang.store.reindexing import reindex
from zhanjiang.store.schema import metadata
from zhanjiang.store.selection import ArticleFilter

_ROWS: Final = 1000
_OF_INDEX: Final = "search_key"
"""The column that names an article's entry in the full-text index, which the copy makes anew."""
_ITS_OWN: Final = (changes, store_identity)
"""The tables that the copy fills by itself: it is another store, and numbers its own changes."""
_ID_OF: Final = {"articles": "id"}
"""The column that has an article's ID, where it is not called ``article``."""


def copy_store(connection: Connection, wanted: ArticleFilter, target: Path) -> int:
    """Copy a store into a new SQLite file, which takes its name when it is complete; return how many articles it has.

    Of tables with a row for each article only those of the wanted ones are copied, with all revisions; of the others
    all rows. The whole copy is of one moment. Raises OSError and StoreError.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    total = selection.count(connection, wanted)
    chosen = None if wanted == ArticleFilter() else set(selection.chosen_ids(connection, wanted))
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        store = open_store(f"sqlite:///{unfinished}")
        with store.transaction() as copy:
            tables = [table for table in metadata.sorted_tables if table not in _ITS_OWN]
            for table in with_progress(tables, "Exporting", len(tables)):
                for rows in _rows(connection, table, chosen):
                    copy.execute(insert(table), rows)
        for _ in with_progress(reindex(store), "Indexing"):
            pass
        store.close()
        put_in_place(unfinished, target)
    finally:
        for ending in ("", "-wal", "-shm"):
            unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)
    return total


def _rows(connection: Connection, table: Table, chosen: Container[str] | None) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of a table in groups; those of an article only if it is chosen (None: all are)."""
    id_of = _ID_OF.get(table.name, "article")
    result = connection.execution_options(yield_per=_ROWS).execute(select(table))
    for rows in result.mappings().partitions():
        kept = [dict(row) for row in rows if chosen is None or row.get(id_of) is None or row[id_of] in chosen]
        for row in kept:
            if _OF_INDEX in row:
                row[_OF_INDEX] = None
        if kept:
            yield kept
