"""Feeds: a file that cannot be written costs one line and the exit code 74, not a line for each item and code 0."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any, Final

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.extensions.feedexport import FeedExporter, FeedSlot

from zhanjiang.crawl import outcomes
from zhanjiang.crawl.ending import FEED_FAILED
from zhanjiang.items import Article

logger = logging.getLogger(__name__)

_MOST_WAITING: Final = 200


def _may_be_amended(article: Article) -> bool:
    """Say whether no declared layout read an article of the portal."""
    return (article.id or "").startswith("portal/") and "selector" not in (article.extracted_by or {}).values()


class PlainFeeds(FeedExporter):
    """Scrapy's feeds; one that fails is left alone for the rest of the crawl, which goes on: the store is the record.

    Scrapy itself counts only what fails when a feed is closed, and exports into a broken file to the end.

    An article of the portal that no declared layout read waits for the run's end, since a layout learned meanwhile may
    read it better: a feed holds each article once. No more than ``_MOST_WAITING`` wait.
    """

    def __init__(self, crawler: Crawler) -> None:
        """See Scrapy's. Read ``LAYOUTS_ENABLED``, without which no article waits."""
        super().__init__(crawler)
        self._waiting: dict[str, Article] = {}
        self._waits = crawler.settings.getbool("LAYOUTS_ENABLED")
        crawler.signals.connect(self.article_amended, outcomes.article_amended)

    def article_amended(self, article: Article) -> None:
        """Replace a waiting article by what was read of its page at last."""
        if article.id in self._waiting:
            self._waiting[article.id] = article

    async def close_spider(self, spider: Spider) -> None:
        """Export what waits, once everything that the run's end brings is done; then close the feeds."""
        self.crawler.signals.send_catch_log(outcomes.run_ends)
        while self._waiting:
            self._export(self._waiting.pop(next(iter(self._waiting))), spider)
        await super().close_spider(spider)

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Export an item, or the one that has waited longest where too many wait."""
        if self._waits and isinstance(item, Article) and item.id and _may_be_amended(item):
            self._waiting[item.id] = item
            if len(self._waiting) <= _MOST_WAITING:
                return
            item = self._waiting.pop(next(iter(self._waiting)))
        self._export(item, spider)

    def _export(self, item: Any, spider: Spider) -> None:
        """Export an item into each feed that still works."""
        slots, working = self.slots, []
        for slot in slots:
            self.slots = [slot]
            try:
                super().item_scraped(item, spider)
            except OSError as error:
                self._fail(slot, error)
            except (
                LookupError,
                TypeError,
                ValueError,
            ):  # it costs the feed this item alone
                logger.exception("The feed %s cannot write %r", slot.uri, getattr(item, "id", item))
                working.append(slot)
            else:
                working += self.slots
        self.slots = working

    async def _close_slot(self, slot: FeedSlot, spider: Spider) -> None:
        try:
            await super()._close_slot(slot, spider)
        except OSError as error:
            self._fail(slot, error)

    def _fail(self, slot: FeedSlot, error: OSError) -> None:
        self.crawler.stats.inc_value(f"{FEED_FAILED}{type(slot.storage).__name__}")
        logger.error(
            "The feed %s cannot be written (%s): `scrapy export` writes the articles from the store",
            slot.uri,
            error.strerror or error,
        )
        for file in (slot.file, getattr(slot.file, "file", None)):  # the compressed one, and what is below it
            if file is not None:
                with suppress(OSError):
                    file.close()
