"""Writes the figures of the last runs into a file for Prometheus when a run has ended."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from zhanjiang.crawl import outcomes
from zhanjiang.crawl.of_crawler import run_of
from zhanjiang.monitors.metrics import write_metrics
from zhanjiang.monitors.surroundings import bytes_left, newest_moment, places_of
from zhanjiang.store import StoreError

logger = logging.getLogger(__name__)


class MetricsFile:
    """Writes ``METRICS_FILE`` anew. A file that cannot be written is one line of the log, and no failure of the run."""

    def __init__(self, crawler: Crawler, path: Path) -> None:
        """Take the crawl and the file."""
        self.crawler = crawler
        self.path = path

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``METRICS_FILE``, without which there is none, and ``STORE_ENABLED``."""
        settings = crawler.settings
        if not settings.getbool("STORE_ENABLED") or not settings["METRICS_FILE"]:
            raise NotConfigured  # without a sentence: none is wanted
        extension = cls(crawler, Path(settings["METRICS_FILE"]))
        crawler.signals.connect(extension.run_ended, outcomes.run_recorded)
        return extension

    def run_ended(self) -> None:
        """Write the file."""
        left = bytes_left(places_of(self.crawler.settings))
        try:
            with run_of(self.crawler).store.reading() as connection:
                newest = newest_moment(connection)
                write_metrics(self.path, connection, newest.timestamp() if newest else None, left)
        except (OSError, StoreError) as error:
            logger.error("METRICS_FILE %s is not written (%s): give a file in a folder that is yours", self.path, error)
