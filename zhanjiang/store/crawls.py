"""The table of runs: what each was asked to do, by which versions, what it counted, and how it ended."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import takewhile
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Float,
    Index,
    Integer,
    Select,
    Table,
    Text,
    bindparam,
    func,
    insert,
    select,
    update,
)

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
    Column("fleet", Integer),
    Column("alive_until", Text),
    Column("is_leaving", Boolean),
    Index(None, "spider", "id"),
)

REPARSE: Final = "reparse"
"""What stands in place of a spider for runs without a network."""
KILLED: Final = "killed"
"""The outcome of a run that recorded none."""
BROKEN: Final = "broken/"
"""How the names of counts begin that say what was broken in a run, though its own monitors may not have seen it."""
MOST: Final = 2**31 - 1
"""No run has a number above this."""


@dataclass(frozen=True, slots=True)
class Crawl:
    """A run. ``outcome`` is Scrapy's reason for its end (``finished``, ``shutdown`` …), ``killed`` if it recorded none.

    ``ended_at``, ``seconds``, ``counts`` and ``exit_code`` are None for a run that goes on or was killed. What a
    worker has beside is in ``zhanjiang.store.workers``.
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


def _runs() -> Select[Any]:
    return select(*(crawls.c[field.name] for field in fields(Crawl)))


def begin(connection: Connection, spider: str, arguments: Mapping[str, str], versions: Mapping[str, str]) -> int:
    """Add a run that is alone, and return its number. Runs that never ended were killed, since it has the lock."""
    connection.execute(update(crawls).where(crawls.c.outcome.is_(None)).values(outcome=KILLED))
    return add(connection, spider, arguments, versions)


def add(connection: Connection, spider: str, arguments: Mapping[str, str], versions: Mapping[str, str]) -> int:
    """Add a run beside those that go on, and return its number."""
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


def killed_reparses(connection: Connection) -> set[int]:
    """The numbers of the runs without a network that did not come to their end."""
    query = select(crawls.c.id).where(crawls.c.spider == REPARSE, crawls.c.outcome == KILLED)
    return set(connection.execute(query).scalars())


def latest(connection: Connection, count: int) -> list[Crawl]:
    """Return the last runs, the latest first."""
    return [Crawl(*row) for row in connection.execute(_runs().order_by(crawls.c.id.desc()).limit(count))]


def spiders(connection: Connection) -> Iterator[str]:
    """Yield the spiders that ran, by name: one seek in the index for each."""
    query = select(func.min(crawls.c.spider))
    spider: str | None = connection.execute(query).scalar()
    while spider is not None:
        yield spider
        spider = connection.execute(query.where(crawls.c.spider > spider)).scalar()


def first_start(connection: Connection) -> str | None:
    """Return when the first run started; None where there was none."""
    return connection.execute(select(crawls.c.started_at).order_by(crawls.c.id).limit(1)).scalar()


def last_of(connection: Connection, spider: str, *, before: int | None = None) -> Crawl | None:
    """Return the last run of a spider, or the last before another run; None where there is none."""
    query = _runs().where(crawls.c.spider == spider).order_by(crawls.c.id.desc()).limit(1)
    row = connection.execute(query if before is None else query.where(crawls.c.id < before)).first()
    return Crawl(*row) if row else None


def of_numbers(connection: Connection, runs: Collection[int]) -> list[Crawl]:
    """Return the runs of these numbers."""
    return [Crawl(*row) for row in connection.execute(_runs().where(crawls.c.id.in_([*runs])))]


def last_good(connection: Connection, spider: str, until: str | None = None) -> Crawl | None:
    """Return the last run of a spider that ended with 0, and not after a moment; None where there is none."""
    good = (crawls.c.spider == spider) & (crawls.c.exit_code == 0)
    if until is not None:
        good &= crawls.c.ended_at <= until
    row = connection.execute(_runs().where(good).order_by(crawls.c.id.desc()).limit(1)).first()
    return Crawl(*row) if row else None


def mark_of(group: str) -> ColumnElement[bool]:
    """Whether a run has been set apart, by what was broken in it."""
    mark: ColumnElement[int] = crawls.c.counts[f"{BROKEN}{group}"].as_integer()
    return mark == 1


def set_apart(connection: Connection, group: str, first: int, end: int) -> None:
    """Note among the counts of the runs from one to before another that something was broken in them.

    A run that was killed has no counts, and nothing is measured by it.
    """
    between = (crawls.c.id >= first) & (crawls.c.id < end)
    noted = update(crawls).where(crawls.c.id == bindparam("run")).values(counts=bindparam("noted"))
    rows = [
        {"run": run, "noted": {**counts, f"{BROKEN}{group}": 1}}
        for run, counts in connection.execute(select(crawls.c.id, crawls.c.counts).where(between))
        if counts is not None
    ]
    if rows:
        connection.execute(noted, rows)


def since(connection: Connection, spider: str, start: str) -> list[Crawl]:
    """Return the runs of a spider that started at a moment or later, the latest first."""
    query = _runs().where(crawls.c.spider == spider).order_by(crawls.c.id.desc())
    with connection.execute(query.execution_options(yield_per=100)) as rows:
        return [*takewhile(lambda run: run.started_at >= start, (Crawl(*row) for row in rows))]


def before(connection: Connection, run: int, count: int) -> list[Crawl]:
    """Return the runs before one, the latest first, so many at most."""
    query = _runs().where(crawls.c.id < run).order_by(crawls.c.id.desc()).limit(count)
    return [Crawl(*row) for row in connection.execute(query)]


def of_number(connection: Connection, run: int) -> Crawl | None:
    """Return a run by its number, or None."""
    return next(iter(of_numbers(connection, [run])), None)
