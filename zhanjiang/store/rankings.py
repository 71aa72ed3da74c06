"""The tables of snapshots: which headline stood where in the rankings and the picture box, and when."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from sqlalchemy import Column, Connection, Integer, Table, Text, func, select

from zhanjiang.items import Period, PictureBoxEntry, RankingEntry
from zhanjiang.store.dialect import upsert
from zhanjiang.store.schema import metadata

rankings = Table(
    "rankings",
    metadata,
    Column("taken_at", Text, primary_key=True),  # UTC, the same for all that one run took
    Column("period", Text, primary_key=True),
    Column("rank", Integer, primary_key=True, autoincrement=False),
    Column("headline", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("article", Text, index=True),
)

picture_box = Table(
    "picture_box",
    metadata,
    Column("taken_at", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("headline", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("image", Text),
    Column("article", Text, index=True),
)

_SAVE: Final = {table: upsert(table) for table in (rankings, picture_box)}


def save(connection: Connection, entry: RankingEntry | PictureBoxEntry) -> None:
    """Record an entry of a snapshot; one that is recorded already stays as it is."""
    table = rankings if isinstance(entry, RankingEntry) else picture_box
    connection.execute(_SAVE[table].of(connection), asdict(entry))


def snapshots(connection: Connection, count: int) -> list[str]:
    """The moments of the last snapshots of the rankings, rising: one seek in the key for each."""
    taken: list[str] = []
    latest = select(func.max(rankings.c.taken_at))
    moment: str | None = connection.execute(latest).scalar()
    while moment is not None and len(taken) < count:
        taken.append(moment)
        moment = connection.execute(latest.where(rankings.c.taken_at < moment)).scalar()
    return taken[::-1]


def of_snapshot(connection: Connection, taken_at: str, period: Period) -> list[RankingEntry]:
    """A ranking as it stood at a moment of ``snapshots``, from the first place on."""
    table = rankings.c
    query = select(table.period, table.rank, table.headline, table.url, table.article, table.taken_at)
    query = query.where(table.taken_at == taken_at, table.period == period).order_by(table.rank)
    return [RankingEntry(*row) for row in connection.execute(query)]
