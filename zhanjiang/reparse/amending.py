"""Articles of a running crawl, read again from the archive and amended where they read otherwise now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from scrapy.crawler import Crawler

from zhanjiang.archive import ArchiveError, Capture
from zhanjiang.catalogue.visits import captures_of, visits_of
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.completion import keep_downloads
from zhanjiang.crawl.of_crawler import store_of
from zhanjiang.crawl.visit_reader import Extraction, VisitReader
from zhanjiang.items import EXTRACTED, Article, content_hash, fields_of
from zhanjiang.pipelines.convert_script import ConvertScriptPipeline
from zhanjiang.store import articles, doubts, ledger, similar


class Amending:
    """Reads articles again and amends what is stored of them: the same revision of the same page, better read.

    Counts ``layouts/read_again`` and ``layouts/amended``; reports ``article_amended``.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Take the crawl, whose store is amended."""
        self.crawler = crawler
        self.store = store_of(crawler)
        self._captures: dict[str, list[Capture]] = {}
        self._bodies: dict[str, Capture] = {}
        self._stored: dict[str, Article] = {}
        self._doubts: dict[str, list[str]] = {}
        self._amended: list[Article] = []
        self._script = ConvertScriptPipeline(crawler.settings["CONVERT_SCRIPT_TARGET"])

    @contextmanager
    def together(self, ids: Sequence[str]) -> Iterator[None]:
        """Look up articles that the block reads, commit what is amended of them in one go, and report it then."""
        self._amended = []
        with self.store.transaction() as connection:
            self._captures, self._bodies = captures_of(connection, ids)
            self._stored = articles.latest(connection, ids)
            self._doubts = doubts.reasons(connection, ids)
            yield
        for article in self._amended:
            self.crawler.stats.inc_value("layouts/amended")
            self.crawler.signals.send_catch_log(outcomes.article_amended, article=article)

    def read(self, id: str, reader: VisitReader) -> bool:
        """Read the latest visit of an article within ``together``; say whether a learned layout read it.

        Raises ArchiveError, StoreError.
        """
        visits = visits_of(id, self._captures.get(id, []), self._bodies)
        extraction = reader.read(visits[-1]) if visits and visits[-1].is_own else None
        if extraction and extraction.problem and extraction.problem.is_damage:
            raise ArchiveError(extraction.problem.reason)
        if extraction is None or extraction.article is None:
            return False
        self.crawler.stats.inc_value("layouts/read_again")
        self._amend(id, extraction.article)
        self._renew_doubts(extraction)
        return "learned" in (extraction.article.extracted_by or {}).values()

    def _amend(self, id: str, article: Article) -> None:
        """Put what is read now in place of what was read before, if it is stored from the same page and differs."""
        stored = self._stored.get(id)
        if stored is None or stored.fetched_at != article.fetched_at:
            return
        read = {name: getattr(article, name) for name in fields_of(*EXTRACTED, "repair")}
        amended: Article = self._script.process_item(replace(stored, **read))
        keep_downloads(amended, stored)
        amended.content_hash = content_hash(amended)
        if amended == stored:
            return
        with self.store.transaction() as connection:  # what fails here undoes no other article
            similar.amend(connection, amended)
            ledger.amend(connection, amended, stored.content_hash)
        self._amended.append(amended)

    def _renew_doubts(self, extraction: Extraction) -> None:
        """Store and count the doubts that are left of an article, in place of those of its reading before."""
        id = extraction.visit.article
        before = self._doubts.get(id, [])
        if not (before or extraction.doubts):
            return
        with self.store.transaction() as connection:
            if extraction.doubts:
                doubts.save(connection, id, extraction.visit.seen.url, extraction.doubts)
            else:
                doubts.clear(connection, id)
        self._count_doubts(before, -1)
        self._count_doubts(extraction.doubts, 1)

    def _count_doubts(self, reasons: Sequence[str], number: int) -> None:
        for name in ("doubtful", *(f"doubt/{reason}" for reason in reasons)) if reasons else ():
            self.crawler.stats.inc_value(f"articles/{name}", number)
