"""The frontier of a worker: its fleet's pages in the ledger, of which it owns those that it fetches now.

What is announced stays announced whoever dies, and no page is announced twice by one fleet: that, and not what a
process remembers, keeps pages from being requested twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any

from scrapy.statscollectors import StatsCollector
from sqlalchemy import Connection

from zhanjiang.addresses.page import PageRef
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.crawl.outcome_columns import LeasedPage
from zhanjiang.items import Article, Revisit
from zhanjiang.store import Store, StoreError, addresses, crawls, leases, ledger, workers
from zhanjiang.store.leases import Announced
from zhanjiang.store.ledger import LedgerRow

Message = Mapping[str, Any]
"""How a page is requested, as plain data."""


class FleetFrontier(RunFrontier):
    """The frontier of one worker. Counts ``fleet/announced``, ``fleet/taken`` and ``fleet/lost_leases`` too."""

    def __init__(self, store: Store, run: int, fleet: int, revisit: Revisit, stats: StatsCollector) -> None:
        """Open the frontier of a worker's run in a fleet."""
        super().__init__(store, run, revisit, stats)
        self.fleet = self.first_run = fleet

    def _open(self, connection: Connection) -> None:
        """Leave the leases of others alone; see ``zhanjiang.store.workers.join``."""

    # --- What is requested ----------------------------------------------------------------------------------------

    def announce(
        self,
        messages: Mapping[PageRef, Message | None],
        force: Collection[str] = (),
        linked_by_other_day: Collection[str] = (),
    ) -> list[Announced]:
        """Announce those of the pages that the fleet is to request, each with its message; see ``lease``.

        Of an article that the fleet requests already, the message's ``addresses`` are recorded.
        """
        by_name = {page.page: message for page, message in messages.items()}
        with self.store.transaction() as connection:
            wanted, rows = self._wanted(connection, list(messages), force, linked_by_other_day)
            pairs = [(page, _complete(by_name[page.page], rows.get(page.page))) for page in wanted]
            announced = leases.announce(connection, pairs, self.run, self.fleet)
            for page, message in messages.items():
                if message and page.article and self._is_announced(rows.get(page.page)):
                    addresses.record(connection, page.article, message.get("addresses", ()))
        self.stats.inc_value("fleet/announced", len(announced))
        return announced

    def _is_wanted(self, row: LedgerRow | None) -> bool:
        return not self._is_announced(row) and super()._is_wanted(row)

    def _is_announced(self, row: LedgerRow | None) -> bool:
        return row is not None and row.fleet == self.fleet

    def take(self, names: Sequence[str]) -> list[tuple[LeasedPage, Message | None]]:
        """Own those of the announced pages that nobody does; returns each with its message."""
        with self.store.transaction() as connection:
            rows = leases.take(connection, names, self.run, self.fleet)
        taken = [(LeasedPage(row.page, row), message) for row, message in rows]
        self._note({leased.page.page: leased for leased, _ in taken})
        self.stats.inc_value("fleet/taken", len(taken))
        return taken

    def lease(
        self, pages: Sequence[PageRef], force: Collection[str] = (), linked_by_other_day: Collection[str] = ()
    ) -> dict[str, LeasedPage]:
        """Announce pages and own them at once: what no other worker could request."""
        announced = self.announce(dict.fromkeys(pages), force, linked_by_other_day)
        return {leased.page.page: leased for leased, _ in self.take([one.page for one in announced])}

    def requeue(self, page: PageRef) -> None:
        """Queue a page for a later run, known or not, unless this fleet has announced it."""
        with self.store.transaction() as connection:
            ledger.add(connection, [page], self.run, "queued")
            leases.requeue(connection, page.page, self.run, self.fleet)

    @property
    def number_leased(self) -> int:
        """How many pages this worker owns."""
        return len(self._leased)

    # --- What becomes of it ---------------------------------------------------------------------------------------

    def is_stored_by_fleet(self, article_id: str, host: str | None) -> bool:
        """Say whether a worker has stored an article in this crawl, of the portal (None) or of a mirror's host."""
        with self.store.reading() as connection:
            pages = leases.stored_pages(connection, article_id, self.fleet)
        return any(page.startswith("/") if host is None else f"//{host}/" in page for page in pages)

    def was_read(self, name: str) -> bool:
        """Say whether a worker has read a page, such as the front page, in this crawl."""
        with self.store.reading() as connection:
            return leases.was_read(connection, name, self.fleet)

    def _write_row(self, connection: Connection, name: str, values: Mapping[str, Any]) -> None:
        if not leases.write(connection, name, self.run, values):
            self.stats.inc_value("fleet/lost_leases")

    def give_back(self, article: Article) -> bool:
        """Let another worker request the pages of an article again, which two have stored at once; True if any is."""
        pages = [leased.page.page for leased in self._of_article.get(article.id, [])]
        return self._give_back(pages) > 0

    def give_all_back(self) -> None:
        """The same for all pages of this worker, as after a lost connection, when nobody knows what was committed."""
        with suppress(StoreError):  # a sweep does it once this worker is gone
            self._give_back(list(self._leased))

    def _give_back(self, names: Sequence[str]) -> int:
        with self.store.transaction() as connection:
            given = leases.put_back(connection, names, self.run)
        for leased in filter(None, map(self._leased.get, names)):  # a lost connection has forgotten them already
            self._forget(leased)
        return given

    def abandon(self, leased: LeasedPage) -> None:
        """Leave a page to a later run that no worker can request as it stands."""
        self.record(leased.page.page, "queued")

    # --- The fleet ------------------------------------------------------------------------------------------------

    def waiting(self, most: int) -> list[Announced]:
        """The announced pages that nobody owns, after the leases of dead workers ended."""
        with self.store.transaction() as connection:
            workers.bury(connection)
            if swept := leases.sweep(connection, self.fleet):
                self.stats.inc_value("fleet/swept", swept)
            return leases.waiting(connection, self.fleet, most)

    def is_over(self) -> bool:
        """Say whether every page of the fleet has its outcome."""
        with self.store.reading() as connection:
            return not leases.has_open(connection, self.fleet)

    def _release(self, connection: Connection, *, finished: bool) -> int:
        """Leave the fleet. What this worker owns is the others'; the last one leaves all of it to a later run."""
        leases.put_back(connection, list(self._leased), self.run)
        if not workers.leave(connection, self.fleet, self.run, "finished" if finished else "shutdown"):
            return 0
        self._complete_listings(connection, crawls.latest(connection, 1)[0].id)
        return leases.release(connection, self.fleet)


def _complete(message: Message | None, row: LedgerRow | None) -> Message | None:
    """A message with the state in which the page was before: it is leased meanwhile."""
    return None if message is None else {**message, "was": row.state if row else None}
