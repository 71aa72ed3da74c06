"""Feeds: a file that cannot be written costs one line and the exit code 74, not a line for each item and code 0."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

from scrapy import Spider
from scrapy.extensions.feedexport import FeedExporter, FeedSlot

from zhanjiang.crawl.ending import FEED_FAILED

logger = logging.getLogger(__name__)


class PlainFeeds(FeedExporter):
    """Scrapy's feeds; one that fails is left alone for the rest of the crawl, which goes on: the store is the record.

    Scrapy itself counts only what fails when a feed is closed, and exports into a broken file to the end.
    """

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Export an item into each feed that still works."""
        slots, working = self.slots, []
        for slot in slots:
            self.slots = [slot]
            try:
                super().item_scraped(item, spider)
            except OSError as error:
                self._fail(slot, error)
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
