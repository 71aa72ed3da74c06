"""What the ledger owes a run: pages that earlier runs left, then stored articles that are due.

There may be very many of both. They are read from the ledger some hundred at a time, and what a run does with its pages
meanwhile changes nothing: rows that it has touched are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

from sqlalchemy import Column, ColumnElement, Connection, Select, and_, func, or_, select, tuple_

from zhanjiang.addresses.page import ARTICLES, PageKind
from zhanjiang.store.ledger import BAD, IS_HELD, IS_OPEN, ROW, LedgerRow, State, as_row, is_in, ledger
from zhanjiang.store.session import Store

_AT_ONCE: Final = 500
_KINDS: Final = sorted(get_args(PageKind), reverse=True)
"""Listings before articles."""


@dataclass(frozen=True, slots=True)
class WantedPages:
    """The pages that a run wants: not those of other channels, if any are named, nor those known to be of other days.

    ``run`` is the run itself, or the first of a fleet: no page that it has touched is wanted. ``now`` is the moment
    until which pages are due.
    """

    run: int
    now: str
    channels: Sequence[str] = ()
    since: str | None = None
    until: str | None = None

    @property
    def condition(self) -> ColumnElement[bool]:
        """The same in SQL."""
        day = func.substr(ledger.c.published_at, 1, 10)
        conditions = [ledger.c.run < self.run]
        if self.channels:
            conditions.append(ledger.c.channel.in_(self.channels))
        if self.since is not None:
            conditions.append(or_(day.is_(None), day >= self.since))
        if self.until is not None:
            conditions.append(or_(day.is_(None), day <= self.until))
        return and_(*conditions)


def owed(store: Store, wanted: WantedPages) -> Iterator[LedgerRow]:
    """Yield what was found and never requested, or failed and is due, oldest first; listings before articles."""
    is_due = or_(ledger.c.due.is_(None), ledger.c.due <= wanted.now, ledger.c.last_fetched > wanted.now)
    is_owed = or_(ledger.c.state == "queued", and_(ledger.c.state.in_(BAD), is_due))
    for kind in _KINDS:
        yield from _rows(store, ledger.c.first_seen, IS_OPEN, ledger.c.kind == kind, is_owed, wanted.condition)


def due(store: Store, wanted: WantedPages, *, everything: bool = False) -> Iterator[LedgerRow]:
    """Yield the articles in the store that are due, the longest due first; with ``everything`` all of them.

    An article that was fetched later than now is due, since the clock was set back.
    """
    condition = and_(IS_HELD, ledger.c.kind.in_(ARTICLES), wanted.condition)
    if everything:
        yield from _rows(store, ledger.c.page, condition, ledger.c.due.is_(None))
        yield from _rows(store, ledger.c.due, condition, ledger.c.due.is_not(None))
        return
    yield from _rows(store, ledger.c.due, condition, ledger.c.due <= wanted.now)
    is_later = ledger.c.due > wanted.now
    yield from _rows(store, ledger.c.last_fetched, condition, ledger.c.last_fetched > wanted.now, is_later)


def _rows(store: Store, order: Column[Any], *conditions: ColumnElement[bool]) -> Iterator[LedgerRow]:
    """Yield rows in the order of a column that none of them lacks, and then of their names."""
    query = select(*ROW, order).where(*conditions).order_by(order, ledger.c.page).limit(_AT_ONCE)
    after = query
    while True:
        with store.reading() as connection:
            rows = connection.execute(after).all()
        yield from (as_row(row[:-1]) for row in rows)
        if len(rows) < _AT_ONCE:
            return
        after = query.where(tuple_(order, ledger.c.page) > tuple_(rows[-1][-1], rows[-1].page))


def bad(connection: Connection) -> list[LedgerRow]:
    """Return the pages that failed, are incomplete or in quarantine, by state and address."""
    query: Select[Any] = select(*ROW).where(IS_OPEN, ledger.c.state.in_(BAD))
    return [as_row(row) for row in connection.execute(query.order_by(ledger.c.state, ledger.c.url))]


def example(connection: Connection, run: int, states: Sequence[State]) -> str | None:
    """Return the address of a page that a run left in one of these states, of those of ``BAD``; None without one."""
    is_of_run = and_(IS_OPEN, ledger.c.state.in_(states), ledger.c.run == run)
    address: str | None = connection.execute(select(func.min(ledger.c.url)).where(is_of_run)).scalar()
    return address


def bad_of_run(connection: Connection, run: int, number: int) -> list[LedgerRow]:
    """Return pages that are bad since a run, at most this many, by state and address."""
    query: Select[Any] = select(*ROW).where(is_in(BAD), IS_OPEN, ledger.c.run == run)
    return [as_row(row) for row in connection.execute(query.order_by(ledger.c.state, ledger.c.url).limit(number))]
