"""A backup of store, archive and pictures, as they are at one moment, while a crawl may go on."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from zhanjiang.archive import ArchiveError
from zhanjiang.archive.reader import find_file
from zhanjiang.archive.rewriting import KeptPart, copy_part, plans_of
from zhanjiang.archive.writer import ENDING
from zhanjiang.console.errors import WrongArgument
from zhanjiang.console.progress_bar import progress_bar, with_progress
from zhanjiang.durable import sync
from zhanjiang.maintenance.manifest import ARCHIVE, DATABASE, DUMP, PICTURES, Manifest, checksum
from zhanjiang.store import captures, images, open_read_only, parse_store_url
from zhanjiang.store.address import file_of
from zhanjiang.store.schema import REVISION
from zhanjiang.store.snapshot import copy_sqlite, dump_postgresql, hold_snapshot
from zhanjiang.times import moment

_TIMES: Final = 3
"""How often a backup begins at most: files of the archive may be joined meanwhile."""


class _Moved(Exception):
    """A file of the archive went while the backup was made."""


@dataclass
class Backup:
    """Makes a backup of what is at these places; ``pictures`` is None where none are stored on this machine.

    Of the backup that was made last, ``missing`` are the files that the store knows and that are not there, and
    ``pictures_left_out`` is how many pictures it knows that are elsewhere.
    """

    address: str
    archive: Path
    pictures: Path | None
    missing: list[str] = field(default_factory=list)
    pictures_left_out: int = 0

    def make(self, target: Path) -> Manifest:
        """Make it in a new folder, which appears whole or not at all.

        Raises WrongArgument for a folder that is there, StoreError, ArchiveError and OSError.
        """
        if target.exists():
            raise WrongArgument(f"there is something at {target} already: give the name of a new folder")
        unfinished = target.absolute().with_name(f".{target.name}.unfinished")
        for _ in range(_TIMES):
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(parents=True)
            try:
                manifest = self._copy(unfinished)
                _sync_folders(unfinished)
                unfinished.rename(target)
                sync(target.absolute().parent)
                return manifest
            except _Moved:
                continue
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
        raise ArchiveError(f"the files of {self.archive} change all the time: wait until `scrapy maintain` has ended")

    def _copy(self, folder: Path) -> Manifest:
        manifest = Manifest(moment(), REVISION)
        self.missing = []
        closed = {path.name for path in self.archive.glob(f"*{ENDING}")}
        with closing(open_read_only(self.address)) as store, store.reading() as connection:
            snapshot = hold_snapshot(connection)
            database = self._copy_store(connection, snapshot, folder)
            lengths = captures.known_lengths(connection)
            pictures = images.paths(connection)
        self.pictures_left_out = 0 if self.pictures else len(pictures)
        sync(database)
        manifest.files[database.name] = checksum(database)
        self._copy_archive(folder, closed, lengths, manifest)
        self._copy_pictures(folder, pictures, manifest)
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

    def _copy_archive(self, folder: Path, closed: set[str], lengths: dict[str, int], manifest: Manifest) -> None:
        """Copy the archive as the copied store knows it: ``lengths`` are how many bytes it knows of each file.

        A file that was ``closed`` before the store was copied is whole. Of one that a run was writing, what came after
        the copy is left out. Of files that were being joined, those are taken that the store knows.
        """
        joined = {name for plan in plans_of(self.archive) for name in (plan.target, *plan.sources)}
        names = sorted((closed - joined) | lengths.keys())
        sizes = [_size(find_file(self.archive, name)) for name in names]
        with progress_bar("Copying the archive", sum(sizes), "bytes") as show:
            done = 0
            for name, size in zip(names, sizes, strict=True):
                show(done, name)
                done += size
                copy = folder / ARCHIVE / name
                if self._copy_warc(name, copy, None if name in closed else lengths[name]):
                    manifest.files[f"{ARCHIVE}/{name}"] = checksum(copy)
                else:
                    self.missing.append(f"{ARCHIVE}/{name}")

    def _copy_warc(self, name: str, copy: Path, length: int | None) -> bool:
        """Copy a file of the archive; False where it is lost. Raises _Moved where it was joined with others."""
        for _ in range(2):  # it has another name once its run closes it
            with suppress(FileNotFoundError):
                _copy_file(find_file(self.archive, name), copy, length)
                return True
        with closing(open_read_only(self.address)) as store, store.reading() as connection:
            if not captures.of_file(connection, name):
                raise _Moved
        return False

    def _copy_pictures(self, folder: Path, pictures: list[str], manifest: Manifest) -> None:
        if self.pictures is None:
            return
        for picture in with_progress(pictures, "Copying pictures", len(pictures), name=str):
            name = f"{PICTURES}/{picture}"
            try:
                _copy_file(self.pictures / picture, folder / name, None)
                manifest.files[name] = checksum(folder / name)
            except FileNotFoundError:
                self.missing.append(name)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


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
