"""What is in a store, for tests that look, and how often it was committed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event

from zhanjiang.items import Article
from zhanjiang.store import Store, articles, selection
from zhanjiang.store.selection import ArticleFilter


def stored(
    store: Store, since: str | None = None, until: str | None = None, channel: str | None = None
) -> list[Article]:
    """The latest revision of each article in a store that an export would choose."""
    with store.reading() as connection:
        chosen = {record["id"] for record in selection.records(connection, _wanted(since, until, channel))}
        return [article for article in articles.current(connection) if article.id in chosen]


def number_stored(store: Store, since: str | None = None, until: str | None = None, channel: str | None = None) -> int:
    """How many articles an export would choose."""
    with store.reading() as connection:
        return selection.count(connection, _wanted(since, until, channel))


def _wanted(since: str | None, until: str | None, channel: str | None) -> ArticleFilter:
    return ArticleFilter(since, until, (channel,) if channel else ())


@contextmanager
def counting_commits(store: Store | None = None) -> Iterator[list[Connection]]:
    """Give a list that gets an entry for every commit of a store, or of any; PostgreSQL commits what is read, too."""
    commits: list[Connection] = []

    def count(connection: Connection) -> None:
        """Count a commit of the store."""
        if store is None or connection is store._connection:
            commits.append(connection)

    event.listen(Engine, "commit", count)
    try:
        yield commits
    finally:
        event.remove(Engine, "commit", count)
