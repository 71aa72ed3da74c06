"""Files that a killed run left: a torn end is cut off, and the file gets its final name."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from zhanjiang.archive import ArchiveError
from zhanjiang.archive.writer import ENDING, OPEN, lock_of

_GZIP: Final = zlib.MAX_WBITS | 16
_BLOCK: Final = 1 << 20


def close_off(folder: Path) -> list[str]:
    """Cut the torn ends off files of dead runs, and give them their final names, which are returned.

    A file that another run is writing stays. Raises ArchiveError if a file cannot be mended.
    """
    return sorted(filter(None, (_close_off(path) for path in folder.glob(f"*{OPEN}"))))


def _close_off(path: Path) -> str | None:
    lock = FileLock(lock_of(path), timeout=0)
    try:
        with lock:
            if not path.exists():  # its run closed it in the meantime
                return None
            return _mend(path)
    except Timeout:
        return None
    except OSError as error:
        raise ArchiveError(f"{path} was left by a killed run, and cannot be closed: {error}") from error
    finally:
        if not path.exists():
            Path(lock_of(path)).unlink(missing_ok=True)


def _mend(path: Path) -> str | None:
    whole = sound_length(path)
    if whole == 0:
        path.unlink()
        return None
    if whole < path.stat().st_size:
        with path.open("r+b") as stream:
            stream.truncate(whole)
    closed = path.with_name(path.name.removesuffix(OPEN) + ENDING)
    path.rename(closed)
    return closed.name


def sound_length(path: Path) -> int:
    """The length in bytes of the whole gzip members at a file's start: each is a record with a checksum."""
    sound = read = 0
    with path.open("rb") as stream:
        member = zlib.decompressobj(_GZIP)
        rest = b""
        while block := rest or stream.read(_BLOCK):
            read += 0 if rest else len(block)
            try:
                member.decompress(block)
            except zlib.error:
                return sound
            rest = member.unused_data
            if member.eof:
                sound = read - len(rest)
                member = zlib.decompressobj(_GZIP)
    return sound
