"""What a store got and lost in some days: new articles, edits of the newsroom, and what is withdrawn.

A revision counts for the moment at which its page was fetched. What better rules have read otherwise is no news.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, literal, select

from zhanjiang.store.articles import IS_LATEST, articles
from zhanjiang.store.changes import withdrawals

What = Literal["new", "edited", "withdrawn"]


class NewsRow(NamedTuple):
    """A revision that came, or the latest one of an article that is withdrawn; ``at`` is when that was noticed."""

    what: What
    at: str
    id: str
    revision: int
    channel: str | None
    headline: str | None
    published_at: str | None
    url: str | None


def between(connection: Connection, first: str, end: str, channels: Sequence[str] = ()) -> Iterator[NewsRow]:
    """Yield what came from one moment on and before another, in order of time; of some channels, or of all."""
    yield from _rows(connection, _came("new", articles.c.revision == 1, first, end), channels)
    yield from _rows(connection, _came("edited", articles.c.revision_cause == "edited", first, end), channels)
    since = withdrawals.c.withdrawn_at
    gone = _selected("withdrawn", since).join(withdrawals, and_(withdrawals.c.article == articles.c.id, IS_LATEST))
    yield from _rows(connection, gone.where(since >= first, since < end), channels)


def _came(what: What, condition: ColumnElement[bool], first: str, end: str) -> Select[Any]:
    at = articles.c.fetched_at
    return _selected(what, at).where(condition, at >= first, at < end)


def _selected(what: What, at: ColumnElement[Any]) -> Select[Any]:
    columns = (articles.c[name] for name in NewsRow._fields[2:])
    return select(literal(what), at.label("at"), *columns).order_by("at", articles.c.series, articles.c.number)


def _rows(connection: Connection, query: Select[Any], channels: Sequence[str]) -> Iterator[NewsRow]:
    if channels:
        query = query.where(articles.c.channel.in_(channels))
    yield from map(NewsRow._make, connection.execute(query))
