"""One live line on a terminal: what a crawl has fetched, how fast, and what failed."""

from __future__ import annotations

import sys
from time import monotonic
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector
from scrapy.utils.asyncio import create_looping_call

from zhanjiang.console.live_line import LiveLine
from zhanjiang.console.progress_bar import clock
from zhanjiang.console.terminal import is_steerable
from zhanjiang.extensions.crawl_log import counts

_REFRESH = 0.5  # seconds


class Progress:
    """Shows the line while the spider is open. Log lines are printed above it."""

    def __init__(self, stats: StatsCollector) -> None:
        """Take the stats."""
        self.stats = stats
        self._started = monotonic()
        self._reading = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``PROGRESS_ENABLED``. Off where standard error is no terminal to draw on, or everything is logged."""
        settings = crawler.settings
        if not settings.getbool("STORE_ENABLED"):
            raise NotConfigured  # without a sentence: no crawl of ours
        if not settings.getbool("PROGRESS_ENABLED"):
            raise NotConfigured("PROGRESS_ENABLED is off: no progress line")
        if not is_steerable(sys.stderr) or settings["LOG_LEVEL"] == "DEBUG":
            raise NotConfigured  # without a word: nothing is amiss in a crawl from cron
        extension = cls(crawler.stats)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.response_received, signals.response_received)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    def spider_opened(self) -> None:
        """Show the line, and let the log write above it."""
        self._line = LiveLine()
        self._refreshing = create_looping_call(self.refresh)
        self._refreshing.start(_REFRESH)

    def response_received(self, response: Response) -> None:
        """Note what is being read."""
        self._reading = response.url.partition("//")[2].partition("/")[2]

    def spider_closed(self) -> None:
        """Take the line away."""
        self._refreshing.stop()
        self._line.close(stays=False)

    def refresh(self) -> None:
        """Show the present counts."""
        self._line.show(self.text())

    def text(self) -> str:
        """What the line says."""
        seconds = monotonic() - self._started
        now = counts(self.stats)
        count = self.stats.get_value
        waiting = count("scheduler/enqueued", 0) - count("scheduler/dequeued", 0)
        return (
            f"{clock(seconds)} · {now.new} new, {now.edited} edited · {now.listings} listings · "
            f"{60 * now.pages / seconds if seconds else 0:.0f} pages a minute · "
            f"{now.quarantined + count('pages/failed', 0)} errors · {waiting} waiting · {self._reading}"
        )
