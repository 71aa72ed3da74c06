"""The ledger of pages that are read again: what becomes of each visit, as the crawl recorded it then."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from zhanjiang.addresses.page import PageRef
from zhanjiang.catalogue.visits import Visit
from zhanjiang.crawl.visit_reader import VisitProblem
from zhanjiang.items import Article
from zhanjiang.reparse.offline_run import OfflineRun
from zhanjiang.store import changes, crawls, ledger
from zhanjiang.store.ledger import BAD, LedgerRow
from zhanjiang.store.quarantine import QuarantinedPage, Stage


class VisitLedger:
    """Records the outcomes of visits: of a page that no crawl has recorded all of them, one after the other.

    Of any other page, what the crawls have recorded stays, unless it was bad. A reparse that was killed is no crawl: it
    may have recorded the first visits alone.
    """

    def __init__(self, run: OfflineRun) -> None:
        """Take the run that reads."""
        self.store = run.store
        self.frontier = run.frontier
        self._rows: dict[str, LedgerRow | None] = {}
        self._unrecorded: set[str] = set()
        self._leased: set[str] = set()
        self._last: dict[str, str] = {}
        with self.store.reading() as connection:
            self._killed = crawls.killed_reparses(connection)

    def look_up(self, connection: Connection, pages: Sequence[str]) -> None:
        """Read the rows of pages before the first visit of them."""
        rows = ledger.rows_of(connection, pages)
        self._rows |= dict.fromkeys(pages) | rows
        self._unrecorded |= {page for page in pages if page not in rows or rows[page].run in self._killed}

    def expect(self, visits: Sequence[Visit]) -> None:
        """Note which visits are read, the earliest of a page first."""
        self._last |= {visit.seen.page or "": visit.seen.taken_at for visit in visits}

    def row(self, visit: Visit) -> LedgerRow | None:
        """The page's row: as it was before the first visit, for a later visit as the one before left it."""
        name = visit.seen.page or ""
        if name in self._rows:
            return self._rows.pop(name)
        with self.store.reading() as connection:
            return ledger.rows_of(connection, [name]).get(name)

    def is_recorded(self, visit: Visit) -> bool:
        """Say whether a crawl has recorded the page, so that its outcome is known."""
        return (visit.seen.page or "") not in self._unrecorded

    def lease(self, *visits: Visit) -> None:
        """Lease pages that are not leased yet, so that their outcome can be recorded."""
        pages = [
            PageRef(seen.page or "", visit.passed[0], "article", visit.article, seen.channel, seen.headline)
            for visit in visits
            if not self.frontier.is_leased((seen := visit.seen).page or "")
        ]
        first = [page for page in pages if page.page not in self._leased]
        self._leased |= {page.page for page in first}
        if first:
            self.frontier.lease(first, force={page.page for page in first})
        for page in pages:
            if not self.frontier.is_leased(page.page):
                self.frontier.lease_again(page)

    def lease_unrecorded(self, visits: Sequence[Visit]) -> None:
        """Lease at once the pages that no crawl has recorded; all of them will have an outcome."""
        self.lease(*(visit for visit in visits if self._rows.get(visit.seen.page or "") is None))

    def lease_read(self, visit: Visit, row: LedgerRow | None) -> None:
        """Lease the page of an article that was read, if its row says something else.

        What a crawl has recorded as bad was so at the last visit: that an earlier one can be read says nothing of it.
        """
        name = visit.seen.page or ""
        is_last = self._last.get(name) == visit.seen.taken_at
        is_otherwise = row is not None and row.state in (*BAD, "gone") and not self.is_recorded(visit)
        if row is None or is_otherwise or (row.state in BAD and is_last):
            self.lease(visit)
        # Of several leased pages of an article, as of mirrors, it is this one whose outcome is recorded now.
        self.frontier.answered(name, None, None)

    def note(self, article: Article, visit: Visit) -> None:
        """Write a revision into the page's row, with the time of the visit, not of the reparse."""
        values = {name: getattr(article, name) for name in ("content_hash", "published_at", "pages")}
        with self.store.unit() as connection:
            ledger.write(connection, visit.seen.page or "", values | {"last_fetched": visit.seen.fetched_at})

    def record_gone(self, visit: Visit) -> None:
        """Record that a page was gone, and since when its article is withdrawn."""
        if self.is_recorded(visit):
            return
        self.lease(visit)
        with self.store.reading() as connection:
            is_withdrawn = changes.withdrawn_at(connection, visit.article) is not None
        self.frontier.record(visit.seen.page, "gone", last_fetched=visit.seen.fetched_at)
        if visit.is_own and not is_withdrawn:
            with self.store.unit() as connection:
                changes.date_withdrawal(connection, visit.article, visit.seen.fetched_at)

    def quarantine(self, visit: Visit, problem: VisitProblem, stage: Stage) -> None:
        """Record that a page brought no article; what came of it goes into quarantine."""
        self.lease(visit)
        quarantined = None
        if problem.state != "failed":
            reason, details = problem.reason, (problem.traceback, problem.body, problem.content_type)
            quarantined = QuarantinedPage(visit.passed[0], stage, reason, *details)
        self.frontier.record(visit.seen.page, problem.state, problem.reason, quarantined=quarantined)
