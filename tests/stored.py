"""What is in a store, for tests that look, and how often it was committed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event

from zhanjiang.items import Article
from zhanjiang.store import Store, articles


def stored(
    store: Store, since: str | None = None, until: str | None = None, channel: str | None = None
) -> list[Article]:
    """The latest revision of each article in a store, as ``articles.current`` has it."""
    with store.reading() as connection:
        return list(articles.current(connection, since=since, until=until, channel=channel))


def number_stored(store: Store, since: str | None = None, until: str | None = None, channel: str | None = None) -> int:
    """How many articles ``articles.count`` counts in a store."""
    with store.reading() as connection:
        return articles.count(connection, since=since, until=until, channel=channel)


@contextmanager
def counting_commits() -> Iterator[list[Connection]]:
    """Give a list that gets an entry for every commit of any store."""
    commits: list[Connection] = []
    count: Callable[[Connection], None] = commits.append
    event.listen(Engine, "commit", count)
    try:
        yield commits
    finally:
        event.remove(Engine, "commit", count)
