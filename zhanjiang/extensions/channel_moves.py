"""Notices articles that the newsroom moved to another channel, by the listings that a run reads."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from math import inf
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from zhanjiang.crawl import outcomes
from zhanjiang.crawl.of_crawler import store_of
from zhanjiang.pages.reading.links import ArticleLink
from zhanjiang.store import Store, StoreError, visited
from zhanjiang.store.name_set import NameSet

logger = logging.getLogger(__name__)


class ChannelMoves:
    """Gives a stored article the channel that lists it now, once its own does not.

    An article may stand in several listings, and a run reads few pages of each: that another channel lists it moves
    none. It has moved where a page of its own channel's listing has articles before and after it, and no page of that
    channel that the run read has the article itself. An address that names a channel outranks the listing.
    """

    def __init__(self, store: Callable[[], Store]) -> None:
        """Take what gives the run's store, which is not there before all extensions are built."""
        self.store = store
        self._listed: defaultdict[str, NameSet] = defaultdict(NameSet)
        self._spans: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        self._elsewhere: defaultdict[str, set[str]] = defaultdict(set)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Share the run's store; off where there is none."""
        if not crawler.settings.getbool("STORE_ENABLED"):
            raise NotConfigured
        extension = cls(partial(store_of, crawler))
        crawler.signals.connect(extension.articles_listed, outcomes.articles_listed)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    def articles_listed(self, channel: str, links: Sequence[ArticleLink], is_first: bool) -> None:
        """Note the rows of a listing's page, the newest first; before those of the first page there are none."""
        if not links:
            return
        numbers = [link.reference.number for link in links]
        is_newest = is_first and numbers[0] > numbers[-1]
        self._spans[channel].append((numbers[-1], inf if is_newest else max(numbers)))
        channels = {link.reference.id: link.reference.channel or channel for link in links}
        for article_id, here in channels.items():
            self._listed[here].add(article_id)
        with self.store().reading() as connection:
            stored = visited.channels(connection, [*channels])
        for article_id, known in stored.items():
            if known != channels[article_id]:
                self._elsewhere[article_id].add(channels[article_id])

    def spider_closed(self) -> None:
        """Write the channels of the articles that have moved."""
        try:
            with self.store().transaction() as connection:
                for article_id, known in visited.channels(connection, [*self._elsewhere]).items():
                    if self._has_left(known, article_id):
                        channel = min(self._elsewhere[article_id])
                        logger.info("Moved to another channel: %s, from %s to %s", article_id, known, channel)
                        visited.move(connection, article_id, channel)
        except StoreError as error:
            logger.error("Articles that moved to other channels are not in the store: %s", error)

    def _has_left(self, channel: str, article_id: str) -> bool:
        """Say whether the run read the page of a channel on which an article would stand, and it does not."""
        number = int(article_id.rpartition("/")[2])
        is_spanned = any(low < number < high for low, high in self._spans.get(channel, ()))
        return is_spanned and article_id not in self._listed[channel]
