"""``scrapy crawl``: Scrapy's own, with arguments checked before anything happens and exit codes that can be trusted."""

from __future__ import annotations

import argparse
import logging
import re
import signal
from asyncio import Task
from collections.abc import Sequence
from types import FrameType
from typing import Any, Final

# As early as can be: as it loads, Scrapy looks three times through all modules that there are.
import scrapy.core.downloader.contextfactory  # noqa: F401
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import UsageError
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.conf import arglist_to_dict

from zhanjiang.archive import ARCHIVE_FAILED, ArchiveError
from zhanjiang.console.addons import keep_addons
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.log_failure import log_failure, note_log_failure, watch_logs
from zhanjiang.console.log_form import report
from zhanjiang.console.plain_usage import environment_warnings, plain_usage, report_plainly
from zhanjiang.console.setting_values import UnwritablePlace, WrongSetting, check_tables
from zhanjiang.crawl.crawl_run import CrawlRun
from zhanjiang.crawl.ending import FEED_FAILED, REDIS_GONE, SIGNAL, STORE_FAILED, UNREACHED
from zhanjiang.crawl.limits import LIMITS
from zhanjiang.crawl.settings_check import check_feeds, check_settings
from zhanjiang.environment import unknown_names
from zhanjiang.extensions.monitors import Monitors
from zhanjiang.fleet import RedisAway
from zhanjiang.monitors.notices import send_unstarted
from zhanjiang.replica.checks import ReplicaError
from zhanjiang.spiders.arguments import ArgumentError, parse_arguments
from zhanjiang.store import StoreError
from zhanjiang.store.lock import StoreBusy

logger = logging.getLogger(__name__)

_NAME: Final = "scrapy crawl"
# Why a crawl did not start; the error's text is the one line that the user gets.
_NOT_STARTED: Final[dict[type[BaseException], ExitCode]] = {
    ArgumentError: ExitCode.WRONG_ARGUMENTS,
    UnwritablePlace: ExitCode.CANNOT_WRITE,
    WrongSetting: ExitCode.WRONG_ARGUMENTS,
    StoreBusy: ExitCode.BUSY,
    StoreError: ExitCode.CANNOT_WRITE,
    ArchiveError: ExitCode.CANNOT_WRITE,
    ReplicaError: ExitCode.COULD_NOT_START,
    RedisAway: ExitCode.UNAVAILABLE,
}


class Command(ScrapyCrawl):
    """Runs a spider. Exit codes: ``console.exit_codes``."""

    settings: Settings
    crawler_process: AsyncCrawlerProcess

    def long_desc(self) -> str:
        """What is crawled and where it goes, with an example."""
        return (
            "Run a spider: `articles` reads every article of the portal into the store (STORE_URL), and what is new or "
            "changed into the feeds given with -o or -O; `newspaper` those of the newspapers; `frontpage` takes a "
            "snapshot of the rankings and the picture box. Example: scrapy crawl articles -a channels=shizheng "
            "-a since=2022-05-01 -O data/articles.jsonl. To try it without the portal: "
            "scrapy crawl articles -a portal=replica -O data/articles.jsonl"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add Scrapy's options; a mistake in any is reported in one line."""
        super().add_options(parser)
        report_plainly(parser, _NAME)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check everything that the user gave. A mistake is reported in one line and ends with exit code 2."""
        watch_logs()
        known = [*Settings(), *self.settings]
        with plain_usage(_NAME):
            self._check_arguments(args, opts)
            opts.output = [_with_format(feed) for feed in opts.output or []]
            opts.overwrite_output = [_with_format(feed) for feed in opts.overwrite_output or []]
            check_tables(opts.set)
            super().process_options(args, opts)
            keep_addons(self.settings)
            check_settings(self.settings)
            if not self.settings.getbool("STORE_ENABLED"):
                raise WrongSetting("STORE_ENABLED is off: a crawl needs its store; leave the setting out")
            check_feeds(self.settings)
        opts.warnings = [*environment_warnings(), *unknown_names(arglist_to_dict(opts.set), known)]

    def _check_arguments(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the spider's name and its arguments. Raises UsageError."""
        names = ", ".join(sorted(get_spider_loader(self.settings).list()))
        if len(args) != 1:
            raise UsageError(f"give one spider ({names}), as in: scrapy crawl articles")
        if args[0] not in names.split(", "):
            raise UsageError(f"there is no spider {args[0]!r}: give one of {names}")
        try:
            more_channels = self.settings.getlist("PORTAL_CHANNELS")
            parse_arguments(args[0], arglist_to_dict(opts.spargs), more_channels)
        except ArgumentError as error:
            raise UsageError(str(error)) from None
        except ValueError:
            raise UsageError("each -a takes NAME=VALUE, as in: -a since=2022-05-01") from None

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the spider, and set the exit code."""
        for warning in opts.warnings:
            logger.warning(warning)
        try:
            crawler = self.crawler_process.create_crawler(args[0])  # this opens the log anew
        except OSError as error:
            note_log_failure(error, str(self.settings["LOG_FILE"]))
            report(_NAME, str(log_failure()))
            self.exitcode = ExitCode.CANNOT_WRITE
            return
        crawl = self.crawler_process.crawl(crawler, **opts.spargs)
        signals = self._note_signals()
        self.crawler_process.start()
        # The crawl has ended: a second Ctrl-C must not take away the exit code of the first.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        self.exitcode = self._not_started(crawl, args[0]) or _ended(crawler, signals)

    def _note_signals(self) -> list[int]:
        """A list that gets the first signal, also where it comes before the ``Interruption`` extension is there."""
        noted: list[int] = []
        shut_down = self.crawler_process._signal_shutdown

        def note(number: int, frame: FrameType | None) -> None:
            """Note a signal."""
            noted.append(number)
            shut_down(number, frame)

        self.crawler_process._signal_shutdown = note  # type: ignore[method-assign,assignment]
        return noted

    def _not_started(self, crawl: Task[None], spider: str) -> ExitCode | None:
        """Report why a crawl failed at its start, and return the exit code; None for one that started."""
        error = crawl.exception() if crawl.done() and not crawl.cancelled() else None
        if error is None:
            return None
        for kind, code in _NOT_STARTED.items():
            if isinstance(error, kind):
                report(_NAME, str(error))
                if code is ExitCode.CANNOT_WRITE:
                    send_unstarted(self.settings["NOTICE_URLS"] or "", spider, str(error))
                return code
        logger.error("The crawl failed at its start", exc_info=error)
        report(_NAME, "the crawl failed at its start: the log says where")
        return ExitCode.COULD_NOT_START


def _ended(crawler: Crawler, signals: Sequence[int]) -> ExitCode:
    """Report in one line why a crawl did not end well, and return the exit code, which the run's row has too."""
    run = crawler.get_extension(CrawlRun)
    assert run, "scrapy crawl needs STORE_ENABLED"
    stats = crawler.stats.get_stats()
    if run.exit_code is None:
        run.abandon(ExitCode.of_signal(stats.get(SIGNAL, signals[0] if signals else signal.SIGINT)))
    assert run.exit_code is not None
    site = stats.get(UNREACHED, crawler.settings["PORTAL_URL"])
    failed = _monitors(crawler) if run.exit_code is ExitCode.INCOMPLETE else None
    messages = (log_failure(), _message(run.exit_code, stats, site), failed)
    for message in dict.fromkeys(messages):
        if message:
            report(_NAME, message)
    return run.exit_code


def _monitors(crawler: Crawler) -> str | None:
    """Name the monitors that failed, each of which is a line of the log."""
    monitors = crawler.get_extension(Monitors)
    names = ", ".join(state.name for state in monitors.failed) if monitors else ""
    return f"monitors failed: {names}: `scrapy status` says what has changed, and what to do" if names else None


def _message(code: ExitCode, stats: dict[str, Any], site: str) -> str | None:
    """Say what a code means that is not 0, and what to do."""
    reason = stats.get("finish_reason")
    if code is ExitCode.CANNOT_WRITE and (reason == ARCHIVE_FAILED or ARCHIVE_FAILED in stats):
        return "the archive cannot be written: the log says why and what to do; nothing in it is torn"
    if code is ExitCode.CANNOT_WRITE and reason != STORE_FAILED and any(name.startswith(FEED_FAILED) for name in stats):
        advice = "the store is whole, the next feed has what this one lacks, and `scrapy export` writes all"
        return f"a feed cannot be written: the log says why; {advice}"
    if code is ExitCode.CANNOT_WRITE and reason != STORE_FAILED and log_failure():
        return log_failure()
    if code is ExitCode.CANNOT_WRITE:
        return "the store cannot be written: the log says why and what to do; nothing in it is torn"
    if reason == REDIS_GONE:
        return "Redis is gone, and what was begun is stored: check REDIS_URL, and start the worker again"
    if code is ExitCode.INCOMPLETE and (limits := [n.removeprefix(LIMITS) for n in stats if n.startswith(LIMITS)]):
        return (
            f"a limit was reached ({', '.join(limits)}): the next run goes on from there, or -s {limits[0]}=N raises it"
        )
    if code is ExitCode.INCOMPLETE and not stats.get("ledger/newly_bad"):
        if stats.get("drift/held_back"):
            return "articles are held back, edited or only read otherwise: `scrapy status --layouts` names them"
        if stats.get("drift/findings") or stats.get("monitors/failed"):
            return None  # the monitors are named
        return f"the crawl was cut short ({reason}): the next run goes on from here"
    return {
        ExitCode.COULD_NOT_START: "the crawl failed at its start: the log says where",
        ExitCode.INCOMPLETE: "some pages could not be fetched or parsed: `scrapy status --failed` names them",
        ExitCode.UNAVAILABLE: f"{site} cannot be reached or does not let us in: check network and address, "
        "or try again later",
        ExitCode.INTERRUPTED: "ended early by Ctrl-C: nothing is lost, the next run goes on from here",
        ExitCode.TERMINATED: "ended early by SIGTERM: nothing is lost, the next run goes on from here",
    }.get(code)


def _with_format(feed: str) -> str:
    """Name the format of a compressed feed, which Scrapy looks for after the last dot.

    >>> _with_format("data/articles.jsonl.gz"), _with_format("data/articles.jsonl.gz:jsonl")
    ('data/articles.jsonl.gz:jsonl', 'data/articles.jsonl.gz:jsonl')
    """
    compressed = re.search(r"\.(\w+)\.gz$", feed)
    return f"{feed}:{compressed[1]}" if compressed else feed
