"""Mends the archive: takes out what is damaged, and has the next crawl fetch again what it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection

from zhanjiang.archive import Capture
from zhanjiang.archive.mending import take_out
from zhanjiang.archive.reader import files_of, name_of
from zhanjiang.catalogue.noting import note_file, note_torn_files
from zhanjiang.console.progress_bar import with_progress
from zhanjiang.store import Store, captures, lacking, ledger


class Mending:
    """Mends the archive of a store whose lock is ours. ``pages`` are those that the next crawl fetches again."""

    def __init__(self, store: Store, folder: Path) -> None:
        """Take the store, and the archive's folder."""
        self.store = store
        self.folder = folder
        self.pages: set[str] = set()

    def mend(self) -> Iterator[str]:
        """Yield a line for whatever is taken out or missing. Raises ArchiveError, StoreError and OSError."""
        self.pages |= note_torn_files(self.store, self.folder).due
        files = files_of(self.folder)
        for path in with_progress(files, "Mending", len(files), name=lambda path: path.name):
            yield from self._mend_file(path)
        present = {name_of(path) for path in files_of(self.folder)}
        with self.store.transaction() as connection:
            missing = sorted(captures.files(connection) - present)
            self._forget(connection, missing)
        yield from (f"{file}  is not in {self.folder}: forgotten" for file in missing)

    def _forget(self, connection: Connection, files: Sequence[str]) -> None:
        """Forget missing files, and have fetched again what was in them alone, and whatever else has no record."""
        # Asked first: a run of which no capture is left does not count as one with an archive.
        lacked = [page for page, _ in lacking.unreadable_pages(connection, (), files)]
        forgotten: list[Capture] = []
        for file in files:
            forgotten += captures.forget(connection, file, [*captures.of_file(connection, file)])
        self.pages |= ledger.fetch_again(connection, {*lacked, *lacking.pages_of_lost(connection, forgotten)})

    def _mend_file(self, path: Path) -> Iterator[str]:
        with self.store.transaction() as connection:
            damages, lost, due = note_file(connection, path)
        self.pages |= due
        yield from (f"{damage.file}  {damage.offset}  {damage.reason}: taken out" for damage in damages)
        named = {damage.offset for damage in damages}
        for offset in (capture.offset for capture in lost if capture.offset not in named):
            yield f"{name_of(path)}  {offset}  the store knew a record there, which cannot be read: forgotten"
        if damages:
            take_out(path, named)
            with self.store.transaction() as connection:
                self.pages |= note_file(connection, path).due
