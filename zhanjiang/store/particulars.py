"""The table of what only articles of one kind have: a row for each such article, as it was seen last."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from sqlalchemy import JSON, Column, Connection, Table, Text, select

from zhanjiang.items import LiveEntry, Particulars
from zhanjiang.store.dialect import upsert_all
from zhanjiang.store.schema import metadata

particulars = Table(
    "particulars",
    metadata,
    Column("article", Text, primary_key=True),
    Column("player", Text),
    Column("poster", Text),
    Column("target", Text),
    Column("entries", JSON, nullable=False),
    Column("fetched_at", Text, nullable=False),
)


_SAVE: Final = upsert_all(particulars)


def save(connection: Connection, seen: Particulars) -> None:
    """Store the particulars of an article in place of its earlier ones."""
    connection.execute(_SAVE.of(connection), asdict(seen))


def of_article(connection: Connection, article_id: str) -> Particulars | None:
    """Return what an article has beside its fields; None where nothing is known."""
    row = connection.execute(select(particulars).where(particulars.c.article == article_id)).mappings().first()
    if row is None:
        return None
    return Particulars(**{**row, "entries": [LiveEntry(**entry) for entry in row["entries"]]})
