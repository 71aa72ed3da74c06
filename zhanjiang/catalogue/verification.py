"""The archive's files against the store: is every record sound and known, and has every page of the ledger its own?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from zhanjiang.archive.capture import Capture
from zhanjiang.archive.reader import files_of, name_of
from zhanjiang.archive.verification import Damage, check_file
from zhanjiang.store import Store, captures


class Verification:
    """Looks through the archive once. Records that the store does not know are noted into it.

    ``files``, ``records`` and ``noted`` count what was seen, sound captures alone; ``progress`` is told how many bytes
    have been read.
    """

    def __init__(self, store: Store, folder: Path, progress: Callable[[int], None]) -> None:
        """Take a store that nobody else writes, and the archive's folder."""
        self.store = store
        self.folder = folder
        self.progress = progress
        self.paths = files_of(folder)
        self.records = self.noted = 0
        self._damaged: set[tuple[str, int]] = set()
        self._bytes = 0

    def problems(self) -> Iterator[str]:
        """Yield a line for everything that is damaged or missing."""
        for path in self.paths:
            yield from self._check(path)
            self._bytes += path.stat().st_size if path.exists() else 0
            self.progress(self._bytes)
        yield from self._check_ledger()

    def _check(self, path: Path) -> Iterator[str]:
        with self.store.transaction() as connection:
            known = captures.of_file(connection, name_of(path))
        fresh: list[Capture] = []
        try:
            for found in check_file(path):
                yield from self._take(found, known, fresh)
        except OSError as error:
            yield f"{path.name}  cannot be read: {error.strerror or error}"
        for offset in known:
            self._damaged.add((name_of(path), offset))
            yield f"{path.name}  {offset}  the store knows a record there, which cannot be read"
        with self.store.transaction() as connection:
            captures.add(connection, fresh)
        self.noted += len(fresh)

    def _take(self, found: Capture | Damage, known: dict[int, tuple[int, str]], fresh: list[Capture]) -> Iterator[str]:
        """Hold what stands in a file against what is known of it, which is taken out; what is not known is fresh."""
        told = known.pop(found.offset, None)
        self.progress(self._bytes + found.offset)
        if isinstance(found, Damage):
            self._damaged.add((found.file, found.offset))
            yield f"{found.file}  {found.offset}  {found.reason}"
            return
        self.records += 1
        if told is None:
            fresh.append(found)
        elif told != (found.length, found.digest):
            self._damaged.add((found.file, found.offset))
            yield f"{found.file}  {found.offset}  the store knows another record there"

    def _check_ledger(self) -> Iterator[str]:
        """Yield what files are missing, and the pages of the ledger that the archive has not."""
        there = {name_of(path) for path in self.paths}
        with self.store.transaction() as connection:
            lost = captures.files(connection) - there
            pages = captures.unreadable_pages(connection, self._damaged, lost)
        for file in sorted(lost):
            yield f"{file}  is not in {self.folder}"
        for page, url in pages:
            yield f"{page}  {url}  no record of this page can be read"
