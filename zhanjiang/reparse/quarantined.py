"""Reparsing pages in quarantine: each becomes an article, completed from the ledger, and is stored."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from scrapy.settings import Settings
from sqlalchemy import Connection

from zhanjiang.addresses.page import PageRef
from zhanjiang.addresses.portal import ArticleReference, Sites, read_article
from zhanjiang.crawl.completion import REDIRECTED, add_crawl_facts
from zhanjiang.crawl.discovered import DiscoveredArticle
from zhanjiang.crawl.failures import UnfitArticle, reason_of
from zhanjiang.crawl.reading_doubt import ReadingDoubt
from zhanjiang.crawl.repair_settings import repair_config
from zhanjiang.items import Article
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.base import CUT_OFF
from zhanjiang.reparse.offline_run import OfflineRun
from zhanjiang.store import Store, StoreError, articles, ledger, quarantine
from zhanjiang.store.ledger import BAD, HELD, LedgerRow
from zhanjiang.store.quarantine import KeptPage, Stage
from zhanjiang.times import parse_moment

QuarantineState = Literal["stored", "known", "gone", "left", "failed"]
"""stored: as a new article or revision. known: the store has the article as it is, or a later one. gone: the page says
that there is no article. left: no whole article, it stays as it is. failed: unreadable, with its new reason."""


@dataclass(frozen=True, slots=True)
class QuarantineOutcome:
    """What became of a page in quarantine, with the reason if it stays there."""

    address: str
    state: QuarantineState
    reason: str = ""


class _Left(Exception):
    """The stored pages make no whole article; the text says what is missing."""


class QuarantineReader:
    """Reparses pages in quarantine, as a run of its own in the tables of crawls and of the ledger."""

    def __init__(self, store: Store, settings: Settings) -> None:
        """Begin a run in an open store that no other run writes."""
        self.store = store
        self.sites = Sites.from_settings(settings)
        self.repair_config = repair_config(settings)
        self.run = OfflineRun(store, settings, {"pages": "quarantine"})
        self._kept: dict[str, KeptPage] = {}

    def read(self, kept: Collection[KeptPage]) -> Iterator[QuarantineOutcome]:
        """Yield what becomes of each page. Raises StoreError where the store cannot be written."""
        self._kept = {page.address: page for page in kept}
        with self.run.running():
            for page in kept:
                if page.address in self._kept:
                    yield self._read_one(page)

    def _read_one(self, kept: KeptPage) -> QuarantineOutcome:
        """Reparse a page. This is the boundary of one page: any error is the page's new reason."""
        name = self.sites.page_name(kept.address)
        with self.store.reading() as connection:
            row = ledger.rows_of(connection, [name]).get(name)
            is_superseded = _is_superseded(connection, kept, row)
        if is_superseded:
            return self._let_go(kept, "known")
        article = None
        stage: Stage = "read"
        try:
            pages = self._pages(kept)
            article = None if pages[-1].is_gone else self._article(pages, kept, row)
            stage = "validate"
            state = self._process(article, kept)
            if article and article.id and pages[-1].doubts:
                self.run.process(ReadingDoubt(article.id, kept.address, tuple(pages[-1].doubts)))
        except _Left as missing:
            return QuarantineOutcome(kept.address, "left", str(missing))
        except StoreError:
            raise
        except Exception as error:
            # With its hash it only had to be stored.
            return self._keep(kept, row, error, "store" if article and article.content_hash else stage)
        return self._let_go(kept, state, *(page.url for page in pages[1:]))

    # --- From bytes to an article ---------------------------------------------------------------------------------

    def _pages(self, kept: KeptPage) -> list[ArticlePage]:
        """The pages of the article that begins here. Raises _Left if they are not all stored."""
        reference = read_article(kept.address)
        if reference is None:
            raise _Left("no article's page: the next crawl refetches it")
        if reference.page > 1:
            raise _Left("a further page of an article: the next crawl refetches all its pages")
        pages = [self._page(kept)]
        while further := pages[-1].next_page:
            if further not in self._kept:
                raise _Left(f"the article goes on at {further}, which is not stored: the next crawl refetches it")
            pages.append(self._page(self._kept[further]))
            if pages[-1].is_gone:
                raise _Left(f"the article goes on at {further}, which says that it is gone")
        return pages

    def _page(self, kept: KeptPage) -> ArticlePage:
        if kept.reason.startswith(REDIRECTED):
            raise _Left(f"not the article's own page: {kept.reason}")
        if kept.reason == CUT_OFF:
            raise _Left(f"{CUT_OFF}: the next crawl refetches it")
        with self.store.reading() as connection:
            page = quarantine.page_of(connection, kept.id)
        return ArticlePage(
            page.body,
            page.address,
            content_type=page.content_type,
            fetched_at=kept.fetched_at,
            repair_config=self.repair_config,
        )

    def _article(self, pages: Sequence[ArticlePage], kept: KeptPage, row: LedgerRow | None) -> Article:
        """Build the article and complete it with what its address and the ledger say."""
        here = read_article(kept.address)
        assert here is not None
        discovered = DiscoveredArticle(ArticleReference(here.number), {kept.address: None})
        if row:
            discovered.learn(channel=row.page.channel, headline=row.page.headline)
        discovered.learn(channel=here.channel if self.sites.holds(kept.address) else None)
        return add_crawl_facts(pages[-1].to_item(pages[:-1]), discovered, self.sites, kept.address)

    # --- What becomes of it ---------------------------------------------------------------------------------------

    def _process(self, article: Article | None, kept: KeptPage) -> QuarantineState:
        """Send an article through the item pipelines, which record its outcome; None is recorded as gone."""
        here = read_article(kept.address)
        page = PageRef(self.sites.page_name(kept.address), kept.address, "article", here.id if here else None)
        self.run.frontier.lease([page], force={page.page})
        if article is None:
            self.run.frontier.record(page.page, "gone")
            return "gone"
        return "stored" if self.run.process(article) else "known"

    def _let_go(self, kept: KeptPage, state: QuarantineState, *further: str) -> QuarantineOutcome:
        """Release a page from quarantine, with the further pages of its article."""
        with self.store.transaction() as connection:
            quarantine.release(connection, [kept.address, *further])
            if state == "stored":  # the ledger takes the moment of reading for that of the visit
                name = self.sites.page_name(kept.address)
                ledger.write(connection, name, {"last_fetched": kept.fetched_at})
        for address in further:
            self._kept.pop(address, None)
        return QuarantineOutcome(kept.address, state)

    def _keep(self, kept: KeptPage, row: LedgerRow | None, error: Exception, stage: Stage) -> QuarantineOutcome:
        """Leave a page in quarantine with the reason for which it cannot be read today."""
        stage = error.stage if isinstance(error, UnfitArticle) else stage
        reason = reason_of(error)
        details = None if isinstance(error, UnfitArticle) else "".join(traceback.format_exception(error))
        values: dict[str, Any] = (
            {"state": row.state, "run": row.run} if row else {"state": "quarantined", "attempts": kept.attempts}
        )
        if row is None or row.state in BAD:
            values["reason"] = reason
        with self.store.transaction() as connection:
            quarantine.restate(connection, kept, stage, reason, details)
            ledger.write(connection, self.sites.page_name(kept.address), values)
        return QuarantineOutcome(kept.address, "failed", reason)


def _is_superseded(connection: Connection, kept: KeptPage, row: LedgerRow | None) -> bool:
    """Say whether the store has what a later visit brought; a row in quarantine tells that this was the latest."""
    if row and row.state in HELD:
        return True
    reference = read_article(kept.address)
    if reference is None or (row and row.state in ("quarantined", "incomplete")):
        return False
    stored = articles.fetched_at(connection, reference.id)
    return stored is not None and parse_moment(stored) >= parse_moment(kept.fetched_at)
