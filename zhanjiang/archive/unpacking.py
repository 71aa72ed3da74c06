"""The WARC files in a WACZ, unpacked one after the other and within bounds: a small ZIP file may hold anything."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo, is_zipfile

from zhanjiang.archive.raw import NoWarc

_WARC: Final = (".warc", ".warc.gz")
_METHODS: Final = (ZIP_STORED, ZIP_DEFLATED)
_BROKEN: Final = (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error, zlib.error)
_MOST_MORE: Final = 64 * 1024 * 1024
"""By how many bytes the files in a WACZ may be larger than it: they are compressed already."""
_CHUNK: Final = 1 << 16
_LONGEST_NAME: Final = 100


class _NotUnpacked(Exception):
    """A file cannot be unpacked; the text says why and what to do."""


def warc_files(path: Path) -> Iterator[tuple[str, Path] | str]:
    """Yield the WARC files in a file, with their names: itself, or those of a WACZ, each there until the next one.

    For a file in it that cannot be unpacked there is a line. Raises NoWarc if a WACZ contains none, or is damaged.
    """
    if not _is_zip(path):
        yield path.name, path
        return
    try:
        with ZipFile(path) as packed:
            infos = [info for info in packed.infolist() if info.filename.lower().endswith(_WARC)]
            if not infos:
                raise NoWarc("it holds no WARC file")
            yield from _unpack(packed, infos, path.stat().st_size + _MOST_MORE)
    except _BROKEN as error:
        if isinstance(error, NoWarc):
            raise
        raise NoWarc(f"it cannot be unpacked ({error}): get another copy") from error


def _is_zip(path: Path) -> bool:
    """Say whether a file is a ZIP file from its beginning on: the last record of a WARC file may hold one."""
    with path.open("rb") as stream:
        if stream.read(2) != b"PK":
            return False
    if not is_zipfile(path):
        raise NoWarc("it is a ZIP file without its end: get another copy")
    return True


def _unpack(packed: ZipFile, infos: list[ZipInfo], most: int) -> Iterator[tuple[str, Path] | str]:
    """Unpack files one after the other, together at most so many bytes."""
    left = most
    with TemporaryDirectory(prefix="zhanjiang-import-") as folder:
        unpacked = Path(folder) / "unpacked"
        for info in infos:
            name = PurePosixPath(info.filename).name[-_LONGEST_NAME:]
            try:
                _write(packed, info, unpacked, left)
            except _NotUnpacked as error:
                yield f"{name}: {error}"
            else:
                yield name, unpacked
            left -= unpacked.stat().st_size if unpacked.exists() else 0


def _write(packed: ZipFile, info: ZipInfo, target: Path, most: int) -> None:
    if info.compress_type not in _METHODS:
        raise _NotUnpacked(f"method {info.compress_type} compresses it: unpack it, and import the WARC file")
    written = 0
    try:
        with packed.open(info) as source, target.open("wb") as file:
            while block := source.read(_CHUNK):
                written += len(block)
                if written > most:
                    raise _NotUnpacked("it takes too much space: unpack it, and import the WARC file")
                file.write(block)
    except _BROKEN as error:
        raise _NotUnpacked(f"it cannot be unpacked ({error}): get another copy") from error
