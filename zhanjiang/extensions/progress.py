"""One live line on a terminal: what a crawl has fetched, how fast, and what failed."""

from __future__ import annotations

import logging
import sys
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.log import get_scrapy_root_handler

from zhanjiang.console.progress_bar import clock
from zhanjiang.extensions.crawl_log import counts
from zhanjiang.processors.text import plain_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_REFRESH = 0.5  # seconds


class Progress:
    """Shows the line while the spider is open. Log lines are printed above it."""

    def __init__(self, stats: StatsCollector, console: Console) -> None:
        """Take the stats and the terminal."""
        # Here and below: loaded on a terminal alone, a crawl from cron does not wait for it.
        from rich.live import Live

        self.stats = stats
        self.console = console
        self.live = Live(
            console=console, auto_refresh=False, transient=True, redirect_stdout=False, redirect_stderr=False
        )
        self._started = monotonic()
        self._handler: logging.StreamHandler[Any] | None = None
        self._reading = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``PROGRESS_ENABLED``. Off where standard error is no terminal, or everything is logged."""
        settings = crawler.settings
        if not settings.getbool("STORE_ENABLED"):
            raise NotConfigured  # without a sentence: no crawl of ours
        if not settings.getbool("PROGRESS_ENABLED"):
            raise NotConfigured("PROGRESS_ENABLED is off: no progress line")
        if not sys.stderr.isatty() or settings["LOG_LEVEL"] == "DEBUG":
            raise NotConfigured  # without a word: nothing is amiss in a crawl from cron
        from rich.console import Console  # heavy: see above

        extension = cls(crawler.stats, Console(stderr=True))
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.response_received, signals.response_received)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    def spider_opened(self) -> None:
        """Show the line, and let the log write above it."""
        from rich.file_proxy import FileProxy  # heavy: see above

        handler = get_scrapy_root_handler()
        if isinstance(handler, logging.StreamHandler) and handler.stream is sys.stderr:
            self._handler = handler
            handler.setStream(FileProxy(self.console, sys.stderr))
        self.live.start()
        self._refreshing = create_looping_call(self.refresh)
        self._refreshing.start(_REFRESH)

    def response_received(self, response: Response) -> None:
        """Note what is being read."""
        self._reading = plain_line(response.url.partition("//")[2].partition("/")[2])

    def spider_closed(self) -> None:
        """Take the line away, and give the log its terminal back."""
        self._refreshing.stop()
        self.live.stop()
        if self._handler is not None:
            self._handler.setStream(sys.__stderr__)

    def refresh(self) -> None:
        """Show the present counts."""
        self.live.update(self.line(), refresh=True)

    def line(self) -> Text:
        """Return the line, cut where the terminal ends."""
        from rich.text import Text  # heavy: see above

        seconds = monotonic() - self._started
        now = counts(self.stats)
        count = self.stats.get_value
        waiting = count("scheduler/enqueued", 0) - count("scheduler/dequeued", 0)
        line = (
            f"{clock(seconds)} · {now.new} new, {now.edited} edited · {now.listings} listings · "
            f"{60 * now.pages / seconds if seconds else 0:.0f} pages a minute · "
            f"{now.quarantined + count('pages/failed', 0)} errors · {waiting} waiting · {self._reading}"
        )
        return Text(line, no_wrap=True, overflow="ellipsis")
