"""What a store got and lost in some days: new articles, edits of the newsroom, what was withdrawn and what came back.

A revision counts for the moment at which its page was fetched. What better rules have read otherwise is no news, nor
is what another copy of an article says. What was noticed in some days stays their news, whatever came later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge
from typing import Any, Literal, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, Select, and_, literal, select

from zhanjiang.store.articles import IS_LATEST, articles
from zhanjiang.store.changes import ended_withdrawals, withdrawals

What = Literal["new", "edited", "withdrawn", "restored"]


class NewsRow(NamedTuple):
    """A revision that came, or the latest of an article that was withdrawn or restored; ``at``: when noticed."""

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
    ended = ended_withdrawals.c
    gone = (_noticed("withdrawn", at, first, end) for at in (withdrawals.c.withdrawn_at, ended.withdrawn_at))
    yield from merge(*(_rows(connection, query, channels) for query in gone), key=lambda row: row.at)
    yield from _rows(connection, _noticed("restored", ended.returned_at, first, end), channels)


def _came(what: What, condition: ColumnElement[bool], first: str, end: str) -> Select[Any]:
    at = articles.c.fetched_at
    return _selected(what, at).where(condition, at >= first, at < end)


def _noticed(what: What, at: Column[Any], first: str, end: str) -> Select[Any]:
    """The latest revisions of the articles that a table of withdrawals names with a moment in this time."""
    is_of_article = and_(at.table.c.article == articles.c.id, IS_LATEST)
    return _selected(what, at).join(at.table, is_of_article).where(at >= first, at < end)


def _selected(what: What, at: ColumnElement[Any]) -> Select[Any]:
    columns = (articles.c[name] for name in NewsRow._fields[2:])
    return select(literal(what), at.label("at"), *columns).order_by("at", articles.c.series, articles.c.number)


def _rows(connection: Connection, query: Select[Any], channels: Sequence[str]) -> Iterator[NewsRow]:
    if channels:
        query = query.where(articles.c.channel.in_(channels))
    yield from map(NewsRow._make, connection.execute(query))
