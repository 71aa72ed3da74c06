"""Judges a run by the monitors as it closes, and sends notices of what has changed."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import SETTINGS_PRIORITIES
from sqlalchemy import Connection

from zhanjiang.addresses.page import PageRef
from zhanjiang.console.words import many
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.of_crawler import run_of
from zhanjiang.crawl.run_counts import with_others
from zhanjiang.items import Article
from zhanjiang.monitors.channels import NoNotices, NoticeChannel, channels_of
from zhanjiang.monitors.evidence import RunEvidence
from zhanjiang.monitors.judging import judgements, record
from zhanjiang.monitors.limits import MonitorLimits
from zhanjiang.monitors.notices import send, send_notices
from zhanjiang.monitors.run_end import judge_end
from zhanjiang.monitors.surroundings import places_of
from zhanjiang.store import StoreError, crawls, layout_counts, monitor_states
from zhanjiang.store.crawls import Crawl
from zhanjiang.store.monitor_states import MonitorState
from zhanjiang.times import moment

logger = logging.getLogger(__name__)

_TYPED: Final = SETTINGS_PRIORITIES["cmdline"]


class Monitors:
    """Judges a run when its spider closes, and its end when its exit code is known. Stands after all that counts.

    Each monitor that fails is one warning, and counts as ``monitors/failed``, which makes the exit code 65. Then each
    channel of ``NOTICE_URLS`` is sent what has changed. Counts ``repair/articles`` and ``repair/guesses``.
    """

    def __init__(
        self,
        crawler: Crawler,
        limits: MonitorLimits,
        channels: Sequence[NoticeChannel],
        again: timedelta,
        places: list[Path],
    ) -> None:
        """Take the crawl, the thresholds, whom to tell and how often of what lasts, and what takes room on a disk."""
        self.crawler = crawler
        self.limits = limits
        self.channels = channels
        self.again = again
        self.places = places
        self.failed: list[MonitorState] = []
        self._example: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the ``MONITOR_…`` settings, ``NOTICE_URLS`` and ``NOTICE_AGAIN_HOURS``; off with ``STORE_ENABLED``."""
        settings = crawler.settings
        if not settings.getbool("STORE_ENABLED"):
            raise NotConfigured  # without a sentence: no crawl of ours
        channels: list[NoticeChannel] = []
        try:
            channels = channels_of(settings["NOTICE_URLS"] or "")
        except NoNotices as error:
            logger.error("No notices are sent: %s", error)
        if channels and settings.getpriority("NOTICE_URLS") == _TYPED:
            logger.warning("NOTICE_URLS was typed, where `ps` shows it: set ZHANJIANG_NOTICE_URLS instead")
        again = timedelta(hours=settings.getfloat("NOTICE_AGAIN_HOURS"))
        extension = cls(crawler, MonitorLimits.from_settings(settings), channels, again, places_of(settings))
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.article_read, outcomes.article_read)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        crawler.signals.connect(extension.run_ended, outcomes.run_recorded)
        return extension

    def spider_opened(self) -> None:
        """Tell of the spider's run before this one, if it was killed: it could not do so itself."""
        run = run_of(self.crawler)
        try:
            with run.store.reading() as connection:
                [row] = crawls.of_numbers(connection, [run.number])
                before = crawls.last_of(connection, row.spider, before=run.number)
            if before and before.outcome == crawls.KILLED:
                self._tell(before)
        except StoreError as error:
            logger.error("Whether the run before was killed cannot be looked up: %s", error)

    def article_read(self, page: PageRef, article: Article) -> None:
        """Count what repair had to guess."""
        if article.repair is not None:
            self.crawler.stats.inc_value("repair/articles")
            self.crawler.stats.inc_value("repair/guesses", len(article.repair.guessed))
            if article.repair.guessed:
                self._example = self._example or page.url

    def spider_closed(self, reason: str) -> None:
        """Judge the run, and log what fails; of a fleet the last worker judges, by what all have counted."""
        run, stats = run_of(self.crawler), self.crawler.stats
        if not run.ends_for_all():
            return
        try:
            with run.store.transaction() as connection:
                judged = [*judgements(self._evidence(connection, reason))]
                self.failed = record(connection, run.number, judged)
        except StoreError as error:
            logger.error("The monitors cannot look into the store: %s", error)
        for state in self.failed:
            logger.warning("Monitor failed: %s", state.line)
        stats.set_value("monitors/failed", len(self.failed))

    def _evidence(self, connection: Connection, reason: str) -> RunEvidence:
        run = run_of(self.crawler)
        [row], others = crawls.of_numbers(connection, [run.number]), run.others(connection)
        if killed := sum(one.outcome == crawls.KILLED for one in others):
            logger.warning("Judged without what %s did after the last heartbeat", many(killed, "killed worker"))
        counts = layout_counts.of_runs(connection, before=run.number + 1, runs=1).get(run.number, [])
        stats = with_others(self.crawler.stats.get_stats(), (one.counts for one in others))
        return RunEvidence(
            *(row, reason, stats, counts, monitor_states.current(connection), connection, self.limits, self.places),
            example=self._example,
            others=frozenset(one.id for one in others),
        )

    def run_ended(self) -> None:
        """Judge how the run ended, and send the notices."""
        run = run_of(self.crawler)
        try:
            with run.store.reading() as connection:
                [row] = crawls.of_numbers(connection, [run.number])
            self._tell(dataclasses.replace(row, exit_code=run.exit_code))
        except StoreError as error:
            logger.error("What the monitors found is not in the store: %s", error)

    def _tell(self, ended: Crawl) -> None:
        """Record how a run ended, and send what has changed; what cannot be recorded is sent all the same."""
        run, judgement = run_of(self.crawler), judge_end(ended)
        try:
            with run.store.transaction() as connection:
                record(connection, ended.id, [judgement] if judgement else [])
            if self.channels:
                send_notices(run.store, self.channels, self.again)
        except StoreError:
            if judgement and judgement.finding:
                state = MonitorState(judgement.name, ended.id, moment(), None, judgement.finding, {})
                for channel in self.channels:
                    send(channel, {"broken": [state]})
            raise
