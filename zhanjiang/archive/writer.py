"""Writing the archive: a file a run and a gigabyte, appended to a record at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from filelock import FileLock

from zhanjiang.archive import ArchiveError
from zhanjiang.archive.records import file_header
from zhanjiang.times import now

ENDING: Final = ".warc.gz"
OPEN: Final = f"{ENDING}.open"
"""The ending of a file that a run is writing, or was writing when it was killed."""


def open_folder(address: str) -> Path:
    """Return the archive's folder, made where it is missing. Raises ArchiveError where it cannot be written."""
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
    """Appends records to a file of its own, begun with the first of them.

    Each record goes out in one write, so that a kill tears at most the last one. While a file is written its name ends
    in ``.open`` and a lock stands beside it, which dies with the process.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        told: Mapping[str, str],
        most_bytes: int,
        before_naming: Callable[[], None] = lambda: None,
    ) -> None:
        """Take the folder, the beginning of the files' names, what their headers say, and how long each may be.

        ``before_naming`` is called before a file gets its name, and may raise: the file then stays one of a dead run,
        whose records the next run notes.
        """
        self.folder = folder
        self.name = name
        self.told = dict(told)
        self.most_bytes = most_bytes
        self.before_naming = before_naming
        self._begun = ""
        self._serial = 0
        self._file = ""
        self._end = 0
        self._header_bytes = 0
        self._stream: BinaryIO | None = None
        self._lock: FileLock | None = None

    def write(self, members: bytes) -> tuple[str, int]:
        """Append records; return the name of their file, as it is in the end, and where in it they begin.

        Raises ArchiveError where they cannot be written; the file is then as it was.
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
        """Begin a file; where that fails there is none."""
        self._serial += 1
        # The same in all files of a writer: runs are told apart by it, also where two stores count them alike.
        self._begun = self._begun or now().strftime("%Y%m%dT%H%M%S%f")
        self._file = f"{self.name}-{self._begun}-{self._serial:05}{ENDING}"
        path = self._open_path
        self._lock = FileLock(lock_of(path), timeout=0)
        self._lock.acquire()
        self._end = 0
        try:
            stream = self._stream = path.open("xb", buffering=0)
            self._append(stream, file_header(self._file, self.told))
        except OSError:
            self._let_go()
            raise
        self._header_bytes = self._end
        return stream

    def _append(self, stream: BinaryIO, members: bytes) -> int:
        """Append bytes, all or none of them; return where they begin."""
        offset = self._end
        try:
            stream.seek(offset)
            left = memoryview(members)
            while left:
                left = left[stream.write(left) :]
        except OSError:
            with suppress(OSError):  # what is torn is written over, or cut off when the file is closed
                stream.truncate(offset)
            raise
        self._end = offset + len(members)
        return offset

    @property
    def _open_path(self) -> Path:
        return self.folder / (self._file.removesuffix(ENDING) + OPEN)

    def close(self) -> None:
        """Close the file and give it its name; nothing where none was begun."""
        if self._stream is None:
            return
        try:
            self._stream.truncate(self._end)
            self.before_naming()
            self._open_path.rename(self.folder / self._file)
        finally:
            self._let_go()

    def _let_go(self) -> None:
        """Close what is open, and remove the lock; a file of which nothing could be written goes too."""
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
    """Return the name of the lock beside a file that is being written."""
    return f"{path}.lock"
