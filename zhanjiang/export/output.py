"""Where an export is written."""

from __future__ import annotations

import errno
import gzip
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from zhanjiang.durable import put_in_place


@contextmanager
def open_output(target: str) -> Iterator[IO[bytes]]:
    """Open a file, or standard output (``-``). ``.gz`` compresses. Raises OSError, which names the file.

    A file is written under another name, and takes its own when it is complete and on the disk; a device or a pipe
    stays what it is.
    """
    if target == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), target)
    path.parent.mkdir(parents=True, exist_ok=True)
    takes_name = path.is_file() or not path.exists()
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp") if takes_name else path
    try:
        with opened(unfinished, path.suffix.lower() == ".gz") as file:
            yield file
        if takes_name:
            put_in_place(unfinished, path)
    except OSError as error:
        if not isinstance(error, BrokenPipeError):
            error.filename = target
        raise
    finally:
        if takes_name:
            unfinished.unlink(missing_ok=True)


def opened(path: Path, is_compressed: bool) -> IO[bytes]:
    """Open a file to write it, compressed by gzip or not. Raises OSError."""
    # A file of the strongest compression is one per cent smaller, and takes three times as long.
    return cast("IO[bytes]", gzip.open(path, "wb", compresslevel=6)) if is_compressed else path.open("wb")
