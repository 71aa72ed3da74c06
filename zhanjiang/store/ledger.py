"""The ledger: every page ever found, what became of it, and when it is due again.

A page is named by its address relative to the portal (``/p/2665093.html``), so that its row stays the same when the
portal moves; pages of mirrors are named by their whole address. All times are UTC in ISO form, to the second, so that
they can be compared as texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final, Literal

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    Table,
    Text,
    and_,
    bindparam,
    literal_column,
    select,
    update,
)

from zhanjiang.addresses.page import PageRef
from zhanjiang.items import Article
from zhanjiang.store.dialect import PerDialect, among, index_some, upsert
from zhanjiang.store.prepared import Prepared
from zhanjiang.store.schema import metadata
from zhanjiang.times import moment

State = Literal[
    "queued", "leased", "stored", "unchanged", "alias", "read", "gone", "failed", "incomplete", "quarantined"
]
"""queued: waiting. leased: being fetched by the run ``run``, or by a fleet of workers (``zhanjiang.store.leases``).
read: a listing. The others are outcomes."""

HELD: Final = ("stored", "unchanged", "alias")
"""The states of pages whose article is stored."""
BAD: Final = ("failed", "incomplete", "quarantined")
"""The states that somebody should know of."""
OPEN: Final = ("queued", "leased", *BAD)
"""The states of pages that are to be requested yet, now or later."""
FINAL: Final = timedelta(days=20_000)
"""How long a page rests that changes no more, such as a newspaper's: only ``REVISIT=all`` refetches it."""

ledger = Table(
    "ledger",
    metadata,
    Column("page", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("article", Text),
    Column("channel", Text),
    Column("headline", Text),
    Column("published_at", Text),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("run", Integer, nullable=False),
    Column("found_in", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("content_hash", Text),
    Column("pages", Integer),
    Column("first_seen", Text, nullable=False),
    Column("last_fetched", Text),
    Column("due", Text),
    Column("interval", Integer),
    Column("fleet", Integer),
    Column("owner", Integer),
    Column("leased_at", Text),
    Column("message", JSON(none_as_null=True)),
    Index(None, "article"),
)


def is_in(states: Sequence[State]) -> ColumnElement[bool]:
    """Say in SQL that a page is in one of the states, written out, as databases need it to choose a partial index."""
    return ledger.c.state.in_([literal_column(f"'{state}'") for state in states])


IS_OPEN: Final = is_in(OPEN)
IS_HELD: Final = is_in(HELD)
index_some(ledger, "ix_ledger_open", IS_OPEN, "kind", "first_seen", "page")
index_some(ledger, "ix_ledger_due", IS_HELD, "due", "page")
index_some(ledger, "ix_ledger_last_fetched", IS_HELD, "last_fetched", "page")
index_some(ledger, "ix_ledger_listings", ledger.c.kind == literal_column("'listing'"), "run", "channel", "state")
index_some(ledger, "ix_ledger_leased", is_in(["leased"]), "fleet", "owner")
index_some(ledger, "ix_ledger_absent", is_in(["gone"]), "article", "content_hash")


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of the ledger, as a crawl needs it; ``interval`` is in seconds, ``run`` and ``found_in`` number runs.

    ``fleet`` is the last fleet of workers that announced the page (``zhanjiang.store.leases``).
    """

    page: PageRef
    state: State
    reason: str | None
    run: int
    found_in: int
    attempts: int
    etag: str | None
    last_modified: str | None
    pages: int | None
    last_fetched: str | None
    due: str | None
    interval: int | None
    fleet: int | None

    def is_due(self, now: str) -> bool:
        """Say whether the page is due; one that was fetched later than now is, since the clock was set back."""
        return self.due is None or self.due <= now or (self.last_fetched or "") > now


_OF_PAGE: Final = PageRef.__slots__
ROW: Final = tuple(ledger.c[name] for name in (*_OF_PAGE, *LedgerRow.__slots__[1:]))
"""The columns of which ``as_row`` makes a row."""
_NEW: Final = (*_OF_PAGE, "state", "run", "found_in", "attempts", "first_seen")
_ADD: Final = Prepared(upsert(ledger), _NEW)
_AMEND: Final = Prepared(
    update(ledger).where(ledger.c.article == bindparam("of_article"), ledger.c.content_hash == bindparam("before")),
    ("content_hash", "published_at"),
)
_OF_NAMES: Final = Prepared(PerDialect(lambda dialect: select(*ROW).where(among(ledger.c.page, dialect))))


def rows_of(connection: Connection, pages: Sequence[str]) -> dict[str, LedgerRow]:
    """Return the rows of those of the pages that are known, by page."""
    rows = _OF_NAMES.all(connection, {"values": list(pages)}) if pages else []
    return {row.page.page: row for row in map(as_row, rows)}


def as_row(columns: Sequence[Any]) -> LedgerRow:
    """Make a row of the values of ``ROW``."""
    return LedgerRow(PageRef(*columns[: len(_OF_PAGE)]), *columns[len(_OF_PAGE) :])


def held(connection: Connection, ids: Sequence[str | None]) -> set[str | None]:
    """Return those of the articles that the store has, by whichever page."""
    if not ids:
        return set()
    query = select(ledger.c.article).where(ledger.c.article.in_(ids), ledger.c.state.in_(HELD))
    return set(connection.execute(query).scalars())


def add(connection: Connection, pages: Iterable[PageRef], run: int, state: State) -> None:
    """Add pages that were found; those known already stay as they are."""
    now = moment()
    rows = [
        {name: getattr(page, name) for name in _OF_PAGE}
        | {"state": state, "run": run, "found_in": run, "attempts": 0, "first_seen": now}
        for page in pages
    ]
    _ADD.run(connection, rows)


def lease(connection: Connection, pages: Iterable[PageRef], run: int) -> None:
    """Lease known pages for a run; their address, channel and headline are written as they are known now."""
    rows = [
        {
            "of_page": page.page,
            "state": "leased",
            "run": run,
            "url": page.url,
            "channel": page.channel,
            "headline": page.headline,
        }
        for page in pages
    ]
    _update("state", "run", "url", "channel", "headline").run(connection, rows)


def write(connection: Connection, page: str, values: Mapping[str, Any]) -> None:
    """Set columns of a page's row."""
    _update(*values).run(connection, [{**values, "of_page": page}])


@lru_cache(maxsize=32)  # an outcome has one of a few sets of columns
def _update(*columns: str) -> Prepared:
    return Prepared(update(ledger).where(ledger.c.page == bindparam("of_page")), columns)


def fetch_again(connection: Connection, pages: Iterable[str]) -> set[str]:
    """Make pages due, and have them fetched whole: a site is not told that their last answer is still there.

    Returns those that the ledger has.
    """
    values = {"due": moment(), "etag": None, "last_modified": None}
    return {
        page
        for page in pages
        if connection.execute(ledger.update().where(ledger.c.page == page).values(values)).rowcount
    }


def amend(connection: Connection, article: Article, before: str | None) -> None:
    """Record what the pages of an article say, now that it is read better; ``before`` is its hash until now."""
    values = {"content_hash": article.content_hash, "published_at": article.published_at}
    _AMEND.run(connection, [{**values, "of_article": article.id, "before": before}])


def release(connection: Connection, run: int) -> int:
    """Release what a run has leased; return how many pages that are."""
    leased = and_(IS_OPEN, ledger.c.state == "leased", ledger.c.run == run)
    return connection.execute(update(ledger).where(leased).values(state="queued")).rowcount


def take_over(connection: Connection, run: int) -> int:
    """Release what other runs have leased; return how many pages. Call it only where the store's lock says that no
    other run is alive: of a fleet, the first worker does.
    """
    dead = and_(IS_OPEN, ledger.c.state == "leased", ledger.c.run != run)
    return connection.execute(update(ledger).where(dead).values(state="queued", owner=None, message=None)).rowcount


def seconds(interval: timedelta) -> int:
    """Return an interval as the ledger writes it."""
    return int(interval.total_seconds())
