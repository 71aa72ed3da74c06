"""The table of runs: what each was asked to do, by which versions, what it counted, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import JSON, Column, Connection, Float, Integer, Table, Text, insert, select, update

from zhanjiang.store.schema import metadata
from zhanjiang.times import moment

crawls = Table(
    "crawls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("spider", Text, nullable=False),
    Column("arguments", JSON, nullable=False),
    Column("versions", JSON, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("ended_at", Text),
    Column("seconds", Float),
    Column("counts", JSON),
    Column("outcome", Text),
    Column("exit_code", Integer),
)


MOST: Final = 2**31 - 1
"""No run has a number above this."""


@dataclass(frozen=True, slots=True)
class Crawl:
    """A run. ``outcome`` is Scrapy's reason for its end (``finished``, ``shutdown`` …), ``killed`` if it recorded none.

    ``ended_at``, ``seconds``, ``counts`` and ``exit_code`` are None for a run that goes on or was killed.
    """

    id: int
    spider: str
    arguments: dict[str, str]
    versions: dict[str, str]
    started_at: str
    ended_at: str | None
    seconds: float | None
    counts: dict[str, Any] | None
    outcome: str | None
    exit_code: int | None


def begin(connection: Connection, spider: str, arguments: Mapping[str, str], versions: Mapping[str, str]) -> int:
    """Add a run, and return its number. Runs that never ended were killed: only one may write the store at a time."""
    connection.execute(update(crawls).where(crawls.c.outcome.is_(None)).values(outcome="killed"))
    row = {"spider": spider, "arguments": dict(arguments), "versions": dict(versions), "started_at": moment()}
    key = connection.execute(insert(crawls).values(row)).inserted_primary_key
    assert key is not None
    return int(key[0])


def end(connection: Connection, run: int, outcome: str, seconds: float, counts: Mapping[str, Any]) -> None:
    """Record how a run ended."""
    values = {"ended_at": moment(), "outcome": outcome, "seconds": round(seconds, 3), "counts": dict(counts)}
    connection.execute(update(crawls).where(crawls.c.id == run).values(values))


def set_exit_code(connection: Connection, run: int, exit_code: int) -> None:
    """Record with which code the run's process ended."""
    connection.execute(update(crawls).where(crawls.c.id == run).values(exit_code=exit_code))


def latest(connection: Connection, count: int) -> list[Crawl]:
    """Return the last runs, the latest first."""
    return [Crawl(*row) for row in connection.execute(select(crawls).order_by(crawls.c.id.desc()).limit(count))]


def before(connection: Connection, run: int, count: int) -> list[Crawl]:
    """Return the runs before one, the latest first, so many at most."""
    query = select(crawls).where(crawls.c.id < run).order_by(crawls.c.id.desc()).limit(count)
    return [Crawl(*row) for row in connection.execute(query)]


def of_number(connection: Connection, run: int) -> Crawl | None:
    """Return a run by its number, or None."""
    row = connection.execute(select(crawls).where(crawls.c.id == run)).first()
    return None if row is None else Crawl(*row)
