"""The file that remembers up to which change a consumer was given the store, and the delivery that it goes with.

A delivery is an output file and a step of the cursor, and both happen or neither. The output is first written whole
beside its place. Then one replacement of the cursor file decides: it names the new cursor, and, until that is done, the
file that is still to be put in place. A call that is ended before it leaves nothing but a file that the next one writes
over; one that is ended after it is finished by the next call, which puts in place what was written, and makes nothing
again. ``docs/export.md`` says what a consumer has to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Final, Self

import orjson
from filelock import FileLock, Timeout

from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.durable import put_in_place, sync
from zhanjiang.export.output import opened
from zhanjiang.store.changes import BEGINNING

_LENGTH_MAX: Final = 65_536


@dataclass(frozen=True, slots=True)
class _Delivery:
    """An output that is written, at ``written``, and to be put in place at ``output``; ``stamp`` knows it again."""

    written: str
    output: str
    stamp: str | None

    def finish(self) -> None:
        """Put the output in place, unless that is done. Raises OSError."""
        written = Path(self.written)
        if written.exists():
            put_in_place(written, Path(self.output))

    def is_in_place(self, target: Path) -> bool:
        """Say whether it is the file at a place, where nobody has taken it away."""
        return self.output == str(target) and _stamp(target) == self.stamp


class CursorFile:
    """A cursor file, which one export uses at a time. ``cursor`` is up to where its consumer was given the store."""

    def __init__(self, path: Path, cursor: str, left: _Delivery | None) -> None:
        """Take what the file says; ``left`` is a delivery that was decided and perhaps not finished."""
        self._path = path
        self.cursor = cursor
        self._left = left

    @classmethod
    @contextmanager
    def locked(cls, name: str) -> Iterator[Self]:
        """Open a cursor file, which may be missing yet.

        Raises OSError, and CommandError while another uses it, or where no file can be locked beside it.
        """
        path = Path(name).absolute()
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock = FileLock(f"{path}.lock", timeout=0).acquire()
        except Timeout:
            if Path(f"{path}.lock").exists():
                message = f"another export uses the cursor file {name}: wait for it to end"
                raise CommandError(ExitCode.BUSY, message) from None
            # A lock file that cannot be made is reported as a held one.
            message = f"{name}.lock cannot be made beside the cursor file: give a cursor file in a folder that is yours"
            raise CommandError(ExitCode.CANNOT_WRITE, message) from None
        with lock:
            yield cls(path, *_read(path))

    def take_up(self, target: str) -> bool:
        """Finish what a call that was ended has left. Say whether it is the output that this call is to write.

        Raises OSError.
        """
        if not self._left:
            return False
        self._left.finish()
        is_this = self._left.is_in_place(Path(target).absolute())
        self._write(self.cursor, None)
        return is_this

    @contextmanager
    def delivering(self, target: str, cursor: str) -> Iterator[IO[bytes]]:
        """Give a file to write with all up to a cursor; then deliver both.

        Raises OSError, which names the target.
        """
        output = Path(target).absolute()
        output.parent.mkdir(parents=True, exist_ok=True)
        # The same name at each call, so that what a call leaves that is killed is written over.
        written = output.with_name(f".{output.name}.{sha256(bytes(self._path)).hexdigest()[:12]}.tmp")
        try:
            with ExitStack() as undo:
                undo.callback(written.unlink, missing_ok=True)
                with opened(written, output.suffix.lower() == ".gz") as file:
                    yield file
                sync(written)
                undo.pop_all()
        except OSError as error:
            error.filename = target
            raise
        with suppress(OSError):  # some file systems cannot sync a folder
            sync(written.parent)
        delivery = _Delivery(str(written), str(output), _stamp(written))
        try:
            self._write(cursor, delivery)
        except OSError:  # nothing is decided
            written.unlink(missing_ok=True)
            raise
        delivery.finish()
        self._write(cursor, None)

    def _write(self, cursor: str, delivery: _Delivery | None) -> None:
        unfinished = self._path.with_name(f".{self._path.name}.tmp")
        note = orjson.dumps(asdict(delivery)) + b"\n" if delivery else b""
        try:
            unfinished.write_bytes(cursor.encode() + b"\n" + note)
            put_in_place(unfinished, self._path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise


def check_output(target: str, cursor_file: str) -> None:
    """Raise WrongArgument for an output that cannot be delivered once: what a pipe has passed on, nobody can know."""
    path = Path(target)
    if target == "-" or (path.exists() and not path.is_file()):
        raise WrongArgument(f"--cursor-file needs a file to write, and {target} is none: give one, or --changed-since")
    if path.absolute() == Path(cursor_file).absolute():
        raise WrongArgument(f"{target} is the cursor file: give the output another name")


def _read(path: Path) -> tuple[str, _Delivery | None]:
    """The cursor, and what is to be delivered yet. Raises CommandError for a file that says something else."""
    if not path.exists():
        return BEGINNING, None
    with path.open("rb") as file:
        cursor, *note = file.read(_LENGTH_MAX).decode("utf-8", "replace").splitlines() or [""]
    try:
        return cursor.strip(), _Delivery(**orjson.loads(note[0])) if note else None
    except (TypeError, ValueError):
        message = f"{path} is no cursor file: give another name, or delete it to begin with all articles"
        raise CommandError(ExitCode.WRONG_ARGUMENTS, message) from None


def _stamp(path: Path) -> str | None:
    """What distinguishes a file from a later one of its name; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return f"{status.st_dev}-{status.st_ino}-{status.st_size}-{status.st_mtime_ns}"
