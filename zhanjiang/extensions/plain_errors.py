"""What the network or a disk refuses is logged in one line: where in Scrapy it was refused helps nobody."""

from __future__ import annotations

import logging
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured

from zhanjiang.archive import ArchiveError
from zhanjiang.crawl.failures import NO_ANSWER

# Where Scrapy logs a failed download, or a failed feed, with its traceback.
_FEEDS = ("scrapy.extensions.feedexport",)
_ROBOTS = "scrapy.downloadermiddlewares.robotstxt"
_LOGGERS = ("scrapy.core.scraper", _ROBOTS, *_FEEDS)
_NETWORK_ERRORS = (ArchiveError, *(error for error in NO_ANSWER if error is not IgnoreRequest))


class PlainErrors(logging.Filter):
    """Puts the reason in place of the traceback, in lines about downloads and feeds that failed, unless at DEBUG."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``LOG_LEVEL``."""
        if crawler.settings["LOG_LEVEL"] == "DEBUG":
            raise NotConfigured  # without a sentence: everything is wanted in the log
        extension = cls()
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.engine_stopped, signals.engine_stopped)
        return extension

    def spider_opened(self) -> None:
        """Begin to look at the lines."""
        for name in _LOGGERS:
            logging.getLogger(name).addFilter(self)

    def engine_stopped(self) -> None:
        """Leave the loggers as they were."""
        for name in _LOGGERS:
            logging.getLogger(name).removeFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten a record about an error of the network, or of what a feed is written to.

        All records pass but Scrapy's of a robots.txt that did not come, which our own middleware reports.
        """
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        message = record.getMessage()
        is_of_feed = record.name in _FEEDS and isinstance(error, Exception) and "feed" in message.lower()
        if isinstance(error, _NETWORK_ERRORS) or is_of_feed:
            reason = str(error) or type(error).__name__
            record.msg, record.args = (message if reason in message else f"{message}: {reason}"), None
            record.exc_info = None
        return record.name != _ROBOTS
