"""The table of stored articles that a feed still lacks: a later run's feed gets them, whatever ended this one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Column, Connection, Table, Text, bindparam, select

from zhanjiang.store.dialect import upsert
from zhanjiang.store.prepared import Prepared
from zhanjiang.store.schema import metadata

outbox = Table(
    "outbox",
    metadata,
    Column("article", Text, primary_key=True),
    Column("feed", Text, primary_key=True),  # its address as the run was given it
)

_ADD: Final = Prepared(upsert(outbox), outbox.columns.keys())
_REMOVE: Final = Prepared(
    outbox.delete().where(outbox.c.article == bindparam("of_article"), outbox.c.feed == bindparam("of_feed"))
)


def add(connection: Connection, lacking: Iterable[tuple[str, str]]) -> None:
    """Note the articles that feeds lack, as pairs of ID and feed."""
    rows = [{"article": article, "feed": feed} for article, feed in lacking]
    _ADD.run(connection, rows)


def remove(connection: Connection, written: Iterable[tuple[str, str]]) -> None:
    """Forget pairs of ID and feed, since the feed has the article."""
    rows = [{"of_article": article, "of_feed": feed} for article, feed in written]
    _REMOVE.run(connection, rows)


def lacking(connection: Connection) -> list[tuple[str, str]]:
    """Return all pairs of ID and feed, in the order of the IDs."""
    query = select(outbox.c.article, outbox.c.feed).order_by(outbox.c.article, outbox.c.feed)
    return [(article, feed) for article, feed in connection.execute(query)]
