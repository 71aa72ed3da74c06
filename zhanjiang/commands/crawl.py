"""``scrapy crawl``: Scrapy's own, with arguments checked before anything happens and exit codes that can be trusted."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import re
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn
from urllib.parse import urlsplit

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.conf import arglist_to_dict

from zhanjiang.archive import ARCHIVE_FAILED
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.crawl.ending import exit_code_of

if TYPE_CHECKING:
    from zhanjiang.replica.options import ReplicaOptions
    from zhanjiang.store import Store

logger = logging.getLogger(__name__)

# What a feed holds, by spider.
_FED = {
    "articles": ("zhanjiang.items.Article",),
    "frontpage": ("zhanjiang.items.RankingEntry", "zhanjiang.items.PictureBoxEntry"),
    "newspaper": ("zhanjiang.items.Article",),
}
# Spiders whose pages are known by name before they are asked for: that a day has no paper is an answer.
_NAMED = frozenset({"newspaper"})
# Loads Pillow and half of Scrapy: only where pictures are wanted.
_PICTURES = "zhanjiang.pipelines.download_images.DownloadImagesPipeline"
_AHEAD_OF_THE_STORE = 600
# How many new objects are let go by before the garbage collector looks for cycles.
_COLLECT_EVERY = 50_000
# A replica on this machine needs no sparing.
_UNHURRIED = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "RETRY_BACKOFF": 0,
}
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Command(ScrapyCrawl):
    """Runs a spider. Exit codes: ``commands.exit_codes``."""

    default_settings: ClassVar[dict[str, object]] = {**ScrapyCrawl.default_settings, "REPLICA_OPTIONS": None}

    def short_desc(self) -> str:
        """Say in a few words what the command does."""
        return "Crawl with a spider, into the store and into feeds"

    def long_desc(self) -> str:
        """Say what is crawled and where it goes, with an example."""
        return (
            "Run a spider: `articles` reads every article of the portal into the store (STORE_URL), and what is new or "
            "changed into the feeds given with -o or -O; `newspaper` those of the newspapers; `frontpage` takes a "
            "snapshot of the rankings and the picture box. Example: scrapy crawl articles -a channels=shizheng "
            "-a since=2022-05-01 -O data/articles.jsonl. To try it without the portal: "
            "scrapy crawl articles -a portal=replica -O data/articles.jsonl"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check everything that the user gave. A mistake is told in one line and ends with exit code 2."""
        from zhanjiang.crawl.settings_check import WrongSetting, check_feed, check_settings, unknown_settings

        assert self.settings is not None
        known = [*Settings(), *self.settings]
        try:
            self._check_arguments(args, opts)
            opts.output = [_with_format(feed) for feed in opts.output or []]
            opts.overwrite_output = [_with_format(feed) for feed in opts.overwrite_output or []]
            super().process_options(args, opts)
            opts.given = arglist_to_dict(opts.set)
            check_settings(self.settings)
            opts.replica = self._replica_options(opts)
            for address in self.settings.getdict("FEEDS"):
                check_feed(str(address))
        except (UsageError, WrongSetting) as error:
            _refuse(str(error))
        opts.warnings = list(unknown_settings(opts.given, known))
        self._complete_settings(args[0], opts)

    def _check_arguments(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the spider's name and its arguments. Raises UsageError."""
        from zhanjiang.spiders.arguments import ArgumentError, parse_arguments

        assert self.settings is not None
        names = ", ".join(sorted(get_spider_loader(self.settings).list()))
        if len(args) != 1:
            raise UsageError(f"give one spider ({names}), as in: scrapy crawl articles")
        if args[0] not in names.split(", "):
            raise UsageError(f"there is no spider {args[0]!r}: give one of {names}")
        try:
            further = self.settings.getlist("PORTAL_CHANNELS")
            opts.walks = parse_arguments(args[0], arglist_to_dict(opts.spargs), further).walks
        except ArgumentError as error:
            raise UsageError(str(error)) from None
        except ValueError:
            raise UsageError("each -a takes NAME=VALUE, as in: -a since=2022-05-01") from None

    def _replica_options(self, opts: argparse.Namespace) -> ReplicaOptions | None:
        """Return how the replica is to run that is to be started, if any. Raises UsageError."""
        if opts.spargs.get("portal") != "replica":
            return None
        from zhanjiang.replica.options import OptionError, parse_options

        assert self.settings is not None
        try:
            return parse_options(self.settings["REPLICA_OPTIONS"] or "")
        except OptionError as error:
            raise UsageError(f"REPLICA_OPTIONS: {error}") from None

    def _complete_settings(self, spider: str, opts: argparse.Namespace) -> None:
        """Derive the settings that follow from what the user gave."""
        assert self.settings is not None
        feeds = self.settings.getdict("FEEDS")
        for address, feed in feeds.items():
            if spider in _FED:
                feed.setdefault("item_classes", _FED[spider])
            if str(address).endswith(".gz"):
                feed.setdefault("postprocessing", ["scrapy.extensions.postprocessing.GzipPlugin"])
        self.settings.set("FEEDS", feeds, priority="cmdline")
        if self.settings["IMAGES_STORE"]:
            pipelines = {**self.settings.getdict("ITEM_PIPELINES"), _PICTURES: _AHEAD_OF_THE_STORE}
            self.settings.set("ITEM_PIPELINES", pipelines, priority="cmdline")
        if "CONTACT" in opts.given and "USER_AGENT" not in opts.given:
            agent = self.settings["USER_AGENT_TEMPLATE"].replace("{contact}", opts.given["CONTACT"])
            self.settings.set("USER_AGENT", agent, priority="cmdline")
        chosen = opts.loglevel or "LOG_LEVEL" in opts.given or "ZHANJIANG_LOG_LEVEL" in os.environ
        if not chosen and not self.settings["LOG_FILE"] and self._shows_progress():
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")

    def _shows_progress(self) -> bool:
        assert self.settings is not None
        return self.settings.getbool("PROGRESS_ENABLED") and sys.stderr.isatty()

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the spider, and set the exit code."""
        from zhanjiang.archive import ArchiveError
        from zhanjiang.store import StoreError
        from zhanjiang.store.lock import StoreBusy

        for warning in opts.warnings:
            logger.warning(warning)
        with ExitStack() as stack:
            try:
                if opts.replica:
                    self._start_replica(stack, opts.replica, opts.given)
                self._warn_without_contact()
                typed = not opts.walks or args[0] in _NAMED
                self.exitcode = self._crawl(args[0], opts.spargs, self._open_store(stack), typed=typed)
            except StoreBusy as error:
                self._fail(ExitCode.BUSY, error)
            except (StoreError, ArchiveError) as error:
                self._fail(ExitCode.CANNOT_WRITE, error)
            except OSError as error:
                self._fail(ExitCode.COULD_NOT_START, error)

    def _fail(self, code: ExitCode, error: Exception) -> None:
        _tell(str(error))
        self.exitcode = code

    def _open_store(self, stack: ExitStack) -> Store:
        """Open the store until the stack is left, locked against other runs. Raises StoreBusy and StoreError."""
        from zhanjiang.store.lock import open_locked

        assert self.settings is not None
        store = open_locked(self.settings["STORE_URL"], stack)
        self._mend_archive(store)
        return store

    def _mend_archive(self, store: Store) -> None:
        """Close off what a run that was killed has left in the archive. Raises ArchiveError, StoreError."""
        from zhanjiang.archive.writer import open_folder
        from zhanjiang.catalogue.noting import note_torn_files

        assert self.settings is not None
        if self.settings.getbool("ARCHIVE_ENABLED"):
            note_torn_files(store, open_folder(self.settings["ARCHIVE_DIR"]))

    def _start_replica(self, stack: ExitStack, options: ReplicaOptions, given: dict[str, str]) -> None:
        """Start the portal's replica until the stack is left, and point the settings that were not given at it."""
        from zhanjiang.replica.launch import ReplicaError, running_replica

        assert self.settings is not None
        try:
            addresses = stack.enter_context(running_replica(options)).addresses
        except ReplicaError as error:
            raise OSError(f"the replica cannot start: {error}") from error
        for name, value in {**_UNHURRIED, **addresses}.items():
            if name in self.settings and name not in given:
                self.settings.set(name, value, priority="cmdline")

    def _warn_without_contact(self) -> None:
        assert self.settings is not None
        if not self.settings["CONTACT"] and urlsplit(self.settings["PORTAL_URL"]).hostname not in _LOOPBACK:
            logger.warning(
                "The User-Agent names nobody to complain to: set your mail address or page with "
                "`export ZHANJIANG_CONTACT=you@example.org`, or -s CONTACT=you@example.org"
            )

    def _crawl(self, spider: str, arguments: dict[str, Any], store: Store, *, typed: bool) -> ExitCode:
        from zhanjiang.crawl.of_crawler import frontier_of, share_store
        from zhanjiang.store import crawls

        assert isinstance(self.crawler_process, AsyncCrawlerProcess)
        crawler = self._create_crawler(spider)
        share_store(crawler, store)
        self.crawler_process.crawl(crawler, **arguments)
        # A page makes some thousand objects that go at once: looking through all of them that often finds nothing.
        gc.set_threshold(_COLLECT_EVERY)
        self.crawler_process.start()
        if self.crawler_process.bootstrap_failed:
            _tell("the crawl failed at its start: the log says where")
            return ExitCode.COULD_NOT_START
        code = exit_code_of(crawler.stats.get_stats(), typed=typed)
        self._tell_why(code, crawler.stats.get_value("finish_reason"))
        if code is not ExitCode.CANNOT_WRITE:
            with store.transaction() as connection:
                crawls.set_exit_code(connection, frontier_of(crawler).run, code)
        return code

    def _tell_why(self, code: ExitCode, reason: str) -> None:
        """Tell in one line what a code means that is not 0, and what to do; ``reason`` is Scrapy's for the end."""
        assert self.settings is not None
        failed = "archive" if reason == ARCHIVE_FAILED else "store"
        site = self.settings["PORTAL_URL"]
        told = {
            ExitCode.COULD_NOT_START: "the crawl failed at its start: the log says where",
            ExitCode.INCOMPLETE: "some pages could not be had or read: `scrapy status` names them",
            ExitCode.UNAVAILABLE: f"{site} cannot be reached or does not let us in: check network and address, "
            "or try again later",
            ExitCode.CANNOT_WRITE: f"the {failed} cannot be written: the log says why; nothing in it is torn",
        }
        if code in told:
            _tell(told[code])


def _with_format(feed: str) -> str:
    """Name the format of a compressed feed, which Scrapy looks for behind the last dot.

    >>> _with_format("data/articles.jsonl.gz"), _with_format("data/articles.jsonl.gz:jsonl")
    ('data/articles.jsonl.gz:jsonl', 'data/articles.jsonl.gz:jsonl')
    """
    compressed = re.search(r"\.(\w+)\.gz$", feed)
    return f"{feed}:{compressed[1]}" if compressed else feed


def _tell(message: str) -> None:
    print(f"scrapy crawl: {message}", file=sys.stderr)


def _refuse(message: str) -> NoReturn:
    _tell(message)
    raise SystemExit(ExitCode.WRONG_ARGUMENTS)
