"""Mends the archive: takes out what is damaged, and has the next crawl fetch again what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zhanjiang.archive.mending import take_out
from zhanjiang.archive.reader import files_of, name_of
from zhanjiang.catalogue.noting import note_file, note_torn_files
from zhanjiang.console.progress_bar import with_progress
from zhanjiang.store import Store, captures, lacking, ledger


class Mending:
    """Mends the archive of a store whose lock is ours. ``pages`` counts those that the next crawl fetches again."""

    def __init__(self, store: Store, folder: Path) -> None:
        """Take the store, and the archive's folder."""
        self.store = store
        self.folder = folder
        self.pages = 0

    def mend(self) -> Iterator[str]:
        """Yield a line for whatever is taken out or missing. Raises ArchiveError, StoreError and OSError."""
        note_torn_files(self.store, self.folder)
        files = files_of(self.folder)
        for path in with_progress(files, "Mending", len(files), name=lambda path: path.name):
            yield from self._mend_file(path)
        present = {name_of(path) for path in files_of(self.folder)}
        with self.store.transaction() as connection:
            for file in sorted(captures.files(connection) - present):
                captures.forget(connection, file, [*captures.of_file(connection, file)])
                yield f"{file}  is not in {self.folder}: forgotten"
            pages = [page for page, _ in lacking.unreadable_pages(connection, (), ())]
            ledger.fetch_again(connection, pages)
        self.pages = len(pages)

    def _mend_file(self, path: Path) -> Iterator[str]:
        with self.store.transaction() as connection:
            damages = note_file(connection, path)
        if not damages:
            return
        yield from (f"{damage.file}  {damage.offset}  {damage.reason}: taken out" for damage in damages)
        take_out(path, {damage.offset for damage in damages})
        with self.store.transaction() as connection:
            note_file(connection, path)
