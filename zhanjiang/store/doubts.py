"""The table of doubtful articles: what is odd in an article as it was read at its latest visit.

A row for each such article. It is replaced when the article is read again, and removed when nothing is odd any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import JSON, Column, Connection, Table, Text, delete, select

from zhanjiang.store.dialect import upsert_all
from zhanjiang.store.schema import metadata
from zhanjiang.times import moment

doubts = Table(
    "doubts",
    metadata,
    Column("article", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("found_at", Text, nullable=False),
)

_SAVE: Final = upsert_all(doubts)


@dataclass(frozen=True, slots=True)
class StoredDoubt:
    """A doubtful article: its ID, the address that was read, the reasons (``no_text`` …) and when it was read."""

    article: str
    address: str
    reasons: list[str]
    found_at: str


def save(connection: Connection, article_id: str, address: str, reasons: Sequence[str]) -> None:
    """Store why an article is doubtful, in place of what was doubtful before."""
    row = {"article": article_id, "address": address, "reasons": [*reasons], "found_at": moment()}
    connection.execute(_SAVE.of(connection), row)


def clear(connection: Connection, article_id: str) -> None:
    """Remove the doubts about an article that was read without any."""
    connection.execute(delete(doubts).where(doubts.c.article == article_id))


def reasons(connection: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    """Why articles are doubtful, by ID; one that is not is left out."""
    query = select(doubts.c.article, doubts.c.reasons).where(doubts.c.article.in_(ids))
    return {article: [*reasons] for article, reasons in connection.execute(query)}


def articles(connection: Connection) -> set[str]:
    """The IDs of all doubtful articles."""
    return {*connection.execute(select(doubts.c.article)).scalars()}


def newest(connection: Connection) -> list[StoredDoubt]:
    """All doubtful articles, the latest first."""
    query = select(doubts).order_by(doubts.c.found_at.desc(), doubts.c.article)
    return [StoredDoubt(**row) for row in connection.execute(query).mappings()]
