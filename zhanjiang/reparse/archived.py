"""Reparsing the archive: every visit of every article, with today's rules, through the pipelines of a crawl."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

from scrapy.settings import Settings
from sqlalchemy import Connection

from zhanjiang.addresses.newspapers import NewspaperSites, read_newspaper
from zhanjiang.addresses.portal import ArticleReference, Sites, read_article
from zhanjiang.archive import Capture
from zhanjiang.archive.decoding import Undecodable
from zhanjiang.archive.reader import Record, read_at
from zhanjiang.catalogue.visits import Visit, captures_of, visits_of
from zhanjiang.crawl.completion import REDIRECTED, add_crawl_facts, add_newspaper_facts
from zhanjiang.crawl.discovered import DiscoveredArticle, DiscoveredArticles
from zhanjiang.crawl.failures import UnfitArticle, reason_of
from zhanjiang.crawl.learned_layouts import layouts_in_use
from zhanjiang.crawl.reading_doubt import ReadingDoubt
from zhanjiang.crawl.repair_settings import repair_config
from zhanjiang.crawl.visit_reader import Extraction, VisitProblem, VisitReader
from zhanjiang.items import EXTRACTED, Article
from zhanjiang.pages.base import CUT_OFF, UnreadablePage
from zhanjiang.processors.signature import compared, remember
from zhanjiang.reparse.from_listings import find_in_listings
from zhanjiang.reparse.offline_run import OfflineRun
from zhanjiang.reparse.other_items import (
    comment_captures,
    newspaper_page_captures,
    read_archived_comments,
    read_newspaper_page,
)
from zhanjiang.reparse.parallel import read_in_order
from zhanjiang.reparse.selection import Selection
from zhanjiang.reparse.visit_ledger import VisitLedger
from zhanjiang.store import Store, StoreError, articles, captures, images
from zhanjiang.store.ledger import BAD, LedgerRow
from zhanjiang.store.quarantine import Stage
from zhanjiang.versions.differences import FieldDifference, compare

ArchiveState = Literal["new", "edited", "reparsed", "known", "gone", "left", "failed"]
"""new: the store had no such article. edited: the store lacked this revision by the newsroom. reparsed: a revision,
since better rules read the same page differently, or another copy of the article does. known: as the store has it.
gone: there was no article any more. left: no whole article, as the crawl has recorded. failed: today's rules cannot
read the article."""

_CHUNK: Final = 200


@dataclass(frozen=True, slots=True)
class ArchiveOutcome:
    """What became of a visit; ``changes`` of a revision, against the one before."""

    address: str
    article: str
    state: ArchiveState
    reason: str = ""
    changes: tuple[FieldDifference, ...] = ()


class ArchiveReader:
    """Reparses archived articles, as a run of its own in the tables of crawls and of the ledger."""

    def __init__(
        self, store: Store, settings: Settings, folder: Path, selection: Selection, beside: Collection[Capture] = ()
    ) -> None:
        """Begin a run in an open store that no other run writes; ``folder`` is the archive's.

        With a selection of articles, of newspapers' pages and comments only those that ``beside`` names are read.
        """
        self.store = store
        self.folder = folder
        self.selection = selection
        self._beside = {capture.url for capture in beside}
        self.sites = Sites.from_settings(settings)
        self.newspapers = NewspaperSites.from_settings(settings)
        self.run = OfflineRun(store, settings, {"pages": "archive"})
        self._processes = settings.getint("READERS") or os.cpu_count() or 1
        self._had_whole_page = False
        self.ledger = VisitLedger(self.run)
        with store.reading() as connection:
            learned = layouts_in_use(connection)
            self.reader = VisitReader(folder, repair_config(settings), learned, settings["CONVERT_SCRIPT_TARGET"])
            known = captures.articles(connection)
            self._has_images = images.is_any(connection)
        wanted = selection.among(known)
        self.ids = [id for id in known if id in wanted]

    def read(self) -> Iterator[ArchiveOutcome]:
        """Yield what becomes of each visit. Raises ArchiveError and StoreError."""
        with self.run.running():
            # The newspapers' pages first: they say where on them an article stands.
            yield from self._read_others(newspaper_page_captures, read_newspaper_page)
            for extraction in read_in_order(self.reader, self._visits(), self._processes):
                yield self._take(extraction)
            yield from self._read_others(comment_captures, read_archived_comments)

    def _read_others(
        self, find: Callable[[Connection], list[Capture]], read: Callable[[Record], list[Any]]
    ) -> Iterator[ArchiveOutcome]:
        """Read what is no article, unless only some articles are selected. This is the boundary of one such page.

        Of a page that is read all versions are, so that the latest is stored, whichever was archived last.
        """
        is_all = self.selection == Selection()
        if not (is_all or self._beside):
            return
        with self.store.reading() as connection:
            taken = find(connection)
        for capture in taken if is_all else [capture for capture in taken if capture.url in self._beside]:
            try:
                for item in read(read_at(self.folder, capture.file, capture.offset)):
                    self.run.process(item)
            except StoreError:
                raise
            except Exception as error:
                state: ArchiveState = "left" if isinstance(error, UnreadablePage | Undecodable) else "failed"
                yield ArchiveOutcome(capture.url, capture.article or "", state, reason_of(error))

    def _visits(self) -> Iterator[Visit]:
        """Yield the visits that the store does not have a later one of."""
        for start in range(0, len(self.ids), _CHUNK):
            ids = self.ids[start : start + _CHUNK]
            with self.store.reading() as connection:
                taken, bodies = captures_of(connection, ids)
                stored = articles.fetched(connection, ids)
                pages = sorted({capture.page for of_id in taken.values() for capture in of_id if capture.page})
                self.ledger.look_up(connection, pages)
            of_ids = ((visits_of(id, taken[id], bodies), stored.get(id)) for id in ids)
            visits = [visit for of_id, moment in of_ids for visit in _not_superseded(of_id, moment)]
            self.ledger.expect(visits)
            if self.selection == Selection():
                self.ledger.lease_unrecorded(visits)
            yield from visits

    # --- What becomes of a visit ----------------------------------------------------------------------------------

    def _take(self, extraction: Extraction) -> ArchiveOutcome:
        """Make what was read a part of the store. This is the boundary of one item: any error becomes its problem."""
        visit = extraction.visit
        row = self.ledger.row(visit)
        try:
            return self._keep(extraction, visit, row)
        except StoreError:
            raise
        except UnfitArticle as error:
            return self._leave(visit, row, VisitProblem(str(error), None), error.stage)
        except Exception as error:
            problem = VisitProblem(reason_of(error), "".join(traceback.format_exception(error)))
            return self._leave(visit, row, problem, "validate")

    def _keep(self, extraction: Extraction, visit: Visit, row: LedgerRow | None) -> ArchiveOutcome:
        if extraction.problem:
            return self._leave(visit, row, extraction.problem, "read")
        if extraction.article is None:
            self.ledger.record_gone(visit)
            return _outcome(visit, "gone")
        if extraction.is_cut and self._had_whole_page:
            return self._leave(visit, row, VisitProblem(CUT_OFF, None), "read")
        self._had_whole_page = self._had_whole_page or not extraction.is_cut
        if extraction.signature:
            remember(compared(extraction.article.headline, extraction.article.text), extraction.signature)
        article = self._complete(extraction.article, visit, row)
        if not self.selection.holds(article):
            return _outcome(visit, "known")
        outcome = self._process(article, visit, row)
        if extraction.doubts and outcome.state not in ("left", "failed"):
            self.run.process(ReadingDoubt(visit.article, visit.seen.url, extraction.doubts))
        if extraction.particulars and article.via is None:
            self.run.process(replace(extraction.particulars, article=article.id))
        return outcome

    def _process(self, article: Article, visit: Visit, row: LedgerRow | None) -> ArchiveOutcome:
        """Send an article through the pipelines. Raises whatever they fail with."""
        self.ledger.lease_read(visit, row)
        is_known = not self.run.process(article)
        if not is_known or not self.ledger.is_recorded(visit):
            self.ledger.note(article, visit)
        if is_known:
            return _outcome(visit, "known")
        if article.revision == 1:
            return _outcome(visit, "new")
        with self.store.reading() as connection:
            previous, latest = articles.revisions(connection, article.id or "")[-2:]
        state: ArchiveState = "edited" if article.revision_cause == "edited" else "reparsed"
        return _outcome(visit, state, changes=_changes(previous, latest))

    def _leave(self, visit: Visit, row: LedgerRow | None, problem: VisitProblem, stage: Stage) -> ArchiveOutcome:
        """The outcome of a visit without an article; a page that no crawl has recorded goes into quarantine."""
        if row is None or not (self.ledger.is_recorded(visit) or problem.is_damage):
            self.ledger.quarantine(visit, problem, "incomplete" if problem.state == "incomplete" else stage)
        is_bad = row is not None and row.state in BAD
        is_known = is_bad or problem.state != "quarantined" or problem.reason.startswith(REDIRECTED)
        return _outcome(visit, "left" if is_known and not problem.is_damage else "failed", problem.reason)

    # --- What a page does not say of itself ------------------------------------------------------------------------

    def _complete(self, article: Article, visit: Visit, row: LedgerRow | None) -> Article:
        """Complete an article with what its addresses, the ledger and listings say."""
        url = visit.seen.url
        here = read_article(url)
        if here is None:
            reference = read_newspaper(url)
            assert reference
            add_newspaper_facts(article, reference, visit.passed, self.newspapers, url)
        else:
            add_crawl_facts(article, self._discovered(here, visit, row), self.sites, url)
        if visit.is_own:  # whatever site the settings name today
            article.via = None
        if self._has_images and article.images:
            self._add_images(article)
        return article

    def _discovered(self, here: ArticleReference, visit: Visit, row: LedgerRow | None) -> DiscoveredArticle:
        """What the ledger and the visit know of an article; where neither knows it, what listings say."""
        discovered = DiscoveredArticle(ArticleReference(here.number))
        listed = self._listed.get(discovered.reference) if row is None else discovered
        discovered.learn(*listed.addresses, *visit.passed)
        if row:
            discovered.learn(channel=row.page.channel, headline=row.page.headline)
        discovered.learn(channel=here.channel if visit.is_own else None)
        discovered.learn(channel=visit.seen.channel, headline=visit.seen.headline)
        discovered.learn(channel=listed.channel, headline=listed.headline)
        return discovered

    @cached_property
    def _listed(self) -> DiscoveredArticles:
        """What listings say; read only if some article is in no ledger."""
        with self.store.reading() as connection:
            listings = captures.of_kinds(connection, ("frontpage", "listing"))
        return find_in_listings(self.folder, listings, self.sites)

    def _add_images(self, article: Article) -> None:
        with self.store.reading() as connection:
            known = images.known(connection, [image.url for image in article.images if image.url])
        for image in article.images:
            if kept := known.get(image.url or ""):
                image.path, image.sha256 = kept.path, kept.sha256


def _not_superseded(visits: Sequence[Visit], stored: str | None) -> Sequence[Visit]:
    """The visits since the one that the store's latest revision is from; all where it has none."""
    if stored is None:
        return visits
    return () if _is_settled_by_mirrors(visits) else [visit for visit in visits if visit.seen.fetched_at >= stored]


def _is_settled_by_mirrors(visits: Sequence[Visit]) -> bool:
    """Say whether an article was settled by several mirrors together, which none of their pages does alone."""
    return len({visit.seen.page for visit in visits}) > 1 and not any(visit.is_own for visit in visits)


def _changes(previous: Article, latest: Article) -> tuple[FieldDifference, ...]:
    """What is read differently, each field cut to where it begins to differ: there may be thousands of articles."""
    return tuple(difference.beginning() for difference in compare(previous, latest, EXTRACTED))


def _outcome(
    visit: Visit, state: ArchiveState, reason: str = "", changes: tuple[FieldDifference, ...] = ()
) -> ArchiveOutcome:
    return ArchiveOutcome(visit.passed[0], visit.article, state, reason, changes)
