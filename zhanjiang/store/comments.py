"""The table of comments: what readers said below an article, a row for each comment.

A row holds the fields of ``zhanjiang.items.Comment`` under their own names; ``fetched_at`` is there twice, as
``first_seen`` and ``last_seen``. A comment that the portal no longer shows stays.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Connection, Integer, Table, Text, func, select

from zhanjiang.items import Comment
from zhanjiang.store.dialect import newer, upsert
from zhanjiang.store.prepared import Prepared
from zhanjiang.store.schema import metadata

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


# The time stays as it was first seen: what was 5分钟前 is 3天前 at a later visit, which says less.
_SAVE: Final = Prepared(
    upsert(
        comments,
        ("author", "text", "standing", "last_seen"),
        {
            "likes": func.coalesce(newer(comments.c.likes), comments.c.likes),
            "time_shown": func.coalesce(comments.c.time_shown, newer(comments.c.time_shown)),
            "published_at": func.coalesce(comments.c.published_at, newer(comments.c.published_at)),
        },
    ),
    comments.columns.keys(),
)


def save(connection: Connection, comment: Comment) -> None:
    """Add a comment, or bring a known one up to date."""
    row = {name: getattr(comment, name) for name in _FIELDS}
    seen = {"first_seen": comment.fetched_at, "last_seen": comment.fetched_at}
    _SAVE.run(connection, [row | seen])


def of_article(connection: Connection, article_id: str) -> list[Comment]:
    """Return the comments on an article, the earliest first; those without a time last.

    ``fetched_at`` is when each was last seen.
    """
    columns = [comments.c[name] for name in _FIELDS]
    query = select(*columns, comments.c.last_seen.label("fetched_at")).where(comments.c.article == article_id)
    order = query.order_by(comments.c.published_at.is_(None), comments.c.published_at, comments.c.key)
    return [Comment(**row) for row in connection.execute(order).mappings()]


def count(connection: Connection) -> int:
    """Return how many comments there are."""
    return connection.execute(select(func.count()).select_from(comments)).scalar_one()
