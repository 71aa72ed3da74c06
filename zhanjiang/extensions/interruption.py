"""Which signal ended a crawl: Ctrl-C and SIGTERM have exit codes of their own, and Scrapy calls both ``shutdown``."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Final, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from zhanjiang.crawl.ending import SIGNAL

_ENDING: Final = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """Notes the number of the signal in the stat ``interruption/signal``, and passes the signal on to Scrapy."""

    def __init__(self, stats: StatsCollector) -> None:
        """Take the crawl's stats."""
        self.stats = stats
        self._handlers: dict[int, Callable[[int, FrameType | None], Any]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Begin at once: Scrapy has set its own handlers, and a signal may come while the spider is opened."""
        extension = cls(crawler.stats)
        extension.stand_before_handlers()
        # Once more: a CrawlerProcess sets its handlers after it has built the extensions.
        crawler.signals.connect(extension.stand_before_handlers, signals.engine_started)
        crawler.signals.connect(extension.engine_stopped, signals.engine_stopped)
        return extension

    def stand_before_handlers(self) -> None:
        """Stand before each handler. Python lets the main thread alone set handlers."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in _ENDING:
            handler = signal.getsignal(number)
            if callable(handler) and handler != self.note:
                self._handlers[number] = handler
                signal.signal(number, self.note)

    def engine_stopped(self) -> None:
        """Give the handlers back that were not replaced meanwhile."""
        for number, handler in self._handlers.items():
            if signal.getsignal(number) == self.note:
                signal.signal(number, handler)

    def note(self, number: int, frame: FrameType | None) -> None:
        """Note a signal and pass it on."""
        self.stats.set_value(SIGNAL, number)
        self._handlers[number](number, frame)
