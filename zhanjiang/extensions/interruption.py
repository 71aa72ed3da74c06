"""Which signal ended a crawl: Scrapy calls each of them ``shutdown``, and cron wants an exit code of its own."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any, Final, Self

from scrapy import signals
from scrapy.crawler import Crawler

from zhanjiang.console.interrupts import say_at_once
from zhanjiang.console.words import many
from zhanjiang.crawl.ending import SIGNAL

_SCRAPYS: Final = (signal.SIGINT, signal.SIGTERM)
"""The signals that Scrapy listens to. SIGHUP, of a terminal that was closed, is taken for the second of them."""


class Interruption:
    """Notes the number of the signal in the stat ``interruption/signal``, reports it at once, and passes it to Scrapy.

    Scrapy then finishes the requests under way; at a second signal it stops where it is.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Take the crawl."""
        self.crawler = crawler
        self._handlers: dict[int, Callable[[int, FrameType | None], Any]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Begin at once: Scrapy has set its own handlers, and a signal may come while the spider is opened."""
        extension = cls(crawler)
        extension.stand_before_handlers()
        # Once more: a CrawlerProcess sets its handlers after it has built the extensions.
        crawler.signals.connect(extension.stand_before_handlers, signals.engine_started)
        crawler.signals.connect(extension.engine_stopped, signals.engine_stopped)
        return extension

    def stand_before_handlers(self) -> None:
        """Stand before each handler. Python lets the main thread alone set handlers."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in _SCRAPYS:
            handler = signal.getsignal(number)
            if callable(handler) and handler != self.note:
                self._handlers[number] = handler
                signal.signal(number, self.note)
        if signal.SIGTERM in self._handlers and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # as under nohup
            signal.signal(signal.SIGHUP, self.hang_up)

    def engine_stopped(self) -> None:
        """Give the handlers back that were not replaced meanwhile."""
        for number, handler in self._handlers.items():
            if signal.getsignal(number) == self.note:
                signal.signal(number, handler)

    def note(self, number: int, frame: FrameType | None) -> None:
        """Note a signal, pass it on and acknowledge it: whoever reads that may send the next one at once."""
        self.crawler.stats.set_value(SIGNAL, self.crawler.stats.get_value(SIGNAL, number))
        self._handlers[number](number, frame)
        under_way = 0
        with suppress(RuntimeError):  # the engine is not there yet
            under_way = len(self.crawler.engine.downloader.active)
        say_at_once("scrapy crawl", f"finishing {many(under_way, 'request')}; once more stops now")

    def hang_up(self, number: int, frame: FrameType | None) -> None:
        """Pass a SIGHUP on to whoever handles SIGTERM by now: to Scrapy alone, if it is not the first signal."""
        handler = signal.getsignal(signal.SIGTERM)
        if callable(handler):
            handler(signal.SIGTERM, frame)
