"""A run's frontier: which pages of the ledger this run has leased, and the outcome of each.

Every page is leased, and the lease committed, before its request is sent. Every outcome is recorded at once, an
article's in the transaction that stores it. A page that is still leased at the end has no outcome.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from scrapy.statscollectors import StatsCollector
from sqlalchemy import Connection

from zhanjiang.addresses.page import ARTICLES, OF_NEWSPAPERS, PageRef
from zhanjiang.crawl.revisit import after_failures, age_of, first_interval, longer, shorter
from zhanjiang.items import Article, Revisit
from zhanjiang.store import Store, ledger, listings, owed, quarantine
from zhanjiang.store.ledger import BAD, FINAL, HELD, LedgerRow, State, seconds
from zhanjiang.store.name_set import NameSet
from zhanjiang.store.quarantine import QuarantinedPage
from zhanjiang.times import moment, now

_GONE_AT_FIRST: Final = timedelta(days=1)
_YOUNG_NEWSPAPER: Final = timedelta(days=2)
_UNREADABLE: Final = 3
"""An unreadable page is backed off as if it had failed three more times, because refetching rarely helps."""


@dataclass(slots=True)
class LeasedPage:
    """A page that this run requests: what the ledger knew of it before, and the validators of the answer."""

    page: PageRef
    row: LedgerRow | None
    is_answered: bool = False
    etag: str | None = None
    last_modified: str | None = None

    @property
    def interval(self) -> timedelta | None:
        """How long the page rested before it was due."""
        return timedelta(seconds=self.row.interval) if self.row and self.row.interval else None


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
        with store.transaction() as connection:
            ledger.take_over(connection, run)
            self._complete = listings.completed(connection)

    # --- What is requested ----------------------------------------------------------------------------------------

    def owed(
        self, channels: Sequence[str], since: str | None, until: str | None, *, with_listings: bool
    ) -> Iterator[PageRef]:
        """Yield what earlier runs left, then what is due, as the setting ``REVISIT`` says.

        Pages are read from the ledger some hundred at a time, and may be leased meanwhile.
        """
        wanted = owed.WantedPages(self.run, moment(), channels, since, until)
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
        fresh = {page.page: page for page in pages if page.page not in self._ever_leased}
        with self.store.transaction() as connection:
            rows = ledger.rows_of(connection, list(fresh))
            stored = ledger.held(connection, [page.article for page in fresh.values() if _is_of_mirror(page)])
            wanted = [
                page
                for name, page in fresh.items()
                if name in force
                or (name in linked_by_other_day and _is_missing_day(rows.get(name)))
                or (self._is_wanted(rows.get(name)) and page.article not in stored)
            ]
            wanted = [_completed(page, rows.get(page.page)) for page in wanted]
            ledger.add(connection, (page for page in wanted if page.page not in rows), self.run, "leased")
            ledger.lease(connection, (page for page in wanted if page.page in rows), self.run)
        leased = {page.page: LeasedPage(page, rows.get(page.page)) for page in wanted}
        self._leased |= leased
        for name, one in leased.items():
            self._of_article[one.page.article].append(one)
            self._ever_leased.add(name)
        return leased

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
        last_run = self.run - 1 if complete_in is None else complete_in
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
            self._write(connection, leased, state, _of_article(leased, article, state))

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
        leased = self._leased.get(name or "")
        if leased is None and quarantined is None:
            return
        with self.store.unit() as connection:
            if quarantined:
                quarantine.keep(connection, quarantined)
            if leased:
                self._write(connection, leased, state, _outcome(leased, state, reason) | values)

    def _write(self, connection: Connection, leased: LeasedPage, state: State, values: Mapping[str, Any]) -> None:
        ledger.write(connection, leased.page.page, {"state": state, "run": self.run, **values})
        if state in HELD and leased.row and leased.row.reason:
            quarantine.release(connection, [leased.page.url, leased.row.page.url])
        del self._leased[leased.page.page]
        if len(of_article := self._of_article.pop(leased.page.article, [])) > 1:
            self._of_article[leased.page.article] = [other for other in of_article if other is not leased]
        self.stats.inc_value(f"ledger/{state}")
        if state in BAD and not (leased.row and leased.row.reason):
            self.stats.inc_value("ledger/newly_bad")

    def close(self, *, finished: bool) -> list[PageRef]:
        """Release all leases. If the run finished, the pages still leased failed, and are returned."""
        lost = [leased.page for leased in self._leased.values()] if finished else []
        for page in lost:
            self.record(page.page, "failed", "no outcome: the request was lost")
        with self.store.transaction() as connection:
            released = ledger.release(connection, self.run)
            walked = listings.channels_read(connection, self.run) - listings.owed(connection)
            for channel in walked:
                listings.complete(connection, channel, self.run)
        self.stats.set_value("ledger/released", released)
        return lost


def _completed(page: PageRef, row: LedgerRow | None) -> PageRef:
    """A page with what an earlier run learnt of it, where this run has learnt nothing else."""
    if row is None:
        return page
    return replace(page, channel=page.channel or row.page.channel, headline=page.headline or row.page.headline)


def _is_of_mirror(page: PageRef) -> bool:
    return page.kind in ARTICLES and not page.page.startswith("/")


def _is_missing_day(row: LedgerRow | None) -> bool:
    return row is not None and row.page.kind == "day" and row.state == "gone"


def _is_final(published_at: str | None, present: datetime) -> bool:
    """Say whether a newspaper's page changes no more; one without a day is of the old news host."""
    age = age_of(published_at, present)
    return age is None or age > _YOUNG_NEWSPAPER


def _of_article(leased: LeasedPage, article: Article, state: State) -> dict[str, Any]:
    """The ledger's columns for an article that was read: stored, edited, or unchanged."""
    present = now()
    previous = leased.interval or first_interval(age_of(article.published_at, present))
    interval = longer(previous) if leased.interval else previous
    if state == "stored" and (article.revision or 1) > 1:
        interval = shorter(previous)
    if not (article.id or "").startswith("portal/") and _is_final(article.published_at, present):
        interval = FINAL
    return _visited(leased, present, interval) | {
        "content_hash": article.content_hash,
        "published_at": article.published_at,
        "kind": "link" if article.kind == "link" else "article",
        "channel": article.channel,
        "pages": article.pages,
    }


def _visited(leased: LeasedPage, present: datetime, interval: timedelta) -> dict[str, Any]:
    return {
        "reason": None,
        "attempts": 0,
        "etag": leased.etag,
        "last_modified": leased.last_modified,
        "last_fetched": moment(present),
        "due": moment(present + interval),
        "interval": seconds(interval),
    }


def _outcome(leased: LeasedPage, state: State, reason: str | None) -> dict[str, Any]:
    """The ledger's columns for a page that brought no article."""
    present = now()
    if state == "queued":
        return {"reason": reason}
    if state in BAD:
        attempts = (leased.row.attempts if leased.row else 0) + 1
        rest = after_failures(attempts + (_UNREADABLE if state == "quarantined" else 0))
        return {"reason": reason, "attempts": attempts, "last_fetched": moment(present), "due": moment(present + rest)}
    previous = leased.interval
    if leased.page.kind in OF_NEWSPAPERS:
        interval = FINAL if _is_final(leased.page.published_at, present) else timedelta(0)
        return _visited(leased, present, interval) | {"reason": reason}
    interval = longer(previous) if previous else (_GONE_AT_FIRST if state == "gone" else first_interval(None))
    columns = _visited(leased, present, interval)
    if state == "unchanged" and leased.row:  # an answer without a body may leave out its validators
        columns |= {
            "etag": leased.etag or leased.row.etag,
            "last_modified": leased.last_modified or leased.row.last_modified,
        }
    return columns | {"reason": reason}
