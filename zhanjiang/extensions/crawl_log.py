"""Plain lines while a crawl runs, and at its end a short table of its results."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple, Self, get_args

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.extensions.logstats import LogStats
from scrapy.statscollectors import StatsCollector

from zhanjiang.console.log_form import is_json
from zhanjiang.console.progress_bar import clock
from zhanjiang.console.tables import print_table
from zhanjiang.crawl.next_step import Ending, ending_of, is_elsewhere
from zhanjiang.crawl.of_crawler import store_of
from zhanjiang.items import Rule
from zhanjiang.store.address import parse_store_url, shown_address

logger = logging.getLogger(__name__)


class Finding(NamedTuple):
    """A line of the closing table: what was counted, and the counts in words."""

    what: str
    counts: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What a crawl has done so far: articles by what they are to the store, and pages."""

    new: int
    edited: int
    unchanged: int
    listings: int
    pages: int
    quarantined: int


def counts(stats: StatsCollector) -> Counts:
    """The present counts, for the log and for the progress line."""
    count = stats.get_value
    return Counts(
        new=count("articles/new", 0),
        edited=count("articles/edited", 0),
        unchanged=count("articles/unchanged", 0),
        listings=count("pages/listing", 0),
        pages=count("response_received_count", 0),
        quarantined=sum(below(stats, "quarantine/").values()),
    )


def below(stats: StatsCollector, path: str) -> dict[str, int]:
    """The counts whose names begin with a path, by the rest of their names."""
    return {name.removeprefix(path): n for name, n in stats.get_stats().items() if name.startswith(path)}


class CrawlLog(LogStats):
    """Logs a line every ``CRAWL_LOG_INTERVAL`` seconds in place of Scrapy's, and the results when the spider closes."""

    def __init__(
        self,
        stats: StatsCollector,
        interval: float,
        store: str,
        feeds: list[str],
        ending: Callable[[str], Ending | None] = lambda _reason: None,
    ) -> None:
        """Take the stats, seconds between two lines (0 for none), and the places where the articles go.

        ``ending`` says at the end, by Scrapy's reason for it, what the store holds and what to do next.
        """
        super().__init__(stats, interval or 60.0)
        self.is_silent = not interval
        self.store = store
        self.feeds = feeds
        self.ending = ending
        self._began = monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``CRAWL_LOG_INTERVAL``, ``STORE_URL`` and ``FEEDS``. Off where ``STORE_ENABLED`` is."""
        settings = crawler.settings
        if not settings.getbool("STORE_ENABLED"):
            raise NotConfigured  # without a sentence: no crawl of ours
        store = shown_address(parse_store_url(settings["STORE_URL"]))
        feeds = [str(address) for address in settings.getdict("FEEDS")]
        interval = settings.getfloat("CRAWL_LOG_INTERVAL")
        option = f"-s STORE_URL={store}" if is_elsewhere(settings) else ""

        def ending(reason: str) -> Ending | None:
            """What the store holds at the end, and the next step."""
            return ending_of(store_of(crawler), crawler.stats.get_stats(), reason, feeds, option)

        extension = cls(crawler.stats, interval, store, feeds, ending)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        """Start the regular lines."""
        self._began = monotonic()
        if not self.is_silent:
            super().spider_opened(spider)

    def log(self, spider: Spider) -> None:
        """Log the counts, and the rate since the last line."""
        self.calculate_stats()
        now = counts(self.stats)
        logger.info(
            "Articles: %d new, %d edited, %d unchanged; listings: %d; %d pages a minute; in quarantine: %d",
            *(now.new, now.edited, now.unchanged, now.listings, self.prate, now.quarantined),
        )

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Stop the lines and report the results: as a table on a terminal, as lines in a log."""
        super().spider_closed(spider, reason)
        findings = list(self.findings(reason))
        if sys.stderr.isatty() and not is_json():
            print_table(("Results", ""), findings, sys.stderr)
        for finding in findings:
            logger.info("%s: %s", *finding)

    def findings(self, reason: str = "finished") -> Iterator[Finding]:
        """Yield the lines of the closing table."""
        yield Finding("Duration", clock(monotonic() - self._began))
        states = ("new", "edited", "collated", "unchanged", "duplicate", "doubtful")
        yield Finding("Articles", _in_words({state: self.stats.get_value(f"articles/{state}", 0) for state in states}))
        yield self._finding("Pages read", "pages/")
        yield self._finding("By channel", "articles/channel/")
        yield self._finding("By kind", "articles/kind/")
        for rule in get_args(Rule):
            yield self._finding(f"Fields by {rule}", f"fields/{rule}/")
        yield self._finding("In quarantine", "quarantine/")
        yield self._finding("Sites not requested", "address_guard/sites/")
        yield Finding("Store", self.store)
        yield Finding("Feeds", ", ".join(self.feeds) or "none")
        if ending := self.ending(reason):
            yield Finding("Store now", ending.holds)
            yield Finding("Next", ending.next_step)

    def _finding(self, what: str, path: str) -> Finding:
        return Finding(what, _in_words(below(self.stats, path)))


def _in_words(counted: dict[str, int]) -> str:
    """List counts, the largest first.

    >>> _in_words({"shehui": 2, "shizheng": 30, "tiyu": 0}), _in_words({})
    ('30 shizheng, 2 shehui', 'none')
    """
    largest_first = sorted((item for item in counted.items() if item[1]), key=lambda item: -item[1])
    return ", ".join(f"{count} {name}" for name, count in largest_first) or "none"
