"""Files that a power cut does not take back: what they hold is on the disk before they have their name."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def sync(path: Path) -> None:
    """Wait until a file's bytes are on the disk, or a folder's names. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put_in_place(written: Path, target: Path) -> None:
    """Give a file that is complete its name, in place of whatever has it. Raises OSError."""
    sync(written)
    written.replace(target)
    with suppress(OSError):  # some file systems cannot sync a folder: there the name may be lost, never the bytes
        sync(target.parent)
