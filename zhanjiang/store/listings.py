"""The table of listings that some run has read to their end: from then on, only their new rows are looked for."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Connection, Integer, Table, Text, select

from zhanjiang.store.schema import insert, metadata

listings = Table(
    "listings",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("complete_in", Integer, nullable=False),  # the last run that left nothing of it unread
)


def _complete(dialect: str) -> object:
    statement = insert(listings, dialect)
    return statement.on_conflict_do_update(
        index_elements=["channel"], set_={"complete_in": statement.excluded["complete_in"]}
    )


_COMPLETE: Final = {dialect: _complete(dialect) for dialect in ("sqlite", "postgresql")}


def complete(connection: Connection, channel: str, run: int) -> None:
    """Record that a run left nothing of a channel's listing unread."""
    connection.execute(_COMPLETE[connection.dialect.name], {"channel": channel, "complete_in": run})  # type: ignore[call-overload]


def completed(connection: Connection) -> dict[str, int]:
    """Return for each channel read to its end the last run that left nothing unread."""
    rows = connection.execute(select(listings.c.channel, listings.c.complete_in))
    return {row.channel: row.complete_in for row in rows}
