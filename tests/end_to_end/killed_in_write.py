"""Runs ``scrapy`` and kills itself in the N-th write to the archive.

``python -m tests.end_to_end.killed_in_write N SHARE``.

The kill is SIGKILL, when SHARE of 100 parts of the record are in the file. Nothing of this is in the crawler.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import BinaryIO

from scrapy import cmdline

from zhanjiang.archive.writer import ArchiveWriter


def arm(number: int, share: int) -> None:
    """Count writes, and kill the process in the one with this number."""
    left = iter(range(number, 0, -1))
    append = ArchiveWriter._append

    def and_strike(writer: ArchiveWriter, stream: BinaryIO, members: bytes) -> int:
        if next(left, 0) == 1:
            stream.write(members[: len(members) * share // 100])
            os.kill(os.getpid(), signal.SIGKILL)
        return append(writer, stream, members)

    ArchiveWriter._append = and_strike  # type: ignore[method-assign]


if __name__ == "__main__":
    _, number, share, *arguments = sys.argv
    arm(int(number), int(share))
    cmdline.execute(["scrapy", *arguments])
