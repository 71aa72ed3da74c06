"""Learns the site's layouts while a crawl runs, and reads again by them what labels read before."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from zhanjiang.addresses.page import PageRef
from zhanjiang.archive import ArchiveError
from zhanjiang.catalogue.visits import Visit
from zhanjiang.console.words import many
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.ending import SHUTDOWN
from zhanjiang.crawl.learned_layouts import layouts_in_use, new_names, renamed, save_layouts
from zhanjiang.crawl.of_crawler import edits_of, run_of, store_of
from zhanjiang.crawl.repair_settings import repair_config
from zhanjiang.crawl.visit_reader import VisitReader
from zhanjiang.items import Article
from zhanjiang.layouts.learning import learn
from zhanjiang.layouts.sample import Sample
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.article_reader import PageAsRead
from zhanjiang.pages.reading.learned import LearnedLayout
from zhanjiang.reparse.amending import Amending
from zhanjiang.reparse.archived_layouts import MOST_SAMPLES, first_pages, sample_of, settled
from zhanjiang.store import Store, StoreError, articles, captures, crawls, layouts

logger = logging.getLogger(__name__)

_MOST_READ_AGAIN: Final = 300
"""How many articles are read again at most, and how many of the archive's latest pages are looked through."""

_TOGETHER: Final = 50
"""How many articles that are read again are committed together."""


class LayoutLearning:
    """Learns layouts from every ``LAYOUT_PAGES`` pages that no declared one reads.

    The spider's later pages are read by what was learned. Before the run ends, articles that labels or a layout in the
    making read are read again from the archive; where the layout reads otherwise now, the stored article is amended:
    that is no revision (``Amending``). A run with too few pages learns from those that the archive has of earlier runs.
    Counts ``layouts/learned`` and ``layouts/unknown``, the articles that no layout has read at last.
    """

    def __init__(self, crawler: Crawler, pages: int) -> None:
        """Take the crawl, and how many pages it takes to learn."""
        self.crawler = crawler
        self.stats = crawler.stats
        self._pages = self._next = pages
        self._samples: list[Sample] = []
        self._takes_samples = True
        self._to_read_again: dict[str, int] = {}  # by how many times layouts were learned when it was read last
        self._times_learned = 0
        self._new: set[str] = set()
        self._new_at_last: set[str] = set()
        self._fresh = 0
        self._learned: list[LearnedLayout] = []
        self._has_looked_back = self._is_interrupted = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``LAYOUTS_ENABLED`` and ``LAYOUT_PAGES``; without a store there is nothing to learn for."""
        settings = crawler.settings
        if not settings.getbool("LAYOUTS_ENABLED") or not settings.getbool("STORE_ENABLED"):
            raise NotConfigured
        extension = cls(crawler, settings.getint("LAYOUT_PAGES"))
        for receiver, signal in (
            (extension.spider_opened, signals.spider_opened),
            (extension.article_read, outcomes.article_read),
            (extension.finish, signals.spider_idle),
            (extension.finish, outcomes.run_ends),
            (extension.spider_closed, signals.spider_closed),
        ):
            crawler.signals.connect(receiver, signal)
        return extension

    @property
    def store(self) -> Store:
        """The run's store; not there before all extensions are built."""
        return store_of(self.crawler)

    def spider_opened(self, spider: Spider) -> None:
        """Give the spider the layouts that earlier runs have learned."""
        with self.store.reading() as connection:
            self._use(layouts_in_use(connection))
            runs = crawls.latest(connection, 2)
        # Of a fleet the last worker learns, from what all have read.
        is_shared = run_of(self.crawler).shares_store
        self._is_interrupted = is_shared or (len(runs) > 1 and runs[1].outcome in ("killed", SHUTDOWN))
        self._takes_samples = not is_shared

    def _use(self, learned: Sequence[LearnedLayout]) -> None:
        """Read by these from now on; one that was learned anew takes the place of its former self."""
        names = {layout.name for layout in learned}
        self._learned = [*learned, *(layout for layout in self._learned if layout.name not in names)]
        if self.crawler.spider:
            self.crawler.spider.learned = self._learned  # type: ignore[attr-defined]  # every spider of ours has it
        edits_of(self.crawler).check.use(self._learned)

    @property
    def _young(self) -> list[LearnedLayout]:
        """The layouts that go on being learned."""
        return [layout for layout in self._learned if not layout.is_settled]

    # --- As the pages come ----------------------------------------------------------------------------------------

    def article_read(self, page: PageRef, article: Article, first: PageAsRead, layout: str) -> None:
        """Note an article that no declared or settled layout read; learn from its page once there are enough."""
        if article.via or article.id is None or article.kind == "link":
            return
        if not issubclass(first.fetched.page_type, ArticlePage):
            return
        if layout and layout not in {one.name for one in self._young}:
            return
        if len(self._to_read_again) >= _MOST_READ_AGAIN:
            return
        # All pages were read just now, but a young layout may err.
        self._to_read_again[article.id] = -1 if layout else self._times_learned
        self._fresh += 1
        if self._takes_samples and (one := _sample(first)):
            self._samples.append(one)
            if self._fresh >= self._next:
                self._next = self._pages if self._learn(self._samples) else 2 * self._next
            if len(self._samples) >= MOST_SAMPLES:
                self._samples, self._takes_samples = [], False  # each is a tree

    def _learn(self, samples: Sequence[Sample], *, settles: bool = False) -> bool:
        """Learn from pages; say whether anything was learned. ``settles``: enough pages settle a layout."""
        self._fresh = 0
        try:
            learned = learn(samples, fewest=self._pages)
        except (LookupError, TypeError, ValueError):  # an odd page is to cost these samples alone
            logger.exception("No layout can be learned from %s: they are left to labels", many(len(samples), "page"))
            self._samples = []
            return False
        if not learned:
            return False
        with self.store.reading() as connection:
            learned = renamed(learned, self._young, new_names(connection))
        learned = [settled(layout) if settles else layout for layout in learned]
        with self.store.transaction() as connection:
            save_layouts(connection, learned, run_of(self.crawler).number)
        self._times_learned += 1
        self._new_at_last = {layout.name for layout in learned}
        self._new |= self._new_at_last
        known = {layout.name for layout in self._learned}
        self._use(learned)
        for layout in learned:
            if layout.name not in known:
                self.stats.inc_value("layouts/learned")
                logger.info(
                    "Learned a layout from %s: `scrapy layouts show %r`", many(layout.pages, "page"), layout.name
                )
        return True

    # --- Before the run ends --------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Learn from what is left, and read again; safe to be called several times. Without an archive nothing is."""
        if not (self._to_read_again or self._is_interrupted) or not self.crawler.settings.getbool("ARCHIVE_ENABLED"):
            return
        if not run_of(self.crawler).ends_for_all():
            return
        try:
            self.store.flush()
            if self._fresh or not self._has_looked_back:
                self._look_back()
            self._read_again()
        except (ArchiveError, StoreError) as error:
            logger.error("What labels read cannot be read again: %s: `scrapy reparse` does it", error)

    def spider_closed(self) -> None:
        """Finish, and count the articles that no layout read."""
        self.finish()
        self.stats.set_value("layouts/unknown", len(self._to_read_again))

    def _reader(self) -> VisitReader:
        settings: BaseSettings = self.crawler.settings
        return VisitReader(Path(settings["ARCHIVE_DIR"]), repair_config(settings), self._learned)

    def _look_back(self) -> None:
        """Learn from the archive's latest pages, whatever run fetched them, and note those that are to be read again.

        So what is stored does not depend on where runs began and ended. After a run that was interrupted, all of these
        articles are read again: it may have learned a layout, and have read nothing again. Pages that teach nothing are
        not looked at (``_teaching_nothing``).
        """
        self._has_looked_back, self._fresh = True, 0
        samples: list[Sample] = []
        young = ("", *(layout.name for layout in self._young))
        with self.store.reading() as connection:
            latest = captures.latest_articles(connection, _MOST_READ_AGAIN)
            known = self._teaching_nothing(connection, latest)

        def is_wanted(page: ArticlePage) -> bool:
            """Say whether no layout reads a page, or one that may have changed."""
            return page.layout in young or (self._is_interrupted and page.body_rule == "learned")

        def is_needed(visit: Visit) -> bool:
            """Say whether a page may teach a layout, or is to be read again and not noted yet."""
            is_new = len(samples) < MOST_SAMPLES or visit.article not in self._to_read_again
            return is_new and known.get(visit.article) != visit.seen.fetched_at

        # In the order of their IDs, so that the same pages teach the same layout.
        for id, page in first_pages(self.store, self._reader(), sorted(latest), is_wanted, is_needed):
            self._to_read_again.setdefault(id, -1)
            if page.layout in young and len(samples) < MOST_SAMPLES and (one := sample_of(page)):
                samples.append(one)
        if len(samples) >= self._pages:
            fleeting = {layout.name for layout in self._young if self._is_interrupted or layout.name in self._new}
            if self._learn(samples, settles=True):
                left = [layout for layout in self._learned if layout.name in fleeting - self._new_at_last]
                self._drop([layout.name for layout in left if self._could_teach(samples, layout)])

    def _teaching_nothing(self, connection: Connection, ids: Sequence[str]) -> dict[str, str]:
        """When the page of each of the articles was fetched of which the store has what a declared layout read.

        Or what a settled one read: if it was fetched since layouts were last learned or forgotten, the same reads it.
        """
        known = articles.fetched_and_read_by(connection, ids, "selector")
        if self._young or self._is_interrupted:
            return known
        changed_at = layouts.changed_at(connection)
        learned = articles.fetched_and_read_by(connection, ids, "learned")
        return known | {id: fetched_at for id, fetched_at in learned.items() if fetched_at > changed_at}

    def _could_teach(self, samples: Sequence[Sample], layout: LearnedLayout) -> bool:
        """Say whether there are enough pages of a layout: where most are of another one, they say nothing of it."""
        return sum(layout.has_marks(one.marks) for one in samples) >= self._pages

    def _drop(self, names: Sequence[str]) -> None:
        """Forget layouts that a run learned on its way, and that all its pages together do not teach."""
        with self.store.transaction() as connection:
            for name in names:
                layouts.forget(connection, name)
        self._learned = [layout for layout in self._learned if layout.name not in names]
        self._use([])

    def _read_again(self) -> None:
        """Read the latest visit of each noted article that was read before the layouts were learned that count now."""
        if not self._learned:
            return
        reader, amending = self._reader(), Amending(self.crawler)
        errors: list[str] = []
        ids = [id for id, times_learned in self._to_read_again.items() if times_learned < self._times_learned]
        for start in range(0, len(ids), _TOGETHER):
            errors += self._read_these_again(ids[start : start + _TOGETHER], reader, amending)
        if errors:
            number = many(len(errors), "article")
            logger.error("What labels read of %s cannot be read again, such as %s", number, errors[0])

    def _read_these_again(self, ids: Sequence[str], reader: VisitReader, amending: Amending) -> list[str]:
        """Read articles again, and commit what is amended together; return what went wrong with each."""
        errors: list[str] = []
        with amending.together(ids):
            for id in ids:
                self._to_read_again[id] = self._times_learned
                try:
                    if amending.read(id, reader):
                        del self._to_read_again[id]
                except (ArchiveError, SQLAlchemyError, ValueError) as error:
                    errors.append(f"{id}: {type(error).__name__}: {error}")
        return errors


def _sample(first: PageAsRead) -> Sample | None:
    page = first.page()
    return sample_of(page) if isinstance(page, ArticlePage) else None
