"""The table of articles held back: they seem edited, but the portal's markup may have changed and not the article.

A row for each article, with all that was read at its latest visit. It waits until it is confirmed, or read again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import JSON, Column, Connection, Integer, Table, Text, delete, select

from zhanjiang.items import Article
from zhanjiang.processors.encodable import as_json
from zhanjiang.store.articles import as_article
from zhanjiang.store.dialect import upsert_all
from zhanjiang.store.schema import metadata
from zhanjiang.times import moment

held_back = Table(
    "held_back",
    metadata,
    Column("article", Text, primary_key=True),
    Column("run", Integer, nullable=False),
    Column("held_at", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("data", JSON, nullable=False),
)

_SAVE: Final = upsert_all(held_back)


@dataclass(frozen=True, slots=True)
class HeldBack:
    """An article held back: the run that read it, when, why in one line, and the article itself."""

    article_id: str
    run: int
    held_at: str
    reason: str
    article: Article


def hold(connection: Connection, article: Article, run: int, reason: str) -> None:
    """Hold an article back, in place of what was held of it before."""
    data = orjson.loads(as_json(article))
    row: dict[str, Any] = {"article": article.id, "run": run, "held_at": moment(), "reason": reason, "data": data}
    connection.execute(_SAVE.of(connection), row)


def held(connection: Connection, ids: Collection[str] = ()) -> list[HeldBack]:
    """Return the articles held back, or those of them with one of the IDs, in the order of time."""
    query = select(held_back).order_by(held_back.c.held_at, held_back.c.article)
    if ids:
        query = query.where(held_back.c.article.in_([*ids]))
    return [
        HeldBack(row.article, row.run, row.held_at, row.reason, as_article(row.data, row.data["addresses"]))
        for row in connection.execute(query)
    ]


def release(connection: Connection, article_id: str) -> bool:
    """Remove an article that is confirmed or was read again; False where it was not held back."""
    return connection.execute(delete(held_back).where(held_back.c.article == article_id)).rowcount > 0
