"""Why a crawl ended, and the exit code that says so to cron."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from zhanjiang.archive import ARCHIVE_FAILED
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.crawl.limits import LIMITS

NOT_STARTED: Final = "start_error"
"""Scrapy's reason for a crawl whose spider could not begin, and ours for one whose components cannot be built."""

STORE_FAILED: Final = "store_failed"
"""The reason for which a spider is closed whose store cannot be written any more."""

SITE_DOWN: Final = "site_down"
CHALLENGED: Final = "challenged"
CHALLENGES: Final = (403, 412, 429, 521)
"""The statuses that sites answer to those whom they take for robots."""

SHUTDOWN: Final = "shutdown"
"""Scrapy's reason for a crawl that a signal ended."""
SIGNAL: Final = "interruption/signal"
"""The stat that holds the number of that signal."""
PROBE: Final = "probe"
"""The key in ``meta`` of a request that asks whether a site answers at all."""
UNREACHED: Final = "site_down/site"
"""The stat that holds the address of a site that gave no answer, or for which the run ended."""
FEED_FAILED: Final = "feedexport/failed_count/"
"""Scrapy's stats of feeds that were not written, by storage."""

REDIS_GONE: Final = "redis_gone"
"""The reason for which a worker's spider is closed whose Redis did not come back."""

WORKER_FAILED: Final = "worker_failed"
"""The reason for which a worker's spider is closed that can take no page any more."""
MAX_ARTICLES: Final = "max_articles"
"""The reason for which a spider is closed that has as many articles as the user wants."""

_MEMORY: Final = "memusage/limit_reached"
_OF_ROBOTS: Final = "response_status_count/"
_STATUS: Final = f"downloader/{_OF_ROBOTS}"
_BY_REASON: Final = {
    NOT_STARTED: ExitCode.COULD_NOT_START,
    STORE_FAILED: ExitCode.CANNOT_WRITE,
    ARCHIVE_FAILED: ExitCode.CANNOT_WRITE,
    SITE_DOWN: ExitCode.UNAVAILABLE,
    CHALLENGED: ExitCode.UNAVAILABLE,
    REDIS_GONE: ExitCode.UNAVAILABLE,
}
# The end of the work, and the ends that a user asks for; any other reason cut the crawl short.
_WANTED_ENDS: Final = ("finished", SHUTDOWN, MAX_ARTICLES, "closespider_")

_REPORTED: Final = ("ledger/newly_bad", "drift/findings", "drift/held_back", "monitors/failed")
"""What a run has to report to its user, each by the stat that counts it."""


def exit_code_of(stats: Mapping[str, Any], *, typed: bool) -> ExitCode:
    """The exit code of a crawl that ran, from its stats. ``typed``: the user named the pages.

    A run that had nothing to request is done; one that sent requests and fetched no page has no site.

    >>> exit_code_of({"finish_reason": "finished", "downloader/response_status_count/200": 3}, typed=False)
    <ExitCode.DONE: 0>
    >>> exit_code_of({"finish_reason": "finished", "downloader/request_count": 8, "ledger/newly_bad": 8}, typed=False)
    <ExitCode.UNAVAILABLE: 69>
    >>> exit_code_of({"finish_reason": "shutdown", "interruption/signal": 2}, typed=False)
    <ExitCode.INTERRUPTED: 130>
    >>> exit_code_of({"finish_reason": "memusage_exceeded"}, typed=False)
    <ExitCode.INCOMPLETE: 65>
    >>> exit_code_of({"finish_reason": "shutdown", "memusage/limit_reached": 1}, typed=False)
    <ExitCode.INCOMPLETE: 65>
    """
    reason = stats.get("finish_reason", NOT_STARTED)
    if reason in _BY_REASON:
        return _BY_REASON[reason]
    if ARCHIVE_FAILED in stats or any(name.startswith(FEED_FAILED) for name in stats):
        return ExitCode.CANNOT_WRITE
    if reason == SHUTDOWN and SIGNAL in stats:
        return ExitCode.of_signal(stats[SIGNAL])
    sent = stats.get("downloader/request_count", 0) - stats.get("robotstxt/request_count", 0)
    if sent + stats.get("robotstxt/forbidden", 0) and not _is_answered(stats, typed):
        return ExitCode.UNAVAILABLE
    has_report = any(stats.get(name, 0) for name in _REPORTED) or any(name.startswith(LIMITS) for name in stats)
    is_cut_short = not reason.startswith(_WANTED_ENDS) or (reason != "finished" and _MEMORY in stats)
    is_whole = not is_cut_short and not has_report
    return ExitCode.DONE if is_whole else ExitCode.INCOMPLETE


def _is_answered(stats: Mapping[str, Any], typed: bool) -> bool:
    """Say whether the site gave a page. Where the user ``typed`` the pages, any answer that lets us in is one.

    robots.txt is no page; where a site could not give it, only pages count.
    """
    typed = typed and not stats.get("robotstxt/unreachable", 0)
    statuses = {int(name.removeprefix(_STATUS)) for name in stats if name.startswith(_STATUS)}
    wanted = statuses - set(CHALLENGES) if typed else statuses & {200, 203, 304}
    return any(stats[f"{_STATUS}{status}"] > stats.get(f"robotstxt/{_OF_ROBOTS}{status}", 0) for status in wanted)
