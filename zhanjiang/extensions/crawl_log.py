"""Plain lines while a crawl runs, and at its end a short table of what was found."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from typing import NamedTuple, Self, get_args

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector
from scrapy.utils.asyncio import create_looping_call
from sqlalchemy import make_url

from zhanjiang.items import Rule

logger = logging.getLogger(__name__)


class Finding(NamedTuple):
    """A line of the closing table: what was counted, and the counts in words."""

    what: str
    counts: str


class CrawlLog:
    """Logs a line every ``CRAWL_LOG_INTERVAL`` seconds, and the findings when the spider closes."""

    def __init__(self, stats: StatsCollector, interval: float, store: str, feeds: list[str]) -> None:
        """Take the stats, seconds between two lines (0 for none), and the places where the articles go."""
        self.stats = stats
        self.interval = interval
        self.store = store
        self.feeds = feeds
        self._pages_before = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``CRAWL_LOG_INTERVAL``, ``STORE_URL`` and ``FEEDS``."""
        settings = crawler.settings
        store = make_url(settings["STORE_URL"]).render_as_string(hide_password=True)
        feeds = [str(address) for address in settings.getdict("FEEDS")]
        extension = cls(crawler.stats, settings.getfloat("CRAWL_LOG_INTERVAL"), store, feeds)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        """Start the regular lines."""
        self._lines = create_looping_call(self.log_line)
        if self.interval:
            self._lines.start(self.interval, now=False)

    def spider_closed(self) -> None:
        """Stop the lines and tell the findings: as a table on a terminal, as lines in a log."""
        if self._lines.running:
            self._lines.stop()
        findings = list(self.findings())
        if sys.stderr.isatty():
            _print_table(findings)
        for finding in findings:
            logger.info("%s: %s", *finding)

    def log_line(self) -> None:
        """Log what was found so far, and the rate since the last line."""
        pages = self._count("response_received_count")
        rate = (pages - self._pages_before) * 60 / self.interval
        self._pages_before = pages
        articles = ", ".join(f"{self._count(f'articles/{state}')} {state}" for state in ("new", "edited", "unchanged"))
        logger.info(
            "Articles: %s; listings: %d; %d pages a minute; in quarantine: %d",
            articles,
            self._count("pages/listing"),
            rate,
            sum(self._below("quarantine/").values()),
        )

    def findings(self) -> Iterator[Finding]:
        """Yield the lines of the closing table."""
        states = ("new", "edited", "unchanged", "duplicate")
        yield Finding("Articles", _in_words({state: self._count(f"articles/{state}") for state in states}))
        yield Finding("Pages read", _in_words(self._below("pages/")))
        yield Finding("By channel", _in_words(self._below("articles/channel/")))
        yield Finding("By kind", _in_words(self._below("articles/kind/")))
        for rule in get_args(Rule):
            yield Finding(f"Fields by {rule}", _in_words(self._below(f"fields/{rule}/")))
        yield Finding("In quarantine", _in_words(self._below("quarantine/")))
        yield Finding("Sites not asked", _in_words(self._below("address_guard/sites/")))
        yield Finding("Store", self.store)
        yield Finding("Feeds", ", ".join(self.feeds) or "none")

    def _count(self, name: str) -> int:
        return int(self.stats.get_value(name, 0))

    def _below(self, path: str) -> dict[str, int]:
        return {name.removeprefix(path): n for name, n in self.stats.get_stats().items() if name.startswith(path)}


def _in_words(counts: dict[str, int]) -> str:
    """List counts, the largest first.

    >>> _in_words({"shehui": 2, "shizheng": 30, "tiyu": 0}), _in_words({})
    ('30 shizheng, 2 shehui', 'none')
    """
    told = sorted((item for item in counts.items() if item[1]), key=lambda item: -item[1])
    return ", ".join(f"{count} {name}" for name, count in told) or "none"


def _print_table(findings: list[Finding]) -> None:
    # Loaded on a terminal alone: a crawl from cron does not wait for it.
    from rich.console import Console
    from rich.table import Table

    table = Table(show_header=False, title="What was found", title_justify="left")
    for finding in findings:
        table.add_row(*finding)
    Console(stderr=True).print(table)
