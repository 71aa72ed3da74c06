"""The recorder of outcomes: each page's in the ledger, unreadable pages in quarantine, the run's at its end."""

from __future__ import annotations

import logging
from time import monotonic
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from twisted.python.failure import Failure

from zhanjiang.addresses.page import PageRef
from zhanjiang.archive import ArchiveError
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.ask import ask_of
from zhanjiang.crawl.failures import UnfitArticle, reason_of, traceback_of
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.crawl.of_crawler import frontier_of
from zhanjiang.crawl.run_counts import counts_of
from zhanjiang.store import StoreError, crawls
from zhanjiang.store.ledger import State
from zhanjiang.store.quarantine import QuarantinedPage, Stage

logger = logging.getLogger(__name__)


class Ledger:
    """Records outcomes as ``zhanjiang.crawl.outcomes`` and Scrapy's own signals report them.

    The pipelines record an article's outcome, in the transaction that stores it. A page that cannot be read, validated
    or stored goes into quarantine in the transaction that records its outcome: one line in the log with address and
    reason, the traceback in the table. Counts ``quarantine/<stage>``. If the store itself fails, the crawl ends and
    the page stays leased, so that the next run requests it.
    """

    def __init__(self, crawler: Crawler, *, has_quarantine: bool) -> None:
        """Take the crawl; without ``has_quarantine`` unreadable pages are recorded and not kept."""
        self.crawler = crawler
        self.has_quarantine = has_quarantine
        self._started = monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``QUARANTINE_ENABLED``, and ``STORE_ENABLED``, without which there is nothing to record."""
        if not crawler.settings.getbool("STORE_ENABLED"):
            raise NotConfigured
        extension = cls(crawler, has_quarantine=crawler.settings.getbool("QUARANTINE_ENABLED"))
        for receiver, signal in (
            (extension.page_unchanged, outcomes.page_unchanged),
            (extension.page_gone, outcomes.page_gone),
            (extension.page_read, outcomes.page_read),
            (extension.page_failed, outcomes.page_failed),
            (extension.article_incomplete, outcomes.article_incomplete),
            (extension.listing_incomplete, outcomes.listing_incomplete),
            (extension.article_passed_over, outcomes.article_passed_over),
            (extension.article_known, outcomes.article_known),
            (extension.spider_error, signals.spider_error),
            (extension.item_dropped, signals.item_dropped),
            (extension.item_error, signals.item_error),
            (extension.spider_closed, signals.spider_closed),
        ):
            crawler.signals.connect(receiver, signal)
        return extension

    @property
    def frontier(self) -> RunFrontier:
        """The run's frontier; not there before all extensions are built."""
        return frontier_of(self.crawler)

    # --- Outcomes that the spider reports -------------------------------------------------------------------------

    def page_unchanged(self, page: PageRef) -> None:
        """Record that an article is unchanged (304)."""
        self.crawler.stats.inc_value("articles/unchanged")
        self._record(page, "unchanged")

    def page_gone(self, page: PageRef, reason: str | None = None) -> None:
        """Record that there is no such page, or where it has moved to."""
        self._record(page, "gone", reason)

    def page_read(self, page: PageRef) -> None:
        """Record that a page was read."""
        self._record(page, "read")

    def page_failed(self, page: PageRef, reason: str) -> None:
        """Record that a page was not fetched."""
        self._record(page, "failed", reason)

    def article_incomplete(self, page: PageRef, reason: str, body: bytes, content_type: str | None) -> None:
        """Record that a page of an article is missing, and keep its first page."""
        first = QuarantinedPage(page.url, "incomplete", reason, None, body, content_type)
        self._quarantine(page, "incomplete", reason, first)

    def listing_incomplete(self, page: PageRef, reason: str) -> None:
        """Record that a listing has more than this page leads to."""
        logger.warning("Listing not read to its end: %s: %s", page.url, reason)
        self._record(page, "incomplete", reason)

    def article_passed_over(self, page: PageRef, published_at: str | None) -> None:
        """Leave an article of another day to another run."""
        self._record(page, "queued", published_at=published_at)

    def article_known(self, page: PageRef) -> None:
        """Record that a page is one more address of an article."""
        self._record(page, "alias")

    # --- Failures of reading, validating and storing --------------------------------------------------------------

    def spider_error(self, failure: Failure, response: Any) -> None:
        """Quarantine a page that the spider cannot read."""
        self._failed("read", failure, response)

    def item_dropped(self, exception: BaseException, response: Any) -> None:
        """Quarantine the page of an article that is unfit as it stands."""
        if isinstance(exception, UnfitArticle):
            self._unreadable(exception.stage, response, str(exception), None)

    def item_error(self, item: Any, failure: Failure, response: Any) -> None:
        """Quarantine the page of an article on which a pipeline failed; with its hash it only had to be stored."""
        self._failed("store" if getattr(item, "content_hash", None) else "validate", failure, response)

    def _failed(self, stage: Stage, failure: Failure, response: Any) -> None:
        if not isinstance(failure.value, StoreError | ArchiveError):
            self._unreadable(stage, response, reason_of(failure.value), traceback_of(failure))

    def _unreadable(self, stage: Stage, response: Any, reason: str, traceback: str | None) -> None:
        page = ask_of(response).page if isinstance(response, Response) else None
        self._quarantine(page, "quarantined", reason, _quarantined(stage, response, reason, traceback))

    # --- Writing --------------------------------------------------------------------------------------------------

    def _quarantine(self, page: PageRef | None, state: State, reason: str, quarantined: QuarantinedPage) -> None:
        if not self.has_quarantine:
            if page:
                self._record(page, state, reason)
            return
        self.crawler.stats.inc_value(f"quarantine/{quarantined.stage}")
        logger.error("Kept in quarantine (%s): %s: %s", quarantined.stage, quarantined.address, reason)
        try:
            self.frontier.record(page.page if page else None, state, reason, quarantined=quarantined)
        except StoreError as error:
            logger.error("The quarantine cannot be written: %s: %s", quarantined.address, error)

    def _record(self, page: PageRef, state: State, reason: str | None = None, **values: Any) -> None:
        try:
            self.frontier.record(page.page, state, reason, **values)
        except StoreError:
            logger.debug("No outcome is recorded for %s: the store failed", page.url)

    def spider_closed(self, reason: str) -> None:
        """Report each page without an outcome, release the leases, and record how the run ended."""
        stats = self.crawler.stats
        try:
            for page in self.frontier.close(finished=reason == "finished"):
                stats.inc_value("ledger/lost")
                logger.error("No outcome: %s: the request was lost", page.url)
            with self.frontier.store.transaction() as connection:
                crawls.end(connection, self.frontier.run, reason, monotonic() - self._started, counts_of(stats))
        except StoreError as error:
            logger.error("The run's end is not in the store: %s", error)
        if left := stats.get_value("ledger/released", 0):
            logger.info("Left to the next run: %d pages", left)


def _quarantined(stage: Stage, response: Any, reason: str, traceback: str | None) -> QuarantinedPage:
    """The page of a response for quarantine; without bytes where there is a Failure, or None, in its place."""
    if not isinstance(response, Response):
        request = getattr(response, "request", None)
        return QuarantinedPage(request.url if request else "-", stage, reason, traceback, b"", None)
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    # The requested address: ten articles may all lead to one log-in page, and each is to be reported.
    address = (response.meta.get("redirect_urls") or [response.url])[0] if response.request else response.url
    return QuarantinedPage(address, stage, reason, traceback, response.body, content_type or None)
