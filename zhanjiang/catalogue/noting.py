"""Updates the table of captures from the archive's files: after a kill or a power cut, and after the store was lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from zhanjiang.archive import Capture
from zhanjiang.archive.mending import close_off
from zhanjiang.archive.reader import files_of, name_of
from zhanjiang.archive.verification import Damage, check_file
from zhanjiang.catalogue.rewriting import finish_rewritings
from zhanjiang.store import Store, captures, ledger


def note_torn_files(store: Store, folder: Path) -> list[Damage]:
    """Close the files of dead runs, and note their captures; return what is damaged in them all the same.

    What a killed run was writing anew is finished or taken back. Raises ArchiveError and StoreError.
    """
    finish_rewritings(store, folder)
    return _note(store, [folder / name for name in close_off(folder)])


def note_new_files(store: Store, folder: Path) -> list[Damage]:
    """Note all files without any capture in the store; return what is damaged. Raises ArchiveError and StoreError."""
    damages = note_torn_files(store, folder)
    with store.reading() as connection:
        known = captures.files(connection)
    return damages + _note(store, [path for path in files_of(folder) if path.name not in known])


def _note(store: Store, paths: Sequence[Path]) -> list[Damage]:
    damages: list[Damage] = []
    for path in paths:
        with store.transaction() as connection:
            damages += note_file(connection, path)
    return damages


def note_file(connection: Connection, path: Path) -> list[Damage]:
    """Note all sound captures of a file, and forget any others of it; return what in it is damaged.

    A page whose record is forgotten is due, since a power cut may have taken the record and left the page's row.
    """
    captured: list[Capture] = []
    damages: list[Damage] = []
    try:
        for part in check_file(path):
            if isinstance(part, Damage):
                damages.append(part)
            else:
                captured.append(part)
    except OSError as error:
        return [Damage(path.name, 0, f"it cannot be read ({error.strerror or error})")]
    sound = {capture.offset: (capture.length, capture.digest) for capture in captured}
    known = captures.of_file(connection, name_of(path))
    lost = [offset for offset, record in known.items() if sound.get(offset) != record]
    ledger.fetch_again(connection, captures.forget(connection, name_of(path), lost))
    captures.add(connection, captured)
    return damages
