"""Counts by which rules the articles of a run are read, and reports what has changed since the runs before."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Final, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, NotConfigured

from zhanjiang.addresses.article_id import PORTAL, split_article_id
from zhanjiang.addresses.page import PageRef
from zhanjiang.archive import ArchiveError
from zhanjiang.console.words import many
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.edits import Edits
from zhanjiang.crawl.of_crawler import edits_of, run_of
from zhanjiang.items import Article, fields_of
from zhanjiang.layouts.drift import LABELS, NEWSPAPER, RuleCounter, find_drift, is_judged
from zhanjiang.monitors.baseline import measure, set_apart
from zhanjiang.monitors.evidence import TYPED
from zhanjiang.monitors.limits import MonitorLimits
from zhanjiang.store import StoreError, drift, held_back, layout_counts
from zhanjiang.store.drift import DriftFinding
from zhanjiang.store.layout_counts import MISSING

logger = logging.getLogger(__name__)

_FIELDS: Final = tuple(name for name in fields_of("page") if name not in ("kind", "pages"))
_NUMBERS: Final = re.compile(r"\d+")


class LayoutDrift:
    """Counts which rule gave each field of each article read, by layout, and the rows of each channel's listing.

    Before the run ends, what is held back is looked at once more. At its end the counts are stored, and compared with
    those of the runs before: each finding that no earlier run has had counts as ``drift/findings``; ``Monitors``, which
    looks next, reports what stands. ``drift/held_back`` counts the articles that still wait. Either makes
    the exit code 65.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Take the crawl."""
        self.crawler = crawler
        self.limits = MonitorLimits.from_settings(crawler.settings)
        self._counter = RuleCounter()
        self._looked_at = 0
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``STORE_ENABLED``, without which there are no runs to compare."""
        if not crawler.settings.getbool("STORE_ENABLED"):
            raise NotConfigured
        extension = cls(crawler)
        for receiver, signal in (
            (extension.article_read, outcomes.article_read),
            (extension.listing_read, outcomes.listing_read),
            (extension.spider_idle, signals.spider_idle),
            (extension.spider_closed, signals.spider_closed),
        ):
            crawler.signals.connect(receiver, signal)
        return extension

    # --- While the run goes on ------------------------------------------------------------------------------------

    def article_read(self, page: PageRef, article: Article, layout: str) -> None:
        """Count an article by the rules that gave its fields; a mirror's page and a stub say nothing of our layouts."""
        if article.via or article.kind == "link" or article.id is None:
            return
        rules = article.extracted_by or {}
        name = layout or LABELS
        if split_article_id(article.id)[0] != PORTAL:
            name = layout or f"{NEWSPAPER}, {LABELS}"
        year = (article.published_at or "")[:4]
        self._counter.add(name, year, page.url, {field: rules.get(field, MISSING) for field in _FIELDS})

    def listing_read(self, page: PageRef, rows: int) -> None:
        """Count the rows of a listing's page; the page with the most counts."""
        if page.channel:
            self._counter.add_listing(page.channel, rows, page.url)

    def spider_idle(self) -> None:
        """Look at what this run holds back once more: layouts may have been learned. Raises DontCloseSpider."""
        edits = edits_of(self.crawler)
        if len(edits.held) != self._looked_at:
            self._looked_at = len(edits.held)
            self._send(edits)
        if self._tasks:
            raise DontCloseSpider

    def _send(self, edits: Edits) -> None:
        """Send what is held back through the pipelines again."""
        try:
            articles = [*edits.look_again()]
        except (ArchiveError, StoreError) as error:
            logger.error("What is held back cannot be read again: %s", error)
            return
        for article in articles:
            work = self.crawler.engine.scraper.start_itemproc_async(article, response=None)
            task = asyncio.get_running_loop().create_task(work)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    # --- At its end -----------------------------------------------------------------------------------------------

    def spider_closed(self) -> None:
        """Store the counts, and report what has changed and what waits."""
        try:
            self._compare()
            self._report_held_back()
        except StoreError as error:
            logger.error("The counts of this run's rules are not in the store: %s", error)

    def _compare(self) -> None:
        run, counts = run_of(self.crawler), self._counter.counts
        with run.store.transaction() as connection:
            layout_counts.save(connection, run.number, counts)
            if not TYPED.isdisjoint(getattr(self.crawler.spider, "given", {})):
                return
            standing = {finding.subject: finding for finding in drift.current(connection)}
            before = measure(connection, run.number)
            found = find_drift(counts, [before], standing, self.limits.of_drift)
            findings = {one.subject: one for one in found}
            new = [one for one in findings.values() if _gist(one) != _gist(standing.get(one.subject))]
            drift.save(connection, run.number, new)
            mended = [one for one in standing if one not in findings and is_judged(one, counts, before)]
            since = drift.found_in(connection)
            for subject in mended:
                set_apart(connection, subject, since[subject], run.number)
            drift.remove(connection, mended)
        if new:
            self.crawler.stats.inc_value("drift/findings", len(new))

    def _report_held_back(self) -> None:
        run = run_of(self.crawler)
        with run.store.reading() as connection:
            waiting = [row for row in held_back.held(connection) if row.run == run.number]
        if waiting:
            self.crawler.stats.set_value("drift/held_back", len(waiting))
            logger.warning(
                "Held back: %s, which seem edited while the portal's markup has changed: `scrapy status --layouts` "
                "names them, `scrapy layouts confirm` stores them as edited",
                many(len(waiting), "article"),
            )


def _gist(finding: DriftFinding | None) -> str | None:
    """What a finding says without its numbers."""
    return _NUMBERS.sub("", finding.now) if finding else None
