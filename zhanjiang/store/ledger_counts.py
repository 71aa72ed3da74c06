"""What the ledger holds, counted for reports: each is answered by an index, however many pages are stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, cast, func, or_, select

from zhanjiang.addresses.article_id import PORTAL
from zhanjiang.addresses.page import ARTICLES
from zhanjiang.store.ledger import BAD, FINAL, IS_HELD, IS_OPEN, State, is_in, ledger, seconds
from zhanjiang.store.number_blocks import Blocks, bits, block
from zhanjiang.times import moment

_IS_PORTALS: Final = ledger.c.article.like(f"{PORTAL}/%")
_NUMBER: Final = cast(func.substr(ledger.c.article, len(PORTAL) + 2), BigInteger)


def queued(connection: Connection) -> dict[str, int]:
    """Return how many pages of each kind were found and not requested."""
    query = select(ledger.c.kind, func.count()).where(IS_OPEN, ledger.c.state == "queued")
    return dict(connection.execute(query.group_by(ledger.c.kind)).all())


def leased(connection: Connection) -> dict[int, int]:
    """Return how many pages each run has leased, or has announced to its fleet."""
    run = func.coalesce(ledger.c.owner, ledger.c.run).label("of_run")
    query = select(run, func.count()).where(IS_OPEN, ledger.c.state == "leased")
    return dict(connection.execute(query.group_by(run).order_by(run)).all())


def due(connection: Connection) -> int:
    """Return how many of the articles in the store are due now."""
    return _count(connection, and_(IS_HELD, ledger.c.kind.in_(ARTICLES), ledger.c.due <= moment()))


def bad_due(connection: Connection) -> int:
    """Return how many of the pages that failed, are incomplete or in quarantine the next run refetches."""
    is_due = or_(ledger.c.due.is_(None), ledger.c.due <= moment())
    return _count(connection, and_(IS_OPEN, ledger.c.state.in_(BAD), is_due))


def _count(connection: Connection, condition: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(ledger).where(condition)).scalar_one()


def next_due(connection: Connection) -> str | None:
    """Return when the next page is due that is not due now; None where there is none."""
    rests = or_(ledger.c.interval.is_(None), ledger.c.interval < seconds(FINAL))
    first = select(ledger.c.due).where(ledger.c.due > moment(), rests).order_by(ledger.c.due).limit(1)
    of_bad = and_(IS_OPEN, ledger.c.state.in_(BAD))
    moments = [connection.execute(first.where(condition)).scalar() for condition in (IS_HELD, of_bad)]
    return min(filter(None, moments), default=None)


def numbers_in(connection: Connection, states: Sequence[State]) -> set[int]:
    """Return the numbers of the portal's articles of which a page is in one of these states, all of them open."""
    query = select(_NUMBER).where(IS_OPEN, ledger.c.state.in_(states), _IS_PORTALS)
    return set(connection.execute(query).scalars())


def absent_numbers(connection: Connection) -> Blocks:
    """Return the numbers of the portal's articles that were requested and are not there, and were never stored."""
    query = select(block(_NUMBER), bits(_NUMBER)).where(is_in(["gone"]), ledger.c.content_hash.is_(None), _IS_PORTALS)
    return {at: int(members) for at, members in connection.execute(query.group_by("block"))}
