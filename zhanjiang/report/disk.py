"""How much room the store, the archive and the pictures take, and how much is left."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from zhanjiang.archive.reader import files_of
from zhanjiang.store import images, size
from zhanjiang.store.address import file_of, parse_store_url


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes of the store, of the archive's files and of the downloaded pictures, and free beside them.

    ``free`` is None where neither store nor archive is in a folder of this machine.
    """

    store: int
    archive: int
    archive_files: int
    pictures: int
    picture_files: int
    free: int | None


def disk(connection: Connection, store_url: str, archive: Path) -> Disk:
    """Measure what is stored; pictures by what the store knows of them."""
    sizes = [path.stat().st_size for path in files_of(archive)]
    number, pictures = images.total(connection)
    where = next(_folders(store_url, archive), None)
    free = shutil.disk_usage(where).free if where else None
    return Disk(
        size.of_store(connection, file_of(parse_store_url(store_url))), sum(sizes), len(sizes), pictures, number, free
    )


def _folders(store_url: str, archive: Path) -> Iterator[Path]:
    """Yield the folders that exist in which something is stored."""
    file = file_of(parse_store_url(store_url))
    yield from (folder for folder in (archive, file.parent if file else None) if folder and folder.is_dir())
