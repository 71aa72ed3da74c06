"""Pages that failed are kept, with their bytes and the reason, and the crawl goes on."""

from __future__ import annotations

import logging
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector
from twisted.python.failure import Failure

from zhanjiang.addresses.page import PageRef
from zhanjiang.archive import ArchiveError
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.failures import UnfitArticle, reason_of
from zhanjiang.crawl.of_crawler import store_of
from zhanjiang.store import Store, StoreError, quarantine
from zhanjiang.store.quarantine import QuarantinedPage, Stage

logger = logging.getLogger(__name__)


class Quarantine:
    """Keeps pages whose reading, validating or storing failed; counts ``quarantine/<stage>``.

    The log has one line for each, with address and reason; the traceback stands in the table.
    """

    def __init__(self, store: Store, stats: StatsCollector) -> None:
        """Take the crawl's store and stats."""
        self.store = store
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``QUARANTINE_ENABLED``; share the crawl's store."""
        if not crawler.settings.getbool("QUARANTINE_ENABLED"):
            raise NotConfigured("QUARANTINE_ENABLED is off: pages that fail are not kept")
        extension = cls(store_of(crawler), crawler.stats)
        crawler.signals.connect(extension.spider_error, signals.spider_error)
        crawler.signals.connect(extension.item_dropped, signals.item_dropped)
        crawler.signals.connect(extension.item_error, signals.item_error)
        crawler.signals.connect(extension.article_incomplete, outcomes.article_incomplete)
        return extension

    def spider_error(self, failure: Failure, response: Any) -> None:
        """Keep a page that the spider failed to read; none because the store failed, which is asked for again."""
        if isinstance(failure.value, StoreError):
            return
        self._keep("read", response, reason_of(failure.value), failure.getTraceback())

    def item_dropped(self, exception: BaseException, response: Any) -> None:
        """Keep the page of an item that is no article as it stands."""
        if isinstance(exception, UnfitArticle):
            self._keep(exception.stage, response, str(exception), None)

    def item_error(self, item: Any, failure: Failure, response: Any) -> None:
        """Keep the page of an article that a pipeline failed on; it has its hash where only the store was left."""
        if isinstance(failure.value, StoreError | ArchiveError):
            return  # there is no place to keep anything; the page is asked for again
        stage: Stage = "store" if getattr(item, "content_hash", None) else "validate"
        self._keep(stage, response, reason_of(failure.value), failure.getTraceback())

    def article_incomplete(self, page: PageRef, reason: str, body: bytes, content_type: str | None) -> None:
        """Keep the first page of an article that cannot be had whole."""
        self._write(QuarantinedPage(page.url, "incomplete", reason, None, body, content_type))

    def _keep(self, stage: Stage, response: Any, reason: str, told: str | None) -> None:
        self._write(_page(stage, response, reason, told))

    def _write(self, page: QuarantinedPage) -> None:
        self.stats.inc_value(f"quarantine/{page.stage}")
        logger.error("Kept in quarantine (%s): %s: %s", page.stage, page.address, page.reason)
        try:
            with self.store.transaction() as connection:
                quarantine.keep(connection, page)
        except StoreError as error:
            logger.error("The quarantine cannot be written: %s: %s", page.address, error)


def _page(stage: Stage, response: Any, reason: str, told: str | None) -> QuarantinedPage:
    """Take from the response (a Failure or None where there was none) what is kept of it."""
    if not isinstance(response, Response):
        request = getattr(response, "request", None)
        return QuarantinedPage(request.url if request else "-", stage, reason, told, b"", None)
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    # The address that was asked for: ten articles may all lead to one log-in page, and each is to be told.
    address = (response.meta.get("redirect_urls") or [response.url])[0] if response.request else response.url
    return QuarantinedPage(address, stage, reason, told, response.body, content_type or None)
