"""Where an export is written."""

from __future__ import annotations

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
    """Open a file, or standard output (``-``). ``.gz`` compresses. Raises OSError.

    A file is written under another name, and takes its own when it is complete and on the disk; a device or a pipe
    stays what it is.
    """
    if target == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    path.parent.mkdir(parents=True, exist_ok=True)
    takes_name = path.is_file() or not path.exists()
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp") if takes_name else path
    try:
        with gzip.open(unfinished, "wb") if path.suffix == ".gz" else unfinished.open("wb") as file:
            yield cast("IO[bytes]", file)
        if takes_name:
            put_in_place(unfinished, path)
    finally:
        if takes_name:
            unfinished.unlink(missing_ok=True)
