"""Updates the table of captures from the archive's files: after a kill, and after the store was lost."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from zhanjiang.archive import Capture
from zhanjiang.archive.mending import close_off
from zhanjiang.archive.reader import files_of
from zhanjiang.archive.verification import Damage, check_file
from zhanjiang.store import Store, captures


def note_torn_files(store: Store, folder: Path) -> list[Damage]:
    """Close the files of dead runs, and note their captures; return what is damaged in them all the same.

    Raises ArchiveError and StoreError.
    """
    return _note(store, [folder / name for name in close_off(folder)])


def note_new_files(store: Store, folder: Path) -> list[Damage]:
    """Note all files without any capture in the store; return what is damaged. Raises ArchiveError and StoreError."""
    damages = note_torn_files(store, folder)
    with store.reading() as connection:
        known = captures.files(connection)
    return damages + _note(store, [path for path in files_of(folder) if path.name not in known])


def _note(store: Store, paths: list[Path]) -> list[Damage]:
    damages: list[Damage] = []
    for path in paths:
        with store.transaction() as connection:
            damages += note_file(connection, path)
    return damages


def note_file(connection: Connection, path: Path) -> list[Damage]:
    """Note all sound captures of a file; return what in it is damaged."""
    captured: list[Capture] = []
    damages: list[Damage] = []
    try:
        for part in check_file(path):
            if isinstance(part, Damage):
                damages.append(part)
            else:
                captured.append(part)
    except OSError as error:
        damages.append(Damage(path.name, 0, f"it cannot be read ({error.strerror or error})"))
    captures.add(connection, captured)
    return damages
