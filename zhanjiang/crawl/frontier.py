"""A run's frontier: which pages of the ledger it has in hand, and what becomes of each.

Every page that is asked for is taken into the frontier, committed, before its request is sent; every outcome is written
where it falls, an article's in the transaction that stores it. What is still in hand at the end has no outcome.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from scrapy.statscollectors import StatsCollector
from sqlalchemy import Connection

from zhanjiang.addresses.page import ARTICLES, OF_NEWSPAPERS, PageRef
from zhanjiang.crawl.revisit import Revisit, after_failures, age_of, first_interval, longer, shorter
from zhanjiang.items import Article
from zhanjiang.store import Store, ledger, listings, quarantine
from zhanjiang.store.ledger import BAD, FINAL, HELD, LedgerRow, State, moment, seconds

_GONE_AT_FIRST: Final = timedelta(days=1)
_YOUNG_NEWSPAPER: Final = timedelta(days=2)
_UNREADABLE: Final = 3
"""A page in quarantine came whole: it rests as one that failed so many times more."""


@dataclass(slots=True)
class LeasedPage:
    """A page that this run asks for: what the ledger knew of it before, and what the answer's headers said."""

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
    """The book of one run, kept in the store's ledger. Counts ``ledger/<state>`` and ``ledger/newly_bad``."""

    def __init__(self, store: Store, run: int, revisit: Revisit, stats: StatsCollector) -> None:
        """Open the book of a run; what dead runs had in hand is nobody's from now on."""
        self.store = store
        self.run = run
        self.revisit = revisit
        self.stats = stats
        self._in_hand: dict[str, LeasedPage] = {}
        self._of_article: defaultdict[str | None, list[LeasedPage]] = defaultdict(list)
        self._taken: set[str] = set()
        with store.transaction() as connection:
            ledger.take_over(connection, run)
            self._complete = listings.completed(connection)

    # --- What is asked for ----------------------------------------------------------------------------------------

    def owed(
        self, channels: Sequence[str], since: str | None, until: str | None, *, with_listings: bool
    ) -> Iterator[PageRef]:
        """Yield what earlier runs left, then what is due, as ``REVISIT`` has it."""
        limits: dict[str, Any] = {"channels": channels, "since": since, "until": until}
        with self.store.transaction() as connection:
            rows = [row for row in ledger.owed(connection, **limits) if with_listings or row.kind != "listing"]
            if self.revisit == "all":
                rows += [row for row in ledger.bad(connection) if not channels or row.channel in channels]
            if self.revisit != "never":
                rows += ledger.due(connection, everything=self.revisit == "all", **limits)
        for row in rows:
            yield PageRef(row.page, row.url, row.kind, row.article, row.channel, row.headline, row.published_at)

    def take(
        self, pages: Sequence[PageRef], again: Collection[str] = (), linked: Collection[str] = ()
    ) -> dict[str, LeasedPage]:
        """Take into hand those of the pages that are to be asked for; returns them by name.

        What this run has taken before, or the store has and is not due, is left out, unless its name is in ``again``;
        so is a mirror's page of an article that the store has. A newspaper's day that was not there is asked for again
        where its name is in ``linked``: another day says that it is there.
        """
        fresh = {page.page: page for page in pages if page.page not in self._taken}
        with self.store.transaction() as connection:
            rows = ledger.rows_of(connection, list(fresh))
            held = ledger.held(connection, [page.article for page in fresh.values() if _is_of_mirror(page)])
            wanted = [
                page
                for name, page in fresh.items()
                if name in again
                or (name in linked and _is_missing_day(rows.get(name)))
                or (self._is_wanted(rows.get(name)) and page.article not in held)
            ]
            ledger.add(connection, (page for page in wanted if page.page not in rows), self.run, "leased")
            ledger.lease(connection, (page for page in wanted if page.page in rows), self.run)
        taken = {page.page: LeasedPage(page, rows.get(page.page)) for page in wanted}
        self._in_hand |= taken
        for in_hand in taken.values():
            self._of_article[in_hand.page.article].append(in_hand)
        self._taken |= taken.keys()
        return taken

    def _is_wanted(self, row: LedgerRow | None) -> bool:
        if row is None or row.state in ("queued", "leased") or self.revisit == "all":
            return True
        if row.kind not in (*ARTICLES, *OF_NEWSPAPERS):
            return True
        return row.is_due(moment()) and (row.state not in HELD or self.revisit == "adaptive")

    def put_off(self, pages: Iterable[PageRef]) -> None:
        """Note pages that were found and are not asked for in this run."""
        found = [page for page in pages if page.page not in self._taken]
        if found:
            with self.store.transaction() as connection:
                ledger.add(connection, found, self.run, "queued")

    def put_back(self, page: PageRef) -> None:
        """Note a page of a listing that is known and is to be read by another run."""
        with self.store.transaction() as connection:
            ledger.add(connection, [page], self.run, "queued")
            ledger.write(connection, page.page, {"state": "queued", "run": self.run})

    def holds_nothing_new(self, channel: str | None, pages: Sequence[str], *, resumed: bool) -> bool:
        """Say whether all articles of a listing's page were known before: nothing behind it is new then.

        With ``REVISIT`` all, whole listings are asked for again. In one that was read to its end, known are the
        articles found until then. In another, what is taken up where a dead run stopped is read to its end.
        """
        complete_in = self._complete.get(channel or "")
        if self.revisit == "all" or (complete_in is None and resumed):
            return False
        with self.store.transaction() as connection:
            rows = ledger.rows_of(connection, pages)
        last_run = self.run - 1 if complete_in is None else complete_in
        return all(name in rows and rows[name].found_in <= last_run for name in pages)

    # --- What becomes of it ---------------------------------------------------------------------------------------

    def answered(self, name: str, etag: str | None, last_modified: str | None) -> None:
        """Note what an answer's headers say, for the next visit."""
        if held := self._in_hand.get(name):
            held.is_answered, held.etag, held.last_modified = True, etag, last_modified

    def has_in_hand(self, name: str) -> bool:
        """Say whether a page is waited for."""
        return name in self._in_hand

    def settle_article(self, connection: Connection, article: Article, state: State) -> None:
        """Write in the caller's transaction what became of the pages that an article was read from."""
        asked = self._of_article.get(article.id, [])
        for held in [held for held in asked if held.is_answered] or asked:
            self._write(connection, held, state, _of_article(held, article, state))

    def settle(self, name: str, state: State, reason: str | None = None, **values: Any) -> None:
        """Write what became of a page that brought no article; nothing where that is known already."""
        held = self._in_hand.get(name)
        if held is None:
            return
        with self.store.transaction() as connection:
            self._write(connection, held, state, _outcome(held, state, reason) | values)

    def _write(self, connection: Connection, held: LeasedPage, state: State, values: Mapping[str, Any]) -> None:
        ledger.write(connection, held.page.page, {"state": state, "run": self.run, **values})
        if state in HELD and held.row and held.row.reason:
            quarantine.release(connection, [held.page.url, held.row.url])
        del self._in_hand[held.page.page]
        if len(of_article := self._of_article.pop(held.page.article, [])) > 1:
            self._of_article[held.page.article] = [other for other in of_article if other is not held]
        self.stats.inc_value(f"ledger/{state}")
        if state in BAD and not (held.row and held.row.reason):
            self.stats.inc_value("ledger/newly_bad")

    def close(self, *, finished: bool) -> list[PageRef]:
        """Give back what is in hand; return it where the run finished, since each of these pages lacks an outcome."""
        left = [held.page for held in self._in_hand.values()] if finished else []
        for page in left:
            self.settle(page.page, "failed", "no outcome: the request was lost")
        with self.store.transaction() as connection:
            given_back = ledger.release(connection, self.run)
            walked = listings.channels_read(connection, self.run) - listings.owed(connection)
            for channel in walked:
                listings.complete(connection, channel, self.run)
        self.stats.set_value("ledger/given_back", given_back)
        return left


def _is_of_mirror(page: PageRef) -> bool:
    return page.kind in ARTICLES and not page.page.startswith("/")


def _is_missing_day(row: LedgerRow | None) -> bool:
    return row is not None and row.kind == "day" and row.state == "gone"


def _is_final(published_at: str | None, now: datetime) -> bool:
    """Say whether what a newspaper printed on a day changes no more; without a day it is of the old news host."""
    age = age_of(published_at, now)
    return age is None or age > _YOUNG_NEWSPAPER


def _of_article(held: LeasedPage, article: Article, state: State) -> dict[str, Any]:
    """Return what the ledger keeps of an article that was read: stored, edited, or known as it is."""
    now = datetime.now(UTC)
    former = held.interval or first_interval(age_of(article.published_at, now))
    interval = longer(former) if held.interval else former
    if state == "stored" and (article.revision or 1) > 1:
        interval = shorter(former)
    if not (article.id or "").startswith("portal/") and _is_final(article.published_at, now):
        interval = FINAL
    return _visited(held, now, interval) | {
        "content_hash": article.content_hash,
        "published_at": article.published_at,
        "kind": "link" if article.kind == "link" else "article",
        "channel": article.channel,
        "pages": article.pages,
    }


def _visited(held: LeasedPage, now: datetime, interval: timedelta) -> dict[str, Any]:
    return {
        "reason": None,
        "attempts": 0,
        "etag": held.etag,
        "last_modified": held.last_modified,
        "last_fetched": moment(now),
        "due": moment(now + interval),
        "interval": seconds(interval),
    }


def _outcome(held: LeasedPage, state: State, reason: str | None) -> dict[str, Any]:
    """Return what the ledger keeps of a page that brought no article."""
    now = datetime.now(UTC)
    if state == "queued":
        return {"reason": reason}
    if state in BAD:
        attempts = (held.row.attempts if held.row else 0) + 1
        rest = after_failures(attempts + (_UNREADABLE if state == "quarantined" else 0))
        return {"reason": reason, "attempts": attempts, "last_fetched": moment(now), "due": moment(now + rest)}
    former = held.interval
    if held.page.kind in OF_NEWSPAPERS:
        interval = FINAL if _is_final(held.page.published_at, now) else timedelta(0)
        return _visited(held, now, interval) | {"reason": reason}
    interval = longer(former) if former else (_GONE_AT_FIRST if state == "gone" else first_interval(None))
    kept = _visited(held, now, interval)
    if state == "unchanged" and held.row:  # an answer without a body may leave out what it says of the page
        kept |= {"etag": held.etag or held.row.etag, "last_modified": held.last_modified or held.row.last_modified}
    return kept | {"reason": reason}
