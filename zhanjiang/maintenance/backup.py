"""A backup of store, archive and pictures, as they are at one moment, while a crawl may go on."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from zhanjiang.archive.reader import find_file
from zhanjiang.archive.rewriting import KeptPart, copy_part, plans_of
from zhanjiang.archive.writer import ENDING
from zhanjiang.console.errors import WrongArgument
from zhanjiang.console.progress_bar import progress_bar
from zhanjiang.durable import sync
from zhanjiang.maintenance.manifest import ARCHIVE, DATABASE, DUMP, PICTURES, Manifest, checksum
from zhanjiang.store import captures, images, open_read_only, parse_store_url
from zhanjiang.store.address import file_of
from zhanjiang.store.schema import REVISION
from zhanjiang.store.snapshot import copy_sqlite, dump_postgresql, hold_snapshot
from zhanjiang.times import moment

_TIMES: Final = 3
"""How often a backup begins anew since files of the archive were joined meanwhile."""


class _Moved(Exception):
    """A file of the archive went while the backup was made."""


@dataclass
class Backup:
    """Makes a backup of what is at these places; ``pictures`` is None where none are stored on this machine.

    ``missing`` are the files that the store knows and that are not there, of the backup that was made last.
    """

    address: str
    archive: Path
    pictures: Path | None
    missing: list[str] = field(default_factory=list)

    def make(self, target: Path) -> Manifest:
        """Make it in a new folder, which appears whole or not at all.

        Raises WrongArgument for a folder that is there, StoreError and OSError.
        """
        if target.exists():
            raise WrongArgument(f"there is something at {target} already: give the name of a new folder")
        unfinished = target.absolute().with_name(f".{target.name}.unfinished")
        for left in reversed(range(_TIMES)):
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(parents=True)
            try:
                manifest = self._copy(unfinished, is_last=not left)
                _sync_folders(unfinished)
                unfinished.rename(target)
                sync(target.absolute().parent)
                return manifest
            except _Moved:
                continue
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
        raise AssertionError("the last one raises no _Moved")

    def _copy(self, folder: Path, *, is_last: bool) -> Manifest:
        manifest = Manifest(moment(), REVISION)
        self.missing = []
        closed = {path.name for path in self.archive.glob(f"*{ENDING}")}
        with closing(open_read_only(self.address)) as store, store.reading() as connection:
            snapshot = hold_snapshot(connection)
            database = self._copy_store(connection, snapshot, folder)
            lengths = captures.known_lengths(connection)
            pictures = images.paths(connection) if self.pictures else []
        sync(database)
        manifest.files[database.name] = checksum(database)
        for source, name, length in self._wanted(closed, lengths, pictures):
            try:
                _copy_file(source, folder / name, length)
                manifest.files[name] = checksum(folder / name)
            except FileNotFoundError:
                if not is_last:
                    raise _Moved from None
                self.missing.append(name)
        manifest.write(folder)
        return manifest

    def _copy_store(self, connection: Connection, snapshot: str, folder: Path) -> Path:
        url = parse_store_url(self.address)
        if snapshot:
            dump_postgresql(url, snapshot, folder / DUMP)
            return folder / DUMP
        path = file_of(url)
        with progress_bar("Copying the store", path.stat().st_size if path else None, "bytes") as show:
            copy_sqlite(connection, folder / DATABASE, show)
        return folder / DATABASE

    def _wanted(
        self, closed: set[str], lengths: dict[str, int], pictures: list[str]
    ) -> Iterator[tuple[Path, str, int | None]]:
        """Yield each file, its name in the backup, and how many of its bytes the store knows; None for all.

        A file that was closed before the store was copied is whole. Of one that a run was writing, what came after the
        copy is left out. Of files that were being joined, those are taken that the store knows.
        """
        joined = {name for plan in plans_of(self.archive) for name in (plan.target, *plan.sources)}
        names = sorted((closed - joined) | lengths.keys())
        places = [(find_file(self.archive, name), f"{ARCHIVE}/{name}", name) for name in names]
        total = sum(place.stat().st_size for place, _, _ in places if place.exists())
        with progress_bar("Copying the archive", total, "bytes") as show:
            done = 0
            for place, named, name in places:
                yield place, named, None if name in closed else lengths[name]
                done += place.stat().st_size if place.exists() else 0
                show(done, name)
        if self.pictures:
            with progress_bar("Copying pictures", len(pictures)) as show:
                for number, picture in enumerate(pictures, 1):
                    yield self.pictures / picture, f"{PICTURES}/{picture}", None
                    show(number, picture)


def _copy_file(source: Path, target: Path, length: int | None) -> None:
    """Put a file into the backup: the same file under a second name where it is whole and that can be, else a copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if length is None:
        try:
            os.link(source, target)  # a file of the archive with its final name is never written again
            return
        except OSError as error:
            if error.errno == errno.ENOENT:
                raise
        shutil.copyfile(source, target)
    else:
        with target.open("wb") as out:
            copy_part(source, KeptPart(source.name, 0, length), out.write)
    sync(target)


def _sync_folders(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            sync(path)
