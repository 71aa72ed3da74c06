"""The tables of snapshots: which headline stood where in the rankings and the picture box, and when."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from sqlalchemy import Column, Connection, Integer, Table, Text

from zhanjiang.items import PictureBoxEntry, RankingEntry
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
