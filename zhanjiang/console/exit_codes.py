"""The exit codes of the commands, as cron sees them."""

from __future__ import annotations

import signal
from enum import IntEnum
from typing import Self


class ExitCode(IntEnum):
    """The exit codes of ``scrapy crawl``. From 64 to 78 they mean what ``sysexits.h`` says; above 128, a signal."""

    DONE = 0
    COULD_NOT_START = 1
    WRONG_ARGUMENTS = 2
    INCOMPLETE = 65
    UNAVAILABLE = 69
    CANNOT_WRITE = 74
    BUSY = 75
    INTERRUPTED = 130
    TERMINATED = 143

    @classmethod
    def of_signal(cls, number: int) -> Self:
        """The code of a process that SIGINT (2) or SIGTERM (15) ended; SIGHUP, of a lost terminal, is a SIGTERM.

        >>> ExitCode.of_signal(15), ExitCode.of_signal(1)
        (<ExitCode.TERMINATED: 143>, <ExitCode.TERMINATED: 143>)
        """
        return cls(128 + (signal.SIGTERM if number == signal.SIGHUP else number))
