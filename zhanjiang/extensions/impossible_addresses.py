"""Addresses that can be none are counted, and the first of them named in the log."""

from __future__ import annotations

import logging
from typing import Final, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from zhanjiang.addresses.href import IMPOSSIBLE

_MOST_NAMED: Final = 20
_MOST_REMEMBERED: Final = 10_000


class ImpossibleAddresses(logging.Filter):
    """Counts each such address once (``addresses/impossible``), whatever page it stands on, and names twenty.

    Pages pass over what they cannot use, and know no crawl: the logger of addresses is how a crawl learns of it.
    """

    def __init__(self, stats: StatsCollector) -> None:
        """Take the crawl's stats."""
        super().__init__()
        self.stats = stats
        self._seen: set[object] = set()
        self._level = IMPOSSIBLE.level

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen as long as the spider is open."""
        extension = cls(crawler.stats)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.engine_stopped, signals.engine_stopped)
        return extension

    def spider_opened(self) -> None:
        """Begin to look at the records."""
        IMPOSSIBLE.setLevel(logging.DEBUG)
        IMPOSSIBLE.addFilter(self)

    def engine_stopped(self) -> None:
        """Leave the logger as it was."""
        IMPOSSIBLE.removeFilter(self)
        IMPOSSIBLE.setLevel(self._level)

    def filter(self, record: logging.LogRecord) -> bool:
        """Count an address; let the record of a new one pass at INFO, the last of them with a word on the rest."""
        address = record.args[0] if isinstance(record.args, tuple) else None
        if address in self._seen or len(self._seen) >= _MOST_REMEMBERED:
            return False
        self._seen.add(address)
        self.stats.inc_value("addresses/impossible")
        if len(self._seen) == _MOST_NAMED:
            record.msg = f"{record.msg}; further ones are only counted (addresses/impossible)"
        record.levelno, record.levelname = logging.INFO, "INFO"
        return len(self._seen) <= _MOST_NAMED
