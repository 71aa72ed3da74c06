"""Checks the archive against the store: every record is sound and known, and every page of the ledger has one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from zhanjiang.archive.capture import Capture
from zhanjiang.archive.reader import files_of, name_of
from zhanjiang.archive.verification import Damage, check_file
from zhanjiang.store import Store, captures, lacking


class Verification:
    """Reads the archive once. Records that the store does not know are noted in it.

    ``records`` counts the sound captures, ``noted`` those that were new to the store; ``progress`` is called with the
    number of bytes read so far, of the file ``reading`` last.
    """

    def __init__(self, store: Store, folder: Path, progress: Callable[[int], None]) -> None:
        """Take a store whose lock is ours, and the archive's folder."""
        self.store = store
        self.folder = folder
        self.progress = progress
        self.paths = files_of(folder)
        self.records = self.noted = 0
        self.reading = ""
        self._damaged: set[tuple[str, int]] = set()
        self._bytes = 0

    def problems(self) -> Iterator[str]:
        """Yield a line for each damaged or missing record, file and page."""
        for path in self.paths:
            self.reading = path.name
            yield from self._check(path)
            self._bytes += path.stat().st_size if path.exists() else 0
            self.progress(self._bytes)
        yield from self._check_ledger()

    def _check(self, path: Path) -> Iterator[str]:
        with self.store.reading() as connection:
            known = captures.of_file(connection, name_of(path))
        fresh: list[Capture] = []
        try:
            for part in check_file(path):
                yield from self._take(part, known, fresh)
        except OSError as error:
            yield f"{path.name}  cannot be read: {error.strerror or error}"
        for offset in known:
            self._damaged.add((name_of(path), offset))
            yield f"{path.name}  {offset}  the store knows a record there, which cannot be read"
        with self.store.transaction() as connection:
            captures.add(connection, fresh)
        self.noted += len(fresh)

    def _take(self, part: Capture | Damage, known: dict[int, tuple[int, str]], fresh: list[Capture]) -> Iterator[str]:
        """Compare a part of a file with the store; move it out of ``known``, or into ``fresh`` if it was not there."""
        expected = known.pop(part.offset, None)
        self.progress(self._bytes + part.offset)
        if isinstance(part, Damage):
            self._damaged.add((part.file, part.offset))
            yield f"{part.file}  {part.offset}  {part.reason}"
            return
        self.records += 1
        if expected is None:
            fresh.append(part)
        elif expected != (part.length, part.digest):
            self._damaged.add((part.file, part.offset))
            yield f"{part.file}  {part.offset}  the store knows another record there"

    def _check_ledger(self) -> Iterator[str]:
        """Yield the missing files, and the pages of the ledger without a readable record."""
        present = {name_of(path) for path in self.paths}
        with self.store.transaction() as connection:
            lost = captures.files(connection) - present
            pages = lacking.unreadable_pages(connection, self._damaged, lost)
        for file in sorted(lost):
            yield f"{file}  is not in {self.folder}"
        for page, url in pages:
            yield f"{page}  {url}  no record of this page can be read"
