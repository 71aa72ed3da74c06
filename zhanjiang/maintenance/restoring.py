"""A backup put back into the places that the settings name, which are empty: a crawl goes on from there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import URL

from zhanjiang.archive.reader import files_of
from zhanjiang.console.errors import CommandError
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.progress_bar import progress_bar
from zhanjiang.durable import put_in_place
from zhanjiang.maintenance.manifest import (
    ARCHIVE,
    DATABASE,
    DUMP,
    PICTURES,
    BackedUpFile,
    Manifest,
    checksum,
    read_manifest,
)
from zhanjiang.store import parse_store_url
from zhanjiang.store.address import file_of, name_of
from zhanjiang.store.engine import schema_of
from zhanjiang.store.lock import lock_store
from zhanjiang.store.snapshot import restore_postgresql

_UNFINISHED: Final = ".restoring"


@dataclass(frozen=True, slots=True)
class Restoring:
    """Puts a backup back: ``pictures`` is None where ``IMAGES_STORE`` names no folder on this machine."""

    address: str
    archive: Path
    pictures: Path | None

    def restore(self, folder: Path) -> Manifest:
        """Put back what the manifest names, the store last; after a kill it may be begun again.

        Raises CommandError where something is in the way or not as it was, StoreError and OSError.
        """
        manifest = read_manifest(folder)
        url = parse_store_url(self.address)
        database = DATABASE if file_of(url) else DUMP
        if database not in manifest.files:
            other = "SQLite" if database == DUMP else "PostgreSQL"
            raise _refusal(f"the backup is of a store in {other}: set STORE_URL to one of that kind")
        with lock_store(self.address):
            self._check_empty(url, manifest)
            with progress_bar("Restoring", manifest.bytes, "bytes") as show:
                done = 0
                for name, target in self._places(manifest):
                    show(done, name)
                    _copy_whole(folder, name, target, manifest)
                    done += manifest.files[name].bytes
                if path := file_of(url):
                    _copy_whole(folder, database, path, manifest)
                else:
                    _check(folder / database, folder / database, manifest.files[database])
                    restore_postgresql(url, folder / database)
        return manifest

    def _places(self, manifest: Manifest) -> Iterator[tuple[str, Path]]:
        for part, place in ((ARCHIVE, self.archive), (PICTURES, self.pictures)):
            for name in manifest.below(part) if place else ():
                assert place
                yield f"{part}/{name}", place / name

    def _check_empty(self, url: URL, manifest: Manifest) -> None:
        path = file_of(url)
        if path and path.exists():
            raise _refusal(f"there is a store at {path} already: move it away, or set STORE_URL to another place")
        if path is None and schema_of(self.address) is not None:
            raise _refusal(f"there are tables in {name_of(url)} already: set STORE_URL to an empty database")
        strange = sorted({path.name for path in files_of(self.archive)} - {*manifest.below(ARCHIVE)})
        if strange:
            raise _refusal(
                f"the archive {self.archive} has files of its own ({strange[0]}): set ARCHIVE_DIR to an empty folder"
            )


def _copy_whole(folder: Path, name: str, target: Path, manifest: Manifest) -> None:
    """Copy a file, which has its name once its checksum is right; one that is there already and right stays."""
    if target.is_file() and checksum(target) == manifest.files[name]:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}{_UNFINISHED}")
    try:
        shutil.copyfile(folder / name, unfinished)
        _check(unfinished, folder / name, manifest.files[name])
        put_in_place(unfinished, target)
    except FileNotFoundError:
        raise _refusal(f"the backup lacks {folder / name}: the store is not restored, take another backup") from None
    finally:
        unfinished.unlink(missing_ok=True)


def _check(path: Path, source: Path, expected: BackedUpFile) -> None:
    if checksum(path) != expected:
        raise _refusal(f"{source} is not as it was backed up: the store is not restored, take another backup")


def _refusal(message: str) -> CommandError:
    return CommandError(ExitCode.COULD_NOT_START, message)
