"""Why a crawl ended, and the exit code that says so to cron."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from zhanjiang.archive import ARCHIVE_FAILED
from zhanjiang.console.exit_codes import ExitCode

STORE_FAILED: Final = "store_failed"
"""The reason for which a spider is closed whose store cannot be written any more."""

SITE_DOWN: Final = "site_down"
CHALLENGED: Final = "challenged"
CHALLENGES: Final = (403, 412, 429, 521)
"""The statuses that sites answer to those whom they take for robots."""

_OF_ROBOTS: Final = "response_status_count/"
_STATUS: Final = f"downloader/{_OF_ROBOTS}"


_BY_REASON: Final = {
    "start_error": ExitCode.COULD_NOT_START,
    STORE_FAILED: ExitCode.CANNOT_WRITE,
    ARCHIVE_FAILED: ExitCode.CANNOT_WRITE,
    SITE_DOWN: ExitCode.UNAVAILABLE,
    CHALLENGED: ExitCode.UNAVAILABLE,
}


def exit_code_of(stats: Mapping[str, Any], *, typed: bool) -> ExitCode:
    """Choose the exit code of a crawl that ran, from its stats.

    A run that had nothing to ask for is done; one that asked and got not a single page has no site.

    >>> exit_code_of({"finish_reason": "finished", "downloader/response_status_count/200": 3}, typed=False)
    <ExitCode.DONE: 0>
    >>> exit_code_of({"finish_reason": "finished", "downloader/request_count": 8, "ledger/newly_bad": 8}, typed=False)
    <ExitCode.UNAVAILABLE: 69>
    """
    reason = _BY_REASON.get(stats.get("finish_reason", ""))
    if reason is not None:
        return reason
    asked = stats.get("downloader/request_count", 0) - stats.get("robotstxt/request_count", 0)
    if asked + stats.get("robotstxt/forbidden", 0) and not _is_answered(stats, typed):
        return ExitCode.UNAVAILABLE
    return ExitCode.INCOMPLETE if stats.get("ledger/newly_bad", 0) else ExitCode.DONE


def _is_answered(stats: Mapping[str, Any], typed: bool) -> bool:
    """Say whether the site gave a page. Where the user ``typed`` the pages, any answer that lets us in is one.

    robots.txt is no page.
    """
    statuses = {int(name.removeprefix(_STATUS)) for name in stats if name.startswith(_STATUS)}
    wanted = statuses - set(CHALLENGES) if typed else statuses & {200, 203, 304}
    return any(stats[f"{_STATUS}{status}"] > stats.get(f"robotstxt/{_OF_ROBOTS}{status}", 0) for status in wanted)
