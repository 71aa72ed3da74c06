"""What becomes of each page is written into the ledger, and at the end each has an outcome or is told."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic
from typing import Any, Final, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector
from twisted.python.failure import Failure

from zhanjiang.addresses.page import PageRef
from zhanjiang.archive import ArchiveError
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.failures import UnfitArticle, reason_of
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.crawl.of_crawler import frontier_of
from zhanjiang.store import StoreError, crawls
from zhanjiang.store.ledger import State

logger = logging.getLogger(__name__)

_COUNTED: Final = ("articles/", "pages/", "quarantine/", "ledger/", "downloader/response_status_count/", "retry/count")


class Ledger:
    """Writes outcomes as they are told by ``zhanjiang.crawl.outcomes`` and Scrapy's own signals, and the run's end.

    An article's outcome is written by the pipelines, in the transaction that stores it.
    """

    def __init__(self, frontier: RunFrontier, stats: StatsCollector) -> None:
        """Take the crawl's book and stats."""
        self.frontier = frontier
        self.stats = stats
        self._started = monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Share the crawl's frontier."""
        extension = cls(frontier_of(crawler), crawler.stats)
        for receiver, signal in (
            (extension.page_unchanged, outcomes.page_unchanged),
            (extension.page_gone, outcomes.page_gone),
            (extension.page_failed, outcomes.page_failed),
            (extension.article_incomplete, outcomes.article_incomplete),
            (extension.article_passed_over, outcomes.article_passed_over),
            (extension.article_known, outcomes.article_known),
            (extension.spider_error, signals.spider_error),
            (extension.item_dropped, signals.item_dropped),
            (extension.item_error, signals.item_error),
            (extension.spider_closed, signals.spider_closed),
        ):
            crawler.signals.connect(receiver, signal)
        return extension

    def page_unchanged(self, page: PageRef) -> None:
        """Write that the site says so."""
        self.stats.inc_value("articles/unchanged")
        self._settle(page, "unchanged")

    def page_gone(self, page: PageRef) -> None:
        """Write that there is no such page."""
        self._settle(page, "gone")

    def page_failed(self, page: PageRef, reason: str) -> None:
        """Write that a page cannot be had."""
        self._settle(page, "failed", reason)

    def article_incomplete(self, page: PageRef, reason: str) -> None:
        """Write that an article cannot be had whole."""
        self._settle(page, "incomplete", reason)

    def article_passed_over(self, page: PageRef, published_at: str | None) -> None:
        """Leave an article to another run, that asks for its day."""
        self._settle(page, "queued", published_at=published_at)

    def article_known(self, page: PageRef) -> None:
        """Write that a page is one more address of an article."""
        self._settle(page, "alias")

    def spider_error(self, failure: Failure, response: Any) -> None:
        """Write that a page cannot be read; where the store failed, it stays in hand, to be asked for again."""
        if not isinstance(failure.value, StoreError):
            self._quarantined(response, reason_of(failure.value))

    def item_dropped(self, exception: BaseException, response: Any) -> None:
        """Write that a page holds no article as it stands."""
        if isinstance(exception, UnfitArticle):
            self._quarantined(response, str(exception))

    def item_error(self, failure: Failure, response: Any) -> None:
        """Write that a pipeline failed; where store or archive did, the page stays in hand, to be asked for again."""
        if not isinstance(failure.value, StoreError | ArchiveError):
            self._quarantined(response, reason_of(failure.value))

    def _quarantined(self, response: Any, reason: str) -> None:
        page = response.meta.get("page") if isinstance(response, Response) and response.request else None
        if page:
            self._settle(page, "quarantined", reason)

    def _settle(self, page: PageRef, state: State, reason: str | None = None, **values: Any) -> None:
        """Write an outcome. A store that fails has told of it itself, and the crawl ends: the page stays in hand."""
        with suppress(StoreError):
            self.frontier.settle(page.page, state, reason, **values)

    def spider_closed(self, reason: str) -> None:
        """Tell each page without an outcome, give back what was not asked for, and write how the run ended."""
        try:
            _tell_lost(self.frontier.close(finished=reason == "finished"))
            counts = {name: n for name, n in self.stats.get_stats().items() if name.startswith(_COUNTED)}
            with self.frontier.store.transaction() as connection:
                crawls.end(connection, self.frontier.run, reason, monotonic() - self._started, counts)
        except StoreError as error:
            logger.error("The run's end is not in the store: %s", error)
        if left := self.stats.get_value("ledger/given_back", 0):
            logger.info("Left to the next run: %d pages", left)


def _tell_lost(pages: Sequence[PageRef]) -> None:
    for page in pages:
        logger.error("No outcome: %s: the request was lost", page.url)
