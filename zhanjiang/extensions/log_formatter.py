"""What Scrapy itself writes into the log about a page that failed."""

from __future__ import annotations

import logging
from typing import Any, Self

import scrapy.logformatter
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.logformatter import LogFormatterResult
from twisted.python.failure import Failure

from zhanjiang.crawl.failures import UnfitArticle
from zhanjiang.items import ArticleAddress


class LogFormatter(scrapy.logformatter.LogFormatter):
    """Leaves failures of reading, validating and storing to the ``Ledger`` extension, which reports each in one line.

    Scrapy's own message, with its traceback and the whole item, is written at level DEBUG.
    """

    def __init__(self, quiet: bool) -> None:
        """Say whether the extension is there to report the failures."""
        self.quiet = quiet

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``QUARANTINE_ENABLED`` and ``STORE_ENABLED``."""
        return cls(all(map(crawler.settings.getbool, ("QUARANTINE_ENABLED", "STORE_ENABLED"))))

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
