"""How a crawl tells cron what became of it: the exit codes, and the rule that chooses one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any


class ExitCode(IntEnum):
    """The exit codes of ``scrapy crawl``; codes from 64 on have the meaning of ``sysexits.h``."""

    DONE = 0
    COULD_NOT_START = 1
    WRONG_ARGUMENTS = 2


def exit_code_of(stats: Mapping[str, Any], *, typed: bool) -> ExitCode:
    """Choose the exit code of a crawl that ran, from its stats: without a single page it was none.

    Where the user ``typed`` the pages, "there is no such page" is an answer too. robots.txt is no page.

    >>> exit_code_of({"finish_reason": "finished", "downloader/response_status_count/200": 3}, typed=False)
    <ExitCode.DONE: 0>
    >>> only_robots = {"downloader/response_status_count/200": 1, "robotstxt/response_status_count/200": 1}
    >>> exit_code_of({"finish_reason": "finished", **only_robots}, typed=False)
    <ExitCode.COULD_NOT_START: 1>
    """
    statuses = (200, 203, 304, 404, 410) if typed else (200, 203, 304)
    answered = any(
        stats.get(f"downloader/response_status_count/{status}", 0)
        > stats.get(f"robotstxt/response_status_count/{status}", 0)
        for status in statuses
    )
    return ExitCode.DONE if answered and stats.get("finish_reason") != "start_error" else ExitCode.COULD_NOT_START
