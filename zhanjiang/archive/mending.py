"""Damaged files, most of which a killed run left: what is damaged is taken out, and the file gets its final name."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from zhanjiang.archive import ArchiveError
from zhanjiang.archive.members import members
from zhanjiang.archive.writer import ENDING, OPEN, lock_of
from zhanjiang.durable import put_in_place
from zhanjiang.times import now


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
            return _close(path)
    except Timeout:
        return None
    except OSError as error:
        raise ArchiveError(f"{path} was left by a killed run, and cannot be closed: {error}") from error
    finally:
        if not path.exists():
            Path(lock_of(path)).unlink(missing_ok=True)


def _close(path: Path) -> str | None:
    parts = sound_parts(path)
    closed = path.with_name(path.name.removesuffix(OPEN) + ENDING)
    if not parts:
        path.unlink()
        return None
    end = sum(parts[-1])
    if sum(length for _, length in parts) == end:  # what is damaged is the end
        with path.open("r+b") as stream:
            stream.truncate(end)
        put_in_place(path, closed)
    else:  # as after a power cut, which may lose any part of what was written last
        _write_anew(path, closed, parts)
    return closed.name


def sound_parts(path: Path) -> list[tuple[int, int]]:
    """Offset and length of the gzip members of a file that are whole: each is a record with a checksum."""
    return [(member.offset, member.length) for member in members(path) if member.is_compressed and not member.finish()]


def take_out(path: Path, damaged: Collection[int]) -> None:
    """Write a file anew without the members at these offsets, and whatever is no member. Raises OSError.

    The file as it was stays beside it, its name ending in ``.damaged``.
    """
    _write_anew(path, path, [part for part in sound_parts(path) if part[0] not in damaged])


def _write_anew(path: Path, target: Path, parts: Sequence[tuple[int, int]]) -> None:
    """Write parts of a file in place of another, which is left out where there are none; and put the file aside."""
    shutil.copyfile(path, target.with_name(f"{target.name}.{now():%Y%m%dT%H%M%S}.damaged"))
    mended = target.with_name(f"{target.name}.mending")
    with path.open("rb") as source, mended.open("wb") as out:
        for offset, length in parts:
            source.seek(offset)
            out.write(source.read(length))
    if parts:
        put_in_place(mended, target)
    mended.unlink(missing_ok=True)
    if path != target or not parts:
        path.unlink()
