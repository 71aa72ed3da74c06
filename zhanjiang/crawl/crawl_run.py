"""The run of a crawler: its store, its row in the table of crawls and its frontier, as an extension of Scrapy."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import ClassVar, Final, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from sqlalchemy import Connection

from zhanjiang.archive.writer import open_folder
from zhanjiang.catalogue.noting import note_torn_files
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.log_failure import log_failure
from zhanjiang.console.log_form import log_run
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.edits import Edits
from zhanjiang.crawl.ending import NOT_STARTED, SHUTDOWN, STORE_FAILED, exit_code_of
from zhanjiang.crawl.feed_outbox import FeedOutbox
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.crawl.lifetime import close_with_engine
from zhanjiang.store import Store, StoreError, crawls
from zhanjiang.store.lock import open_locked

logger = logging.getLogger(__name__)

_WELL: Final = (ExitCode.DONE, ExitCode.INCOMPLETE)
_GROUP_SECONDS: Final = 0.05
_MOST_UNITS: Final = 500
"""Units of work are committed together so long, or so many of them: a slow site's almost at once."""
_PACKAGES: Final = ("Scrapy", "SQLAlchemy", "OpenCC")


class CrawlRun:
    """What all components of one crawl share; ``crawler.get_extension(CrawlRun)`` gives it.

    Extensions are built before middlewares and pipelines, and this is the first of them. A store that cannot be
    written ends the crawl.
    """

    shares_store: ClassVar = False

    def __init__(self, crawler: Crawler, store: Store) -> None:
        """Begin a run in an open store: from now on its row is in the table of crawls."""
        self.crawler = crawler
        self.store = store
        spider = crawler.spider
        versions = {name: version(name) for name in _PACKAGES}
        with store.transaction() as connection:
            self.number = self._begin(
                connection, spider.name if spider else "-", getattr(spider, "given", {}), versions
            )
        log_run(spider.name if spider else "-", self.number)
        self.frontier = self._make_frontier()
        self.outbox = FeedOutbox(store)
        self.exit_code: ExitCode | None = None
        self._started = monotonic()
        self._closing: asyncio.Task[None] | None = None
        self._has_failed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``STORE_ENABLED``, ``STORE_URL`` and ``REVISIT``.

        Open and lock the store until the engine stops, and close off what a killed run left in the archive. Raises
        NotConfigured, StoreBusy, StoreError and ArchiveError.
        """
        settings = crawler.settings
        if not settings.getbool("STORE_ENABLED"):
            raise NotConfigured  # without a sentence: it is off for commands that are no crawl
        with ExitStack() as stack:
            store = open_locked(settings["STORE_URL"], stack, shared=cls.shares_store)
            if settings.getbool("ARCHIVE_ENABLED"):
                cls._note_torn_files(store, open_folder(settings["ARCHIVE_DIR"]))
            run = cls(crawler, store)
            stack.callback(run.record_exit_code)
            close_with_engine(crawler, stack.pop_all())
        crawler.signals.connect(run.spider_opened, signals.spider_opened)
        return run

    @classmethod
    def _note_torn_files(cls, store: Store, folder: Path) -> None:
        note_torn_files(store, folder)

    def _begin(
        self, connection: Connection, spider: str, arguments: Mapping[str, str], versions: Mapping[str, str]
    ) -> int:
        return crawls.begin(connection, spider, arguments, versions)

    def _make_frontier(self) -> RunFrontier:
        return RunFrontier(self.store, self.number, self.crawler.settings["REVISIT"], self.crawler.stats)

    def ends_for_all(self) -> bool:
        """Say whether what is done once at the end is this run's to do; a run that is alone does it."""
        return True

    def others(self, connection: Connection) -> list[crawls.Crawl]:
        """The runs that crawl together with this one; a run that is alone has none."""
        return []

    @cached_property
    def edits(self) -> Edits:
        """Which known articles seem edited in this run."""
        return Edits.from_settings(self.crawler.settings, self.store, self.number)

    def spider_opened(self) -> None:
        """Listen to failures of the store; before there is no spider to close. Commit units of work in groups."""
        self.store.on_failure = self.end
        self._group_commits()

    def _group_commits(self) -> None:
        self.store.group_commits(units=_MOST_UNITS, seconds=_GROUP_SECONDS)

    def end(self, error: StoreError) -> None:
        """End a crawl whose store cannot be written; once, however often it fails."""
        self._has_failed = True
        if self._closing is None and self.exit_code is None and self.crawler.spider:
            logger.error("The crawl ends: %s", error)
            work = self.crawler.engine.close_spider_async(reason=STORE_FAILED)
            self._closing = asyncio.get_running_loop().create_task(work)

    def record_exit_code(self) -> None:
        """Choose the exit code of a crawl that is over, and write it into the run's row where that can be written."""
        arguments = getattr(self.crawler.spider, "arguments", None)
        typed = getattr(arguments, "names_pages", False)
        with suppress(StoreError):
            self.store.flush()
        stats = self.crawler.stats.get_stats()
        code = exit_code_of(stats, typed=typed)
        self.exit_code = ExitCode.CANNOT_WRITE if self._has_failed or (log_failure() and code in _WELL) else code
        if "finish_reason" not in stats:
            self.abandon(self.exit_code, NOT_STARTED)
        with suppress(StoreError), self.store.transaction() as connection:
            crawls.set_exit_code(connection, self.number, self.exit_code)
        self.crawler.signals.send_catch_log(outcomes.run_recorded)

    def abandon(self, exit_code: ExitCode, reason: str = SHUTDOWN) -> None:
        """End a run whose engine did not stop, as after Ctrl-C twice. The next run takes over its leases."""
        self.exit_code = exit_code
        self.outbox.flush()
        with suppress(StoreError), self.store.transaction() as connection:
            crawls.end(connection, self.number, reason, monotonic() - self._started, {})
            crawls.set_exit_code(connection, self.number, exit_code)
