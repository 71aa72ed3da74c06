"""The table of listings that some run has read to their end: from then on, only their new rows are looked for.

Which pages of them are unread stands in the ledger.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Connection, Integer, Table, Text, and_, case, func, select

from zhanjiang.store.dialect import upsert_all
from zhanjiang.store.ledger import BAD, ledger
from zhanjiang.store.schema import metadata

listings = Table(
    "listings",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("complete_in", Integer, nullable=False),  # the last run that left nothing of it unread
)


_COMPLETE: Final = upsert_all(listings)


def complete(connection: Connection, channel: str, run: int) -> None:
    """Record that a run left nothing of a channel's listing unread."""
    connection.execute(_COMPLETE.of(connection), {"channel": channel, "complete_in": run})


def completed(connection: Connection) -> dict[str, int]:
    """Return for each channel read to its end the last run that left nothing unread."""
    rows = connection.execute(select(listings.c.channel, listings.c.complete_in))
    return {row.channel: row.complete_in for row in rows}


def owed(connection: Connection) -> set[str]:
    """Return the channels of which a page of the listing was found and not read."""
    owing = and_(ledger.c.kind == "listing", ledger.c.state.in_(("queued", "leased", *BAD)))
    return {channel for channel in connection.execute(select(ledger.c.channel).where(owing)).scalars() if channel}


def channels_read(connection: Connection, run: int, first_run: int | None = None) -> set[str]:
    """Return the channels of which a run, or one from ``first_run`` to it, has read a page of the listing."""
    is_of_runs = ledger.c.run.between(run if first_run is None else first_run, run)
    read = and_(ledger.c.kind == "listing", ledger.c.state == "read", is_of_runs)
    return {channel for channel in connection.execute(select(ledger.c.channel).where(read)).scalars() if channel}


def unread(connection: Connection) -> dict[str, int]:
    """Return for each channel whose listing was found how many of its pages are known and not read."""
    number = func.sum(case((ledger.c.state.in_(("queued", "leased", *BAD)), 1), else_=0))
    query = select(ledger.c.channel, number).where(ledger.c.kind == "listing", ledger.c.state != "gone")
    return dict(connection.execute(query.where(ledger.c.channel.is_not(None)).group_by(ledger.c.channel)).all())
