"""Writing the archive: each run has files of its own, up to a gigabyte each, and appends record by record."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from filelock import FileLock

from zhanjiang.archive import ArchiveError
from zhanjiang.archive.records import file_header
from zhanjiang.durable import put_in_place, sync
from zhanjiang.times import now

ENDING: Final = ".warc.gz"
OPEN: Final = f"{ENDING}.open"
"""The ending of a file that a run is writing, or was writing when it was killed."""


def open_folder(address: str) -> Path:
    """The archive's folder, created if it is missing. Raises ArchiveError if it cannot be written."""
    folder = Path(address)
    probe = folder / ".writable"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise _failure(folder, error) from error
    return folder


def _failure(folder: Path, error: OSError) -> ArchiveError:
    reason = error.strerror or str(error)
    advice = "check its permissions and its disk's space, or set ARCHIVE_DIR to another folder"
    return ArchiveError(f"the archive {folder} cannot be written ({reason}): {advice}")


class ArchiveWriter:
    """Appends records to a file of its own, which the first record creates.

    Each record is one write, so a kill tears at most the last one. While a file is being written its name ends in
    ``.open``, and a lock file stands next to it; the operating system releases the lock when the process dies.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        origin: Mapping[str, str],
        most_bytes: int,
        before_naming: Callable[[], None] = lambda: None,
    ) -> None:
        """Write into a folder files whose names begin with ``name``, each of at most so many bytes.

        ``origin`` goes into each file's header. ``before_naming`` is called before a file gets its final name, and may
        raise: the file then stays open like one of a dead run, and the next run notes its records.
        """
        self.folder = folder
        self.name = name
        self.origin = dict(origin)
        self.most_bytes = most_bytes
        self.before_naming = before_naming
        self._begun = ""
        self._serial = 0
        self._file = ""
        self._open_path = folder
        self._end = 0
        self._header_bytes = 0
        self._stream: BinaryIO | None = None
        self._lock: FileLock | None = None

    def write(self, members: bytes) -> tuple[str, int]:
        """Append records; return the final name of their file, and their offset in it.

        Raises ArchiveError if they cannot be written; the file is then as it was.
        """
        try:
            stream = self._stream or self._begin()
            if self._end + len(members) > self.most_bytes and self._end > self._header_bytes:
                self.close()
                stream = self._begin()
            return self._file, self._append(stream, members)
        except OSError as error:
            raise _failure(self.folder, error) from error

    def _begin(self) -> BinaryIO:
        """Begin a file; if that fails, none is left."""
        self._serial += 1
        # The same in all files of a writer: it distinguishes runs, even if two stores gave them the same number.
        self._begun = self._begun or now().strftime("%Y%m%dT%H%M%S%f")
        self._file = f"{self.name}-{self._begun}-{self._serial:05}{ENDING}"
        path = self._open_path = self.folder / (self._file.removesuffix(ENDING) + OPEN)
        self._lock = FileLock(lock_of(path), timeout=0)
        self._lock.acquire()
        self._end = 0
        try:
            stream = self._stream = path.open("xb", buffering=0)
            self._append(stream, file_header(self._file, self.origin))
            sync(path)
            sync(self.folder)
        except OSError:
            self._let_go()
            raise
        self._header_bytes = self._end
        return stream

    def _append(self, stream: BinaryIO, members: bytes) -> int:
        """Append all bytes or none; return their offset."""
        offset = self._end
        self._check_place(stream)
        try:
            stream.seek(offset)
            left = memoryview(members)
            while left:
                left = left[stream.write(left) :]
        except OSError:
            with suppress(OSError):  # the next write overwrites a torn end, or close() cuts it off
                stream.truncate(offset)
            raise
        self._end = offset + len(members)
        return offset

    def _check_place(self, stream: BinaryIO) -> None:
        """Raise OSError where the file that is being written was moved or deleted: nobody could read it any more."""
        path = self._open_path
        with suppress(OSError):
            if os.path.samestat(path.stat(), os.fstat(stream.fileno())):
                return
        raise FileNotFoundError(errno.ENOENT, f"{path.name} was moved or deleted while it was written", str(path))

    def close(self) -> None:
        """Close the file, if one was begun, and give it its final name, once all of it is on the disk."""
        if self._stream is None:
            return
        try:
            self._stream.truncate(self._end)
            sync(self._open_path)
            self.before_naming()
            self._check_place(self._stream)
            put_in_place(self._open_path, self.folder / self._file)
        finally:
            self._let_go()

    def _let_go(self) -> None:
        """Close the stream, and remove the lock and a file without any byte."""
        if self._stream:
            self._stream.close()
            self._stream = None
        if self._end == 0:
            self._open_path.unlink(missing_ok=True)
        if self._lock:
            self._lock.release()
            Path(self._lock.lock_file).unlink(missing_ok=True)
            self._lock = None


def lock_of(path: Path) -> str:
    """The name of the lock file of a file that is being written."""
    return f"{path}.lock"
