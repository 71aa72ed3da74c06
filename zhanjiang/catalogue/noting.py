"""Bringing the table of captures up to the archive's files: what a kill has torn, and what the store does not know."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from zhanjiang.archive.mending import close_off
from zhanjiang.archive.reader import files_of, records_of
from zhanjiang.store import Store, captures


def note_torn_files(store: Store, folder: Path) -> None:
    """Close off what dead runs were writing, and note what is in it. Raises ArchiveError and StoreError."""
    _note(store, [folder / name for name in close_off(folder)])


def note_new_files(store: Store, folder: Path) -> None:
    """Note all files of which the store knows nothing, as after it was lost. Raises ArchiveError and StoreError."""
    note_torn_files(store, folder)
    with store.transaction() as connection:
        known = captures.files(connection)
    _note(store, [path for path in files_of(folder) if path.name not in known])


def _note(store: Store, paths: list[Path]) -> None:
    for path in paths:
        with store.transaction() as connection:
            note_file(connection, path)


def note_file(connection: Connection, path: Path) -> int:
    """Note all that a file of the archive holds; return how many captures that is. ArchiveError where it is damaged."""
    taken = [record.capture for record in records_of(path)]
    captures.add(connection, taken)
    return len(taken)
