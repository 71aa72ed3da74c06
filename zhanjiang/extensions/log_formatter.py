"""What Scrapy itself writes into the log about a page that failed."""

from __future__ import annotations

import logging
from typing import Any, Final, Self

import scrapy.logformatter
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.logformatter import LogFormatterResult
from twisted.python.failure import Failure

from zhanjiang.crawl.failures import UnfitArticle
from zhanjiang.items import ArticleAddress

_ABOVE_DEBUG: Final = ("INFO", "WARNING", "ERROR", "CRITICAL")


class LogFormatter(scrapy.logformatter.LogFormatter):
    """Leaves failures of reading, validating and storing to the ``Ledger`` extension, which reports each in one line.

    Scrapy's own message, with its traceback and the whole item, is written at level DEBUG. Its messages of each page
    and each item, which are of that level, are made only where the log may show them.
    """

    def __init__(self, quiet: bool, *, shows_debug: bool = True) -> None:
        """Say whether the extension is there to report the failures, and whether the log may show level DEBUG."""
        self.quiet = quiet
        self.shows_debug = shows_debug

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``QUARANTINE_ENABLED``, ``STORE_ENABLED`` and ``LOG_LEVEL``."""
        is_quiet = all(map(crawler.settings.getbool, ("QUARANTINE_ENABLED", "STORE_ENABLED")))
        return cls(is_quiet, shows_debug=crawler.settings["LOG_LEVEL"] not in _ABOVE_DEBUG)

    def crawled(self, request: Request, response: Response, spider: Spider) -> LogFormatterResult:
        """Log that a page came."""
        if not self.shows_debug:
            return None  # type: ignore[return-value]  # documented, but not typed
        return super().crawled(request, response, spider)

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        """Log an item."""
        if not self.shows_debug:
            return None  # type: ignore[return-value]
        return super().scraped(item, response, spider)

    def _quieten(self, message: LogFormatterResult) -> LogFormatterResult:
        return {**message, "level": logging.DEBUG} if self.quiet else message

    def spider_error(
        self, failure: Failure, request: Request, response: Response | Failure, spider: Spider
    ) -> LogFormatterResult:
        """Log that a page could not be parsed."""
        return self._quieten(super().spider_error(failure, request, response, spider))

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """Log that a pipeline failed."""
        return self._quieten(super().item_error(item, exception, response, spider))

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """Log that an item was dropped; nothing for another address of an article, which is no item to a reader."""
        if isinstance(item, ArticleAddress):
            return None  # type: ignore[return-value]  # documented, but not typed
        message = super().dropped(item, exception, response, spider)
        return self._quieten(message) if isinstance(exception, UnfitArticle) else message
