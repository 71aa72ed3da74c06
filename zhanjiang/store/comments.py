"""The table of comments: what readers said below an article, a row for each comment.

A row holds the fields of ``zhanjiang.items.Comment`` under their own names; ``fetched_at`` is there twice, as
``first_seen`` and ``last_seen``. A comment that the portal no longer shows stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, Table, Text, func, select
from sqlalchemy.dialects import postgresql, sqlite

from zhanjiang.items import Comment
from zhanjiang.store.schema import insert, metadata

comments = Table(
    "comments",
    metadata,
    Column("article", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("author", Text),
    Column("text", Text, nullable=False),
    Column("time_shown", Text),
    Column("published_at", Text),
    Column("likes", Integer),
    Column("standing", Text),
    Column("first_seen", Text, nullable=False),
    Column("last_seen", Text, nullable=False),
)

_FIELDS: Final = ("article", "key", "author", "text", "time_shown", "published_at", "likes", "standing")


def _upsert(dialect: str) -> sqlite.Insert | postgresql.Insert:
    """Return the statement that adds a comment or brings a known one up to date.

    The time stays as it was first seen: what was 5分钟前 is 3天前 at a later visit, which tells less.
    """
    statement = insert(comments, dialect)
    told = statement.excluded
    newer: dict[str, Any] = {name: told[name] for name in ("author", "text", "standing", "last_seen")}
    newer["likes"] = func.coalesce(told.likes, comments.c.likes)
    for name in ("time_shown", "published_at"):
        newer[name] = func.coalesce(comments.c[name], told[name])
    return statement.on_conflict_do_update(index_elements=["article", "key"], set_=newer)


_SAVE: Final = {dialect: _upsert(dialect) for dialect in ("sqlite", "postgresql")}


def save(connection: Connection, told: Iterable[Comment]) -> None:
    """Add comments, or bring known ones up to date."""
    rows = [
        {name: getattr(comment, name) for name in _FIELDS}
        | {"first_seen": comment.fetched_at, "last_seen": comment.fetched_at}
        for comment in told
    ]
    if rows:
        connection.execute(_SAVE[connection.dialect.name], rows)


def of_article(connection: Connection, article_id: str) -> list[Comment]:
    """Return the comments on an article, the earliest first; those without a time behind the others.

    ``fetched_at`` is when each was last seen.
    """
    columns = [comments.c[name] for name in _FIELDS]
    query = select(*columns, comments.c.last_seen.label("fetched_at")).where(comments.c.article == article_id)
    order = query.order_by(comments.c.published_at.is_(None), comments.c.published_at, comments.c.key)
    return [Comment(**row) for row in connection.execute(order).mappings()]


def count(connection: Connection) -> int:
    """Return how many comments there are."""
    return connection.execute(select(func.count()).select_from(comments)).scalar_one()
