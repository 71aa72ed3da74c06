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
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    func,
    or_,
    select,
    update,
)

from zhanjiang.addresses.page import ARTICLES, PageKind, PageRef
from zhanjiang.items import Article
from zhanjiang.store.dialect import PerDialect, among, upsert
from zhanjiang.store.prepared import Prepared
from zhanjiang.store.schema import metadata
from zhanjiang.times import moment

State = Literal[
    "queued", "leased", "stored", "unchanged", "alias", "read", "gone", "failed", "incomplete", "quarantined"
]
"""queued: waiting. leased: being fetched by the run ``run``. read: a listing. The others are outcomes."""

HELD: Final = ("stored", "unchanged", "alias")
"""The states of pages whose article is stored."""
BAD: Final = ("failed", "incomplete", "quarantined")
"""The states that somebody should know of."""
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
    Index(None, "state", "due"),
    Index(None, "article"),
)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of the ledger, as a crawl needs it; ``interval`` is in seconds, ``run`` and ``found_in`` number runs."""

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

    def is_due(self, now: str) -> bool:
        """Say whether the page is due; one that was fetched later than now is, since the clock was set back."""
        return self.due is None or self.due <= now or (self.last_fetched or "") > now


_OF_PAGE: Final = PageRef.__slots__
_ROW: Final = tuple(ledger.c[name] for name in (*_OF_PAGE, *LedgerRow.__slots__[1:]))
_NEW: Final = (*_OF_PAGE, "state", "run", "found_in", "attempts", "first_seen")
_ADD: Final = Prepared(upsert(ledger), _NEW)
_OF_NAMES: Final = Prepared(PerDialect(lambda dialect: select(*_ROW).where(among(ledger.c.page, dialect))))


def rows_of(connection: Connection, pages: Sequence[str]) -> dict[str, LedgerRow]:
    """Return the rows of those of the pages that are known, by page."""
    rows = _OF_NAMES.all(connection, {"values": list(pages)}) if pages else []
    return {row.page.page: row for row in map(_as_row, rows)}


def _rows(connection: Connection, query: Select[Any]) -> list[LedgerRow]:
    return [_as_row(row) for row in connection.execute(query)]


def _as_row(row: Sequence[Any]) -> LedgerRow:
    return LedgerRow(PageRef(*row[: len(_OF_PAGE)]), *row[len(_OF_PAGE) :])


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


def fetch_again(connection: Connection, pages: Iterable[str]) -> None:
    """Make pages due, and have them fetched whole: a site is not told that their last answer is still there."""
    values = {"due": moment(), "etag": None, "last_modified": None}
    for page in pages:
        connection.execute(ledger.update().where(ledger.c.page == page).values(values))


def amend(connection: Connection, article: Article, before: str | None) -> None:
    """Record what the pages of an article say, now that it is read better; ``before`` is its hash until now."""
    amended = and_(ledger.c.article == article.id, ledger.c.content_hash == before)
    values = {"content_hash": article.content_hash, "published_at": article.published_at}
    connection.execute(update(ledger).where(amended).values(values))


def release(connection: Connection, run: int) -> int:
    """Release what a run has leased; return how many pages that are."""
    leased = and_(ledger.c.state == "leased", ledger.c.run == run)
    return connection.execute(update(ledger).where(leased).values(state="queued")).rowcount


def take_over(connection: Connection, run: int) -> int:
    """Release what other runs have leased: they are dead, since one run alone has the store's lock. Return how many."""
    dead = and_(ledger.c.state == "leased", ledger.c.run != run)
    return connection.execute(update(ledger).where(dead).values(state="queued")).rowcount


def owed(
    connection: Connection, *, channels: Sequence[str] = (), since: str | None = None, until: str | None = None
) -> list[LedgerRow]:
    """Return what was found and never requested, or failed and is due, oldest first; listings before articles.

    ``channels`` leaves out other channels, ``since`` and ``until`` articles known to be of other days.
    """
    now = moment()
    is_due = or_(ledger.c.due.is_(None), ledger.c.due <= now, ledger.c.last_fetched > now)
    again = and_(ledger.c.state.in_(BAD), is_due)
    query = select(*_ROW).where(or_(ledger.c.state == "queued", again))
    query = _narrowed(query, channels, since, until)
    order = query.order_by(ledger.c.kind.desc(), ledger.c.first_seen, ledger.c.page)
    return _rows(connection, order)


def due(
    connection: Connection,
    *,
    everything: bool = False,
    channels: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> list[LedgerRow]:
    """Return the articles in the store that are due, the longest due first; with ``everything`` all of them."""
    now = moment()
    query = select(*_ROW).where(ledger.c.kind.in_(ARTICLES), ledger.c.state.in_(HELD))
    if not everything:
        query = query.where(or_(ledger.c.due <= now, ledger.c.last_fetched > now))
    query = _narrowed(query, channels, since, until)
    return _rows(connection, query.order_by(ledger.c.due, ledger.c.page))


def _narrowed(query: Select[Any], channels: Sequence[str], since: str | None, until: str | None) -> Select[Any]:
    day = func.substr(ledger.c.published_at, 1, 10)
    if channels:
        query = query.where(ledger.c.channel.in_(channels))
    if since is not None:
        query = query.where(or_(day.is_(None), day >= since))
    if until is not None:
        query = query.where(or_(day.is_(None), day <= until))
    return query


def count_due(connection: Connection) -> int:
    """Return how many of the articles in the store are due now."""
    is_due = and_(ledger.c.kind.in_(ARTICLES), ledger.c.state.in_(HELD), ledger.c.due <= moment())
    return connection.execute(select(func.count()).select_from(ledger).where(is_due)).scalar_one()


def bad(connection: Connection) -> list[LedgerRow]:
    """Return the pages that failed, are incomplete or in quarantine, by state and address."""
    query = select(*_ROW).where(ledger.c.state.in_(BAD)).order_by(ledger.c.state, ledger.c.url)
    return _rows(connection, query)


def absent_numbers(connection: Connection) -> list[int]:
    """Return the numbers of the portal's articles that were requested and are not there, and were never stored."""
    query = select(ledger.c.article).where(ledger.c.state == "gone", ledger.c.content_hash.is_(None))
    ids = connection.execute(query.where(ledger.c.article.like("portal/%"))).scalars()
    return sorted(int(article.rpartition("/")[2]) for article in ids if article)


def numbers_in(connection: Connection, states: Sequence[State]) -> set[int]:
    """Return the numbers of the portal's articles of which a page is in one of the states."""
    number = cast(func.substr(ledger.c.article, len("portal/") + 1), BigInteger)
    query = select(number).where(ledger.c.state.in_(states), ledger.c.article.like("portal/%"))
    return set(connection.execute(query).scalars())


def tally(connection: Connection) -> dict[tuple[PageKind, State], int]:
    """Return how many pages of each kind are in each state."""
    query = select(ledger.c.kind, ledger.c.state, func.count()).group_by(ledger.c.kind, ledger.c.state)
    return {(kind, state): number for kind, state, number in connection.execute(query)}


def in_hand(connection: Connection) -> dict[int, int]:
    """Return how many pages each run has leased."""
    leased = select(ledger.c.run, func.count()).where(ledger.c.state == "leased")
    return dict(connection.execute(leased.group_by(ledger.c.run).order_by(ledger.c.run)).all())


def count_bad_due(connection: Connection) -> int:
    """Return how many of the pages that failed, are incomplete or in quarantine the next run refetches."""
    due_now = and_(ledger.c.state.in_(BAD), or_(ledger.c.due.is_(None), ledger.c.due <= moment()))
    return connection.execute(select(func.count()).select_from(ledger).where(due_now)).scalar_one()


def next_due(connection: Connection) -> str | None:
    """Return when the next page is due that is not due now; None where there is none."""
    rests = or_(ledger.c.interval.is_(None), ledger.c.interval < seconds(FINAL))
    later = and_(ledger.c.state.in_((*HELD, *BAD)), ledger.c.due > moment(), rests)
    return connection.execute(select(func.min(ledger.c.due)).where(later)).scalar()


def seconds(interval: timedelta) -> int:
    """Return an interval as the ledger writes it."""
    return int(interval.total_seconds())
