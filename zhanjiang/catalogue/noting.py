"""Updates the table of captures from the archive's files: after a kill, and after the store was lost."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from zhanjiang.archive.mending import close_off
from zhanjiang.archive.reader import files_of, records_of
from zhanjiang.store import Store, captures


def note_torn_files(store: Store, folder: Path) -> None:
    """Close the files of dead runs, and note their captures. Raises ArchiveError and StoreError."""
    _note(store, [folder / name for name in close_off(folder)])


def note_new_files(store: Store, folder: Path) -> None:
    """Note all files without any capture in the store. Raises ArchiveError and StoreError."""
    note_torn_files(store, folder)
    with store.reading() as connection:
        known = captures.files(connection)
    _note(store, [path for path in files_of(folder) if path.name not in known])


def _note(store: Store, paths: list[Path]) -> None:
    for path in paths:
        with store.transaction() as connection:
            note_file(connection, path)


def note_file(connection: Connection, path: Path) -> int:
    """Note all captures of a file; return their number. Raises ArchiveError if it is damaged."""
    taken = [record.capture for record in records_of(path)]
    captures.add(connection, taken)
    return len(taken)
