"""Feeds: one that cannot be written costs one line and the exit code 74, and the next feed has what it lacks."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Any, Final

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.extensions.feedexport import FeedExporter, FeedSlot, apply_uri_params
from scrapy.utils.defer import ensure_awaitable

from zhanjiang.console.setting_values import WrongSetting
from zhanjiang.console.words import many
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.crawl_run import CrawlRun
from zhanjiang.crawl.ending import FEED_FAILED
from zhanjiang.crawl.feed_outbox import FeedOutbox
from zhanjiang.export.feed_file import FeedFile
from zhanjiang.items import Article
from zhanjiang.store import StoreError
from zhanjiang.store.name_set import NameSet

logger = logging.getLogger(__name__)

_MOST_WAITING: Final = 200


def _may_be_amended(article: Article) -> bool:
    """Say whether no declared layout read an article of the portal."""
    return (article.id or "").startswith("portal/") and "selector" not in (article.extracted_by or {}).values()


class PlainFeeds(FeedExporter):
    """Scrapy's feeds; one that fails is left alone for the rest of the crawl, which goes on: the store is the record.

    Scrapy itself counts only what fails when a feed is closed, and exports into a broken file to the end. What of a
    file is whole stays, the rest is cut off, and the run's outbox has what the feed lacks, for the next feed.

    An article of the portal that no declared layout read waits for the run's end, since a layout learned meanwhile may
    read it better: a feed holds each article once. No more than ``_MOST_WAITING`` wait.
    """

    def __init__(self, crawler: Crawler) -> None:
        """See Scrapy's. Read ``LAYOUTS_ENABLED``, without which no article waits. Raises WrongSetting."""
        try:
            super().__init__(crawler)
            if crawler.spider:
                self._check_places(crawler.spider)
        except NotConfigured:
            if crawler.settings["FEEDS"]:
                raise WrongSetting("a feed cannot be written as it is given: the log says why") from None
            raise
        except (ImportError, NameError) as error:
            raise WrongSetting(f"a feed's option names what cannot be imported ({error}): check FEEDS") from None
        self._waiting: dict[str, Article] = {}
        self._waits = crawler.settings.getbool("LAYOUTS_ENABLED")
        self._outbox: FeedOutbox | None = None
        self._files: dict[FeedSlot, FeedFile] = {}
        self._exported: defaultdict[str, NameSet] = defaultdict(NameSet)
        crawler.signals.connect(self.article_amended, outcomes.article_amended)

    def _check_places(self, spider: Spider) -> None:
        """Refuse an address with a place, such as ``%(time)s``, that nothing can fill."""
        for uri, options in self.feeds.items():
            try:
                apply_uri_params(uri, self._get_uri_params(spider, options["uri_params"]))
            except (KeyError, TypeError, ValueError) as error:
                reason = f"{type(error).__name__}: {error}"
                advice = "give %(time)s, %(name)s or the name of an argument"
                raise WrongSetting(f"the feed {uri!r} cannot be named ({reason}): {advice}") from None

    def open_spider(self, spider: Spider) -> None:
        """Open the feeds, and say to the run's outbox which there are."""
        super().open_spider(spider)
        if run := self.crawler.get_extension(CrawlRun):
            self._outbox = run.outbox
            self._outbox.accepts = {feed: self.filters[feed].accepts for feed in self.feeds}

    def article_amended(self, article: Article) -> None:
        """Replace a waiting article by what was read of its page at last."""
        if article.id in self._waiting:
            self._waiting[article.id] = article

    async def close_spider(self, spider: Spider) -> None:
        """Export what waits and what earlier feeds lack, after all that the run's end brings; then close."""
        self.crawler.signals.send_catch_log(outcomes.run_ends)
        while self._waiting:
            self._export(self._waiting.pop(next(iter(self._waiting))), spider)
        run = self.crawler.get_extension(CrawlRun)
        with suppress(StoreError):  # which has ended the crawl by itself
            if run is None or run.ends_for_all():
                self._export_owed(spider)
        await super().close_spider(spider)
        if self._outbox:
            self._outbox.flush()

    def _export_owed(self, spider: Spider) -> None:
        owed = self._outbox.owed() if self._outbox else []
        owed = [(id_, feed) for id_, feed in owed if id_ not in self._exported[feed]]
        for id_, feed in owed:
            assert self._outbox
            self._export(self._outbox.article(id_), spider, [feed])
        if owed:
            number = many(len({id_ for id_, _ in owed}), "article")
            logger.info("Feeds now have %s that an earlier run stored and could not write into a feed", number)

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Export an item, or the one that has waited longest where too many wait."""
        if self._waits and isinstance(item, Article) and item.id and _may_be_amended(item):
            self._waiting[item.id] = item
            if len(self._waiting) <= _MOST_WAITING:
                return
            item = self._waiting.pop(next(iter(self._waiting)))
        self._export(item, spider)

    def _export(self, item: Any, spider: Spider, feeds: Sequence[str] = ()) -> None:
        """Export an item into each feed that still works, or into some of them."""
        slots, working = self.slots, []
        for slot in slots:
            self.slots = [slot]
            if (not feeds or slot.uri_template in feeds) and slot.filter.accepts(item):
                try:
                    self._export_into(slot, item, spider)
                except OSError as error:
                    self._fail(slot, error)
                    continue
                except (LookupError, TypeError, ValueError) as error:  # it costs the feed this item alone
                    self.crawler.stats.inc_value(f"{FEED_FAILED}{type(slot.storage).__name__}")
                    logger.error("The feed %s cannot write %r: %s", slot.uri, getattr(item, "id", item), error)
            working += self.slots
        self.slots = working

    def _export_into(self, slot: FeedSlot, item: Any, spider: Spider) -> None:
        slot.start_exporting()
        if slot not in self._files:
            self._files[slot] = FeedFile(slot)
        super().item_scraped(item, spider)
        article_id = item.id if isinstance(item, Article) else None
        self._exported[slot.uri_template].add(article_id or "")
        self._note_written(slot, self._files[slot].exported(article_id))

    def _note_written(self, slot: FeedSlot, ids: Sequence[str]) -> None:
        if self._outbox:
            self._outbox.written(slot.uri_template, ids)

    def _start_new_batch(self, *args: Any, **kwargs: Any) -> FeedSlot:
        """Begin a feed that is noted as written once its storage has it: of no single feed does Scrapy say so."""
        slot = super()._start_new_batch(*args, **kwargs)
        store = slot.storage.store

        async def store_and_note(file: IO[bytes]) -> None:
            """Store the feed's file."""
            file.flush()
            if feed_file := self._files.get(slot):
                feed_file.check_place()
            await ensure_awaitable(store(file))
            if feed_file:
                self._note_written(slot, self._files.pop(slot).closed())

        slot.storage.store = store_and_note  # type: ignore[method-assign,assignment]
        return slot

    async def _close_slot(self, slot: FeedSlot, spider: Spider) -> None:
        try:
            await super()._close_slot(slot, spider)
        except OSError as error:
            self._fail(slot, error)
        self._cut(slot)  # what is not stored by now has failed

    def _fail(self, slot: FeedSlot, error: OSError) -> None:
        self.crawler.stats.inc_value(f"{FEED_FAILED}{type(slot.storage).__name__}")
        logger.error(
            "The feed %s cannot be written (%s): the next feed has what it lacks, `scrapy export` writes all",
            slot.uri,
            error.strerror or error,
        )
        self._cut(slot)

    def _cut(self, slot: FeedSlot) -> None:
        feed_file = self._files.pop(slot, None)
        lost = feed_file.cut() if feed_file else []
        if self._outbox and lost:
            self._outbox.lost(slot.uri_template, lost)
