"""Updates the table of captures from the archive's files: after a kill or a power cut, and after the store was lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from zhanjiang.archive import Capture
from zhanjiang.archive.mending import close_off
from zhanjiang.archive.reader import files_of, name_of
from zhanjiang.archive.verification import Damage, check_file
from zhanjiang.catalogue.rewriting import finish_rewritings
from zhanjiang.store import Store, captures, lacking, ledger


class NotedFile(NamedTuple):
    """What came of noting a file: what is damaged in it, which captures are lost, which pages are due for that."""

    damages: list[Damage]
    lost: list[Capture]
    due: set[str]


def note_torn_files(store: Store, folder: Path) -> NotedFile:
    """Close the files of dead runs, and note their captures; return what came of all of them together.

    What a killed run was writing anew is finished or taken back. Raises ArchiveError and StoreError.
    """
    finish_rewritings(store, folder)
    return _note(store, [folder / name for name in close_off(folder)])


def note_new_files(store: Store, folder: Path) -> list[Damage]:
    """Note all files without any capture in the store; return what is damaged. Raises ArchiveError and StoreError."""
    damages = note_torn_files(store, folder).damages
    with store.reading() as connection:
        known = captures.files(connection)
    return damages + _note(store, [path for path in files_of(folder) if path.name not in known]).damages


def _note(store: Store, paths: Sequence[Path]) -> NotedFile:
    all_files = NotedFile([], [], set())
    for path in paths:
        with store.transaction() as connection:
            noted = note_file(connection, path)
        all_files.damages.extend(noted.damages)
        all_files.lost.extend(noted.lost)
        all_files.due.update(noted.due)
    return all_files


def note_file(connection: Connection, path: Path) -> NotedFile:
    """Note all sound captures of a file, wherever they stand in it by now, and forget any others of it.

    A page whose latest visit is lost so is due, since a power cut may have taken the record and left the page's row.
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
        return NotedFile([Damage(path.name, 0, f"it cannot be read ({error.strerror or error})")], [], set())
    sound = {capture.offset: (capture.length, capture.digest) for capture in captured}
    known = captures.of_file(connection, name_of(path))
    others = [offset for offset, record in known.items() if sound.get(offset) != record]
    forgotten = captures.forget(connection, name_of(path), others)
    captures.add(connection, captured)
    lost = [capture for capture in forgotten if not captures.is_known(connection, capture)]
    due = ledger.fetch_again(connection, lacking.pages_of_lost(connection, lost))
    return NotedFile(damages, lost, due)
