"""A run's frontier: which pages of the ledger this run has leased, and the outcome of each.

Every page is leased, and the lease committed, before its request is sent. Every outcome is recorded at once, an
article's in the transaction that stores it. A page that is still leased at the end has no outcome.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from scrapy.statscollectors import StatsCollector
from sqlalchemy import Connection

from zhanjiang.addresses.page import ARTICLES, OF_NEWSPAPERS, PageRef
from zhanjiang.crawl.outcome_columns import LeasedPage, columns_of_article, columns_of_outcome
from zhanjiang.items import Article, Revisit
from zhanjiang.store import Store, ledger, listings, owed, quarantine
from zhanjiang.store.ledger import BAD, HELD, LedgerRow, State
from zhanjiang.store.name_set import NameSet
from zhanjiang.store.quarantine import QuarantinedPage
from zhanjiang.times import moment


class RunFrontier:
    """The frontier of one run, kept in the store's ledger. Counts ``ledger/<state>`` and ``ledger/newly_bad``."""

    def __init__(self, store: Store, run: int, revisit: Revisit, stats: StatsCollector) -> None:
        """Open the frontier of a run, and release what dead runs had leased."""
        self.store = store
        self.run = run
        self.revisit = revisit
        self.stats = stats
        self._leased: dict[str, LeasedPage] = {}
        self._of_article: defaultdict[str | None, list[LeasedPage]] = defaultdict(list)
        self._ever_leased = NameSet()
        self.first_run = run
        """The first of the runs that crawl together: what they found counts as new. A run that is alone is the one."""
        with store.transaction() as connection:
            self._open(connection)
            self._complete = listings.completed(connection)

    def _open(self, connection: Connection) -> None:
        ledger.take_over(connection, self.run)

    # --- What is requested ----------------------------------------------------------------------------------------

    def owed(
        self, channels: Sequence[str], since: str | None, until: str | None, *, with_listings: bool
    ) -> Iterator[PageRef]:
        """Yield what earlier runs left, then what is due, as the setting ``REVISIT`` says.

        Pages are read from the ledger some hundred at a time, and may be leased meanwhile.
        """
        wanted = owed.WantedPages(self.first_run, moment(), channels, since, until)
        for row in owed.owed(self.store, wanted):
            if with_listings or row.page.kind != "listing":
                yield row.page
        if self.revisit == "all":
            with self.store.reading() as connection:
                bad = owed.bad(connection)
            yield from (row.page for row in bad if not channels or row.page.channel in channels)
        if self.revisit != "never":
            for row in owed.due(self.store, wanted, everything=self.revisit == "all"):
                yield row.page

    def lease(
        self, pages: Sequence[PageRef], force: Collection[str] = (), linked_by_other_day: Collection[str] = ()
    ) -> dict[str, LeasedPage]:
        """Lease those of the pages that are to be requested; returns them by name, completed from the ledger.

        A page is left out if this run has leased it before, if the store has it and it is not due, or if it is a
        mirror's page of a stored article. A page named in ``force`` is leased whatever the store has. A newspaper's
        day that was gone is leased again if it is named in ``linked_by_other_day``.
        """
        with self.store.transaction() as connection:
            wanted, rows = self._wanted(connection, pages, force, linked_by_other_day)
            ledger.add(connection, (page for page in wanted if page.page not in rows), self.run, "leased")
            ledger.lease(connection, (page for page in wanted if page.page in rows), self.run)
        leased = {page.page: LeasedPage(page, rows.get(page.page)) for page in wanted}
        self._note(leased)
        for name in leased:
            self._ever_leased.add(name)
        return leased

    def lease_again(self, page: PageRef) -> None:
        """Lease a page of which this run has recorded an outcome: an archive has several visits of it."""
        with self.store.reading() as connection:
            row = ledger.rows_of(connection, [page.page]).get(page.page)
        self._note({page.page: LeasedPage(page, row)})

    def _wanted(
        self, connection: Connection, pages: Sequence[PageRef], force: Collection[str], linked: Collection[str]
    ) -> tuple[list[PageRef], dict[str, LedgerRow]]:
        """The pages that ``lease`` leases, completed from the ledger, and the rows of those that are known."""
        fresh = {page.page: page for page in pages if page.page not in self._ever_leased}
        rows = ledger.rows_of(connection, list(fresh))
        stored = ledger.held(connection, [page.article for page in fresh.values() if _is_of_mirror(page)])
        wanted = [
            page
            for name, page in fresh.items()
            if name in force
            or (name in linked and _is_missing_day(rows.get(name)))
            or (self._is_wanted(rows.get(name)) and page.article not in stored)
        ]
        return [_completed(page, rows.get(page.page)) for page in wanted], rows

    def _note(self, leased: Mapping[str, LeasedPage]) -> None:
        self._leased |= leased
        for one in leased.values():
            self._of_article[one.page.article].append(one)

    def _is_wanted(self, row: LedgerRow | None) -> bool:
        if row is None or row.state in ("queued", "leased") or self.revisit == "all":
            return True
        if row.page.kind not in (*ARTICLES, *OF_NEWSPAPERS):
            return True
        return row.is_due(moment()) and (row.state not in HELD or self.revisit == "adaptive")

    def defer(self, pages: Iterable[PageRef]) -> None:
        """Add discovered pages that this run does not request; a known page stays as it is."""
        deferred = [page for page in pages if page.page not in self._ever_leased]
        if deferred:
            with self.store.transaction() as connection:
                ledger.add(connection, deferred, self.run, "queued")

    def requeue(self, page: PageRef) -> None:
        """Queue a page for another run, known or not."""
        with self.store.transaction() as connection:
            ledger.add(connection, [page], self.run, "queued")
            ledger.write(connection, page.page, {"state": "queued", "run": self.run})

    def has_nothing_new(self, channel: str | None, pages: Sequence[str], *, resumed: bool) -> bool:
        """Say whether all articles of a listing's page were known before: then nothing after it is new.

        With ``REVISIT`` all, whole listings are refetched. In a listing that was read to its end, the articles
        discovered until then count as known. Another listing, resumed where a dead run stopped, is read to its end.
        """
        complete_in = self._complete.get(channel or "")
        if self.revisit == "all" or (complete_in is None and resumed):
            return False
        with self.store.reading() as connection:
            rows = ledger.rows_of(connection, pages)
        last_run = self.first_run - 1 if complete_in is None else complete_in
        return all(name in rows and rows[name].found_in <= last_run for name in pages)

    def is_resting(self, name: str, states: Collection[str]) -> bool:
        """Say whether a page is known to be in one of the states, and not due yet; with ``REVISIT`` all, none is."""
        if self.revisit == "all":
            return False
        with self.store.reading() as connection:
            row = ledger.rows_of(connection, [name]).get(name)
        return row is not None and row.state in states and not row.is_due(moment())

    # --- What becomes of it ---------------------------------------------------------------------------------------

    def answered(self, name: str, etag: str | None, last_modified: str | None) -> None:
        """Note the validators of an answer, for the next visit."""
        if leased := self._leased.get(name):
            leased.is_answered, leased.etag, leased.last_modified = True, etag, last_modified

    def is_leased(self, name: str) -> bool:
        """Say whether a page is leased and has no outcome yet."""
        return name in self._leased

    def last_outcome(self, article_id: str) -> str | None:
        """When an earlier run last fetched the leased page of an article and read it well; None for a new page."""
        rows = [leased.row for leased in self._of_article.get(article_id, []) if leased.row]
        return max((row.last_fetched for row in rows if row.last_fetched and not row.reason), default=None)

    def record_article(self, connection: Connection, article: Article, state: State) -> None:
        """Record in the caller's transaction the outcome of the pages that an article was read from."""
        requested = self._of_article.get(article.id, [])
        for leased in [leased for leased in requested if leased.is_answered] or requested:
            self._write(connection, leased, state, columns_of_article(leased, article, state))

    def record(
        self,
        name: str | None,
        state: State,
        reason: str | None = None,
        *,
        quarantined: QuarantinedPage | None = None,
        **values: Any,
    ) -> None:
        """Record the outcome of a page that brought no article; nothing for a page that is not leased.

        A page for quarantine is kept in the same transaction. ``values`` are further columns of the ledger's row.
        """
        name = name or ""
        if name not in self._leased and quarantined is None:
            return
        with self.store.unit() as connection:
            if quarantined:
                quarantine.keep(connection, quarantined)
            if leased := self._leased.get(name):  # where the connection was lost meanwhile, its lease has ended
                self._write(connection, leased, state, columns_of_outcome(leased, state, reason) | values)

    def _write(self, connection: Connection, leased: LeasedPage, state: State, values: Mapping[str, Any]) -> None:
        self._write_row(connection, leased.page.page, {"state": state, "run": self.run, **values})
        if state in HELD and leased.row and leased.row.reason:
            quarantine.release(connection, [leased.page.url, leased.row.page.url])
        self._forget(leased)
        self.stats.inc_value(f"ledger/{state}")
        if state in BAD and not (leased.row and leased.row.reason):
            self.stats.inc_value("ledger/newly_bad")

    def _write_row(self, connection: Connection, name: str, values: Mapping[str, Any]) -> None:
        ledger.write(connection, name, values)

    def _forget(self, leased: LeasedPage) -> None:
        del self._leased[leased.page.page]
        if len(of_article := self._of_article.pop(leased.page.article, [])) > 1:
            self._of_article[leased.page.article] = [other for other in of_article if other is not leased]

    def close(self, *, finished: bool) -> list[PageRef]:
        """Release all leases. If the run finished, the pages still leased failed, and are returned."""
        lost = [leased.page for leased in self._leased.values()] if finished else []
        for page in lost:
            self.record(page.page, "failed", "no outcome: the request was lost")
        with self.store.transaction() as connection:
            released = self._release(connection, finished=finished)
        self.stats.set_value("ledger/released", released)
        return lost

    def _release(self, connection: Connection, *, finished: bool) -> int:
        """Release what is leased, and note the listings that were read to their end; return how many pages."""
        released = ledger.release(connection, self.run)
        self._complete_listings(connection, self.run)
        return released

    def _complete_listings(self, connection: Connection, run: int) -> None:
        for channel in listings.channels_read(connection, run, self.first_run) - listings.owed(connection):
            listings.complete(connection, channel, run)


def _completed(page: PageRef, row: LedgerRow | None) -> PageRef:
    """A page with what an earlier run learnt of it, where this run has learnt nothing else."""
    if row is None:
        return page
    return replace(page, channel=page.channel or row.page.channel, headline=page.headline or row.page.headline)


def _is_of_mirror(page: PageRef) -> bool:
    return page.kind in ARTICLES and not page.page.startswith("/")


def _is_missing_day(row: LedgerRow | None) -> bool:
    return row is not None and row.page.kind == "day" and row.state == "gone"
