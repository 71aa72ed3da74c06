"""Small files of the archive, as many small runs leave them, joined into larger ones. No record changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from zhanjiang.archive.capture import PACKED
from zhanjiang.archive.rewriting import KeptPart
from zhanjiang.archive.verification import Damage, check_file
from zhanjiang.archive.writer import ENDING
from zhanjiang.catalogue.rewriting import rewrite
from zhanjiang.console.progress_bar import progress_bar
from zhanjiang.store import Store, captures
from zhanjiang.times import now

_SMALL: Final = 10
"""What is smaller than this part of ``ARCHIVE_MAX_BYTES`` is joined."""


@dataclass
class FilesOfRun:
    """The files that must stay together: those of one run, or one that is packed already.

    ``since`` is the moment of their first capture, ``runs`` are the numbers of the runs that fetched them.
    """

    paths: list[Path] = field(default_factory=list)
    since: str = ""
    runs: set[int] = field(default_factory=set)

    @property
    def bytes(self) -> int:
        """The size of all of them."""
        return sum(path.stat().st_size for path in self.paths)


@dataclass(frozen=True, slots=True)
class Pack:
    """The files that become one file, in its order."""

    paths: tuple[Path, ...]

    @property
    def bytes(self) -> int:
        """The size of the new file."""
        return sum(path.stat().st_size for path in self.paths)


def packs_of(connection: Connection, folder: Path, most_bytes: int) -> list[Pack]:
    """Choose the files to join, each new file of at most so many bytes, in the order in which they were fetched.

    A file that is damaged, or that the store knows otherwise, is left alone (``scrapy archive verify`` names it). Two
    runs with the same number, as after a store was lost, are never joined: their numbers tell them apart there.
    """
    packs: list[Pack] = []
    paths: list[Path] = []
    runs: set[int] = set()
    size = 0
    for files in sorted(_small(connection, folder, most_bytes), key=lambda files: (files.since, files.paths)):
        if size + files.bytes > most_bytes or runs & files.runs:
            packs.append(Pack(tuple(paths)))
            paths, runs, size = [], set(), 0
        paths += files.paths
        runs |= files.runs
        size += files.bytes
    return [pack for pack in (*packs, Pack(tuple(paths))) if len(pack.paths) > 1]


def _small(connection: Connection, folder: Path, most_bytes: int) -> Iterator[FilesOfRun]:
    by_run: dict[str, FilesOfRun] = {}
    for path in sorted(folder.glob(f"*{ENDING}")):
        of_run = path.name if path.name.startswith(PACKED) else path.name.rpartition("-")[0]
        by_run.setdefault(of_run, FilesOfRun()).paths.append(path)
    small = [files for files in by_run.values() if files.bytes < most_bytes / _SMALL]
    if sum(len(files.paths) for files in small) < 2:  # nothing to join, and nothing to check for it
        return
    with progress_bar("Checking", sum(files.bytes for files in small), "bytes") as show:
        done = 0
        for files in small:
            known = [captures.runs_of_file(connection, path.name) for path in files.paths]
            files.since = min((since for since, _ in known if since), default="")
            files.runs = {run for _, runs in known for run in runs}
            is_sound = all(_is_as_known(connection, path) for path in files.paths)
            show(done := done + files.bytes, files.paths[0].name)
            if is_sound:
                yield files


def _is_as_known(connection: Connection, path: Path) -> bool:
    """Whether a file is sound, and the store knows its captures and no others."""
    found: dict[int, tuple[int, str]] = {}
    try:
        for part in check_file(path):
            if isinstance(part, Damage):
                return False
            found[part.offset] = (part.length, part.digest)
    except OSError:
        return False
    return found == captures.of_file(connection, path.name)


def pack(store: Store, folder: Path, chosen: list[Pack]) -> list[str]:
    """Join the files of each pack, in a store whose lock is ours; return the names of the new files.

    Raises ArchiveError and StoreError: what was joined before stays so.
    """
    begun = now().strftime("%Y%m%dT%H%M%S%f")
    names = []
    with progress_bar("Joining", sum(one.bytes for one in chosen), "bytes") as show:
        before = 0
        for serial, one in enumerate(chosen, 1):
            names.append(f"{PACKED}{begun}-{serial:05}{ENDING}")
            parts = [KeptPart(path.name, 0, path.stat().st_size) for path in one.paths]
            size = one.bytes
            rewrite(store, folder, names[-1], parts, lambda done, before=before: show(before + done))  # type: ignore[misc]
            before += size
    return names
