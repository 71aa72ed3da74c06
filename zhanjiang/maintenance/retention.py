"""What a retention by setting deletes: listings of the archive that later ones supersede, and nothing else.

Articles, pages of newspapers and pictures stay with every version that was ever fetched: they are what was published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection

from zhanjiang.archive import ArchiveError
from zhanjiang.archive.members import members
from zhanjiang.archive.raw import NoWarc
from zhanjiang.archive.reader import read_at
from zhanjiang.archive.rewriting import KeptPart
from zhanjiang.archive.salvage import raw_records
from zhanjiang.archive.writer import ENDING
from zhanjiang.catalogue.rewriting import rewrite
from zhanjiang.console.progress_bar import with_progress
from zhanjiang.store import Store
from zhanjiang.store.superseded import SupersededCapture, newest_whole, superseded_listings
from zhanjiang.times import exact_moment, now

_REWRITTEN = "r"
"""What is added to the name of a file that was written anew: it still begins with the name of its run's files."""


def superseded(connection: Connection, folder: Path, days: int) -> list[SupersededCapture]:
    """The captures that go: older than so many days, with a later one of the same page that can be read.

    Those in files that are open or lost stay.
    """
    rows = superseded_listings(connection, exact_moment(now() - timedelta(days=days)))
    there = {path.name for path in folder.glob(f"*{ENDING}")}
    readable = {page for page in {row.page for row in rows} if _is_readable(folder, newest_whole(connection, page))}
    return [row for row in rows if row.file in there and row.page in readable]


def _is_readable(folder: Path, place: tuple[str, int]) -> bool:
    try:
        return bool(read_at(folder, *place).raw)
    except ArchiveError:
        return False


def delete(store: Store, folder: Path, rows: Sequence[SupersededCapture]) -> int:
    """Write the files of these captures anew without them and their requests; return how many bytes less they are.

    The store's lock is ours. Raises ArchiveError and StoreError: what was deleted before stays so.
    """
    by_file: defaultdict[str, set[int]] = defaultdict(set)
    for row in rows:
        by_file[row.file].add(row.offset)
    freed = 0
    for file, offsets in with_progress(by_file.items(), "Deleting", len(by_file), name=lambda item: item[0]):
        parts = [KeptPart(file, offset, length) for offset, length in _kept(folder / file, offsets)]
        if not parts:  # a file of others, with nothing else in it
            continue
        was = (folder / file).stat().st_size
        target = f"{file.removesuffix(ENDING)}{_REWRITTEN}{ENDING}"
        rewrite(store, folder, target, parts)
        freed += was - (folder / target).stat().st_size
    return freed


def _kept(path: Path, deleted: set[int]) -> Iterator[tuple[int, int]]:
    """Yield offset and length of what stays: all but these answers and the requests that name them."""
    gone: set[str] = set()
    begin = 0
    for member in members(path):
        try:
            record = next(raw_records(member.read), None)
        except NoWarc:  # `scrapy archive verify` names it: it stays
            record = None
        member.finish()
        is_asked = record is not None and record.field("WARC-Concurrent-To") in gone
        if record is not None and (member.offset in deleted or is_asked):
            gone.add(record.field("WARC-Record-ID"))
            if member.offset > begin:
                yield begin, member.offset - begin
            begin = member.offset + member.length
    if (end := path.stat().st_size) > begin:
        yield begin, end - begin
