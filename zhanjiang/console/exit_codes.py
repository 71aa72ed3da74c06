"""The exit codes of the commands, as cron sees them."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of ``scrapy crawl``; codes from 64 on have the meaning of ``sysexits.h``."""

    DONE = 0
    COULD_NOT_START = 1
    WRONG_ARGUMENTS = 2
    INCOMPLETE = 65
    UNAVAILABLE = 69
    CANNOT_WRITE = 74
    BUSY = 75
