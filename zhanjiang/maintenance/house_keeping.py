"""What keeps a store and its archive small and quick: done where it is needed, and said before or after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zhanjiang.console.progress_bar import progress_bar
from zhanjiang.console.words import many
from zhanjiang.maintenance import packing, retention
from zhanjiang.store import Store, tuning
from zhanjiang.store.superseded import SupersededCapture


@dataclass(frozen=True, slots=True)
class HouseKeeping:
    """Keeps house in an open store and in the archive's folder.

    ``most_bytes`` is the size of the archive's files, ``days`` how old a superseded listing is that goes, 0 for never.
    With ``is_rehearsal`` nothing changes; otherwise the store's lock is ours.
    """

    store: Store
    archive: Path
    most_bytes: int
    days: int
    is_rehearsal: bool

    def keep(self) -> Iterator[str]:
        """Do what is needed, and yield a line for each thing done or not needed. Raises ArchiveError and StoreError."""
        yield from self._delete()
        yield from self._pack()
        yield from self._tune()

    def _delete(self) -> Iterator[str]:
        if not self.days:
            yield "retention: nothing is ever deleted (RETENTION_LISTINGS is 0)"
            return
        with self.store.reading() as connection:
            rows = retention.superseded(connection, self.archive, self.days)
        older = f"of superseded listings older than {many(self.days, 'day')}"
        if not rows:
            yield f"retention: no record {older}"
        elif self.is_rehearsal:
            size = sum(row.length for row in rows)
            yield f"retention: {many(len(rows), 'record')} {older} would be deleted ({_megabytes(size)})"
            yield from _pages(rows)
        else:
            freed = retention.delete(self.store, self.archive, rows)
            yield f"retention: {many(len(rows), 'record')} {older} deleted ({_megabytes(freed)})"

    def _pack(self) -> Iterator[str]:
        with self.store.reading() as connection:
            packs = packing.packs_of(connection, self.archive, self.most_bytes)
        files, size = sum(len(pack.paths) for pack in packs), sum(pack.bytes for pack in packs)
        if not packs:
            yield "archive: no small files to join"
            return
        if not self.is_rehearsal:
            packing.pack(self.store, self.archive, packs)
        would = "would be joined" if self.is_rehearsal else "joined"
        yield f"archive: {many(files, 'small file')} {would} into {len(packs)} ({_megabytes(size)}), no record changed"

    def _tune(self) -> Iterator[str]:
        with self.store.reading() as connection:
            need = None if connection.dialect.name == "postgresql" else tuning.need_of(connection)
        if need is None:
            if not self.is_rehearsal:
                tuning.vacuum_postgresql(self.store)
            yield f"store: VACUUM (ANALYZE) {'would be done' if self.is_rehearsal else 'done'}"
            return
        would = "would be " if self.is_rehearsal else ""
        unused = f"{_megabytes(need.unused)} of {_megabytes(need.bytes)} unused"
        if need.wants_vacuum and not self.is_rehearsal:
            with progress_bar("Writing the store anew", None) as show:
                tuning.vacuum(self.store, show)
        yield f"store: {unused}, {f'{would}written anew' if need.wants_vacuum else 'not worth writing it anew'}"
        if need.tables and not self.is_rehearsal:
            with progress_bar("Counting", None) as show:
                tuning.analyse(self.store, show)
        named = ", ".join(need.tables)
        yield f"statistics: {f'{would}made anew ({named})' if named else 'up to date'}"


def _pages(rows: list[SupersededCapture]) -> Iterator[str]:
    """A line for each page of which records go: how many, and from when to when."""
    counts = Counter(row.page for row in rows)
    for page, count in sorted(counts.items()):
        days = sorted(row.taken_at[:10] for row in rows if row.page == page)
        yield f"  {page}  {many(count, 'record')}, {days[0]} to {days[-1]}"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
