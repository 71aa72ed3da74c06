"""The leases of a fleet in the ledger: what its workers are to request, and who requests it now.

A page that the fleet wants is *announced*: ``leased``, with the ``fleet`` and no ``owner``. ``message`` says how it is
requested, so that any worker can. The worker that takes it becomes its owner, and the lease ends with the page's
outcome, or with the owner's heartbeat (``zhanjiang.store.workers``): then the page has no owner again. Queues elsewhere
hold copies of what is announced, and can be filled anew from here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Connection, and_, bindparam, exists, func, not_, select, update

from zhanjiang.addresses.page import ARTICLES, PageRef
from zhanjiang.store.crawls import crawls
from zhanjiang.store.dialect import PerDialect, among, newer, upsert
from zhanjiang.store.ledger import HELD, LedgerRow, as_row, is_in, ledger
from zhanjiang.store.ledger import ROW as _ROW
from zhanjiang.store.prepared import Prepared
from zhanjiang.times import moment

_IS_LEASED: Final = is_in(["leased"])
_CHANGED: Final = ("state", "run", "url", "channel", "headline", "fleet", "owner", "leased_at", "message")
_ANNOUNCE: Final = upsert(ledger, _CHANGED, where=ledger.c.fleet.is_distinct_from(newer(ledger.c.fleet)))
_ANNOUNCED: Final = (ledger.c.page, ledger.c.kind, ledger.c.leased_at, ledger.c.message)
_TAKE: Final = Prepared(
    PerDialect(
        lambda dialect: (
            update(ledger)
            .where(_waits(bindparam("of_fleet")), among(ledger.c.page, dialect))
            .returning(*_ROW, ledger.c.message)
        )
    ),
    ("owner", "run", "leased_at"),
)


@dataclass(frozen=True, slots=True)
class Announced:
    """A page that waits for a worker: its name and kind, since when it waits, and how it is requested."""

    page: str
    kind: str
    since: str
    message: Mapping[str, Any] | None

    @property
    def urgency(self) -> int:
        """The priority of its request; what cannot be put in a message comes last."""
        return int((self.message or {}).get("priority", 0))


@dataclass(frozen=True, slots=True)
class WaitingPages:
    """How many pages of a kind wait for a worker, and since when the oldest does."""

    kind: str
    pages: int
    oldest: str


def announce(
    connection: Connection, pages: Iterable[tuple[PageRef, Mapping[str, Any] | None]], run: int, fleet: int
) -> list[Announced]:
    """Announce pages, each with its message; return those that the fleet had not announced before.

    Of two workers that announce a page at once, one does. Rows are written in the order of names, so that two workers
    with the same pages never wait for each other in a circle.
    """
    now = moment()
    rows = [
        {name: getattr(page, name) for name in PageRef.__slots__}
        | {"state": "leased", "run": run, "found_in": run, "attempts": 0, "first_seen": now}
        | {"fleet": fleet, "owner": None, "leased_at": now, "message": message}
        for page, message in sorted(pages, key=lambda pair: pair[0].page)
    ]
    if not rows:
        return []
    statement = _ANNOUNCE.of(connection).returning(*_ANNOUNCED)
    return [Announced(*row) for row in connection.execute(statement, rows)]


def take(connection: Connection, names: Collection[str], run: int, fleet: int) -> list[tuple[LedgerRow, Any]]:
    """Make a run the owner of those of the pages that wait; return each with its message."""
    lease = {"owner": run, "run": run, "leased_at": moment()}
    rows = _TAKE.all(connection, {**lease, "values": [*names], "of_fleet": fleet})
    return [(as_row(row[:-1]), row[-1]) for row in rows]


def put_back(connection: Connection, names: Collection[str], run: int) -> int:
    """Give up the leases that a run holds of these pages, so that another worker may take them; return how many."""
    mine = and_(_IS_LEASED, ledger.c.owner == run, ledger.c.page.in_([*names]))
    return connection.execute(update(ledger).where(mine).values(owner=None)).rowcount


def sweep(connection: Connection, fleet: int) -> int:
    """Give up the leases of workers that ended or were found dead (``workers.bury``); return how many."""
    lives = and_(crawls.c.id == ledger.c.owner, crawls.c.outcome.is_(None))
    is_dead = and_(_IS_LEASED, ledger.c.fleet == fleet, ledger.c.owner.is_not(None), not_(exists().where(lives)))
    return connection.execute(update(ledger).where(is_dead).values(owner=None)).rowcount


def waiting(connection: Connection, fleet: int, most: int) -> list[Announced]:
    """The announced pages that nobody has taken, the oldest first, at most so many."""
    query = select(*_ANNOUNCED).where(_waits(fleet))
    return [Announced(*row) for row in connection.execute(query.order_by(ledger.c.leased_at).limit(most))]


def has_open(connection: Connection, fleet: int) -> bool:
    """Say whether any page of the fleet has no outcome yet, whoever has it."""
    query = select(ledger.c.page).where(_IS_LEASED, ledger.c.fleet == fleet).limit(1)
    return connection.execute(query).first() is not None


def write(connection: Connection, page: str, run: int, values: Mapping[str, Any]) -> bool:
    """Record the outcome of a page that a run owns; False where it owns it no longer, and nothing is written."""
    done = {**values, "owner": None, "message": None}
    return bool(_write(*done).all(connection, {**done, "of_page": page, "of_run": run}))


@lru_cache
def _write(*columns: str) -> Prepared:
    mine = and_(ledger.c.page == bindparam("of_page"), ledger.c.owner == bindparam("of_run"), _IS_LEASED)
    return Prepared(update(ledger).where(mine).returning(ledger.c.page), columns)


def release(connection: Connection, fleet: int, run: int | None = None) -> int:
    """Leave to a later run what the fleet has leased, or what one of its runs owns; return how many pages."""
    leased = and_(_IS_LEASED, ledger.c.fleet == fleet)
    if run is not None:
        leased = and_(leased, ledger.c.owner == run)
    values = {"state": "queued", "owner": None, "message": None}
    return connection.execute(update(ledger).where(leased).values(values)).rowcount


def requeue(connection: Connection, page: str, run: int, fleet: int) -> None:
    """Queue a known page for a later run, unless the fleet has announced it."""
    others = and_(ledger.c.page == page, ledger.c.fleet.is_distinct_from(fleet))
    connection.execute(update(ledger).where(others).values(state="queued", run=run))


def stored_pages(connection: Connection, article: str, fleet: int) -> list[str]:
    """The names of an article's pages that the fleet has read into the store."""
    read = and_(ledger.c.article == article, ledger.c.fleet == fleet, ledger.c.state.in_(HELD))
    return list(connection.execute(select(ledger.c.page).where(read)).scalars())


def number_stored(connection: Connection, fleet: int) -> int:
    """How many articles' pages the fleet has read into the store."""
    is_article = and_(ledger.c.kind.in_(ARTICLES), ledger.c.fleet == fleet, ledger.c.state.in_(HELD))
    return int(connection.execute(select(func.count()).select_from(ledger).where(is_article)).scalar_one())


def was_read(connection: Connection, page: str, fleet: int) -> bool:
    """Say whether the fleet has read a page of a listing or the front page."""
    read = and_(ledger.c.page == page, ledger.c.fleet == fleet, ledger.c.state == "read")
    return connection.execute(select(ledger.c.page).where(read)).first() is not None


# --- For reports ------------------------------------------------------------------------------------------------------


def waiting_by_kind(connection: Connection, fleet: int) -> list[WaitingPages]:
    """How many pages of each kind wait for a worker, and since when."""
    query = select(ledger.c.kind, func.count(), func.min(ledger.c.leased_at)).where(_waits(fleet))
    return [WaitingPages(*row) for row in connection.execute(query.group_by(ledger.c.kind).order_by(ledger.c.kind))]


def held_by_owner(connection: Connection, fleet: int) -> dict[int, int]:
    """How many pages each worker holds."""
    held = and_(_IS_LEASED, ledger.c.fleet == fleet, ledger.c.owner.is_not(None))
    query = select(ledger.c.owner, func.count()).where(held).group_by(ledger.c.owner)
    return dict(connection.execute(query).all())


def _waits(fleet: int | BindParameter[int]) -> ColumnElement[bool]:
    return and_(_IS_LEASED, ledger.c.fleet == fleet, ledger.c.owner.is_(None))
