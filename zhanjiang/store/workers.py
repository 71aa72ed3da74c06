"""The runs of a fleet: workers that crawl together, each alive as long as its heartbeat says so.

A fleet is named by the number of its first run, so that every run from there on is a worker of it, until all are gone:
meanwhile no run that is no worker has the store's lock. All moments are the database's, whatever the machines' clocks.
In PostgreSQL each worker also holds a lock of its own, which ends with its process: as long as it holds that, it may be
silent for ten minutes, as when it is started on a busy machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, case, func, not_, null, or_, select, text, update

from zhanjiang.store import crawls, ledger
from zhanjiang.store.crawls import crawls as table
from zhanjiang.store.dialect import lock_transaction, moment_of
from zhanjiang.store.lock import StoreBusy

_LOCKS: Final = 0x7A6A
"""The class of the workers' locks in PostgreSQL; each has the number of its run."""
_SILENT: Final = 600.0
"""How many seconds a process may be silent that lives."""
_HELD: Final = text(
    "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = :locks "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_UNFINISHED: Final = table.c.outcome.is_(None)


@dataclass(frozen=True, slots=True)
class LiveWorker:
    """A worker that is alive: its run, its fleet, when it came, until when it counts as alive without a heartbeat.

    ``is_leaving`` once it has nothing left to do. ``counts`` are those of its last heartbeat.
    """

    run: int
    fleet: int
    started_at: str
    alive_until: str
    is_leaving: bool | None
    counts: dict[str, Any] | None


def join(
    connection: Connection, spider: str, arguments: Mapping[str, str], versions: Mapping[str, str], seconds: float
) -> tuple[int, int]:
    """Add a worker that is alive for so many seconds; return the numbers of its run and of its fleet.

    Where no worker is alive a new fleet begins: all that was leased is released, since nobody else has the lock. Raises
    StoreBusy where the workers that are alive crawl something else: each would request what the others find.
    """
    lock_transaction(connection, "zhanjiang fleet")
    bury(connection)
    fleet = connection.execute(select(func.max(table.c.fleet)).where(_UNFINISHED, table.c.fleet.is_not(None))).scalar()
    if fleet is None:
        run = fleet = crawls.begin(connection, spider, arguments, versions)
        ledger.take_over(connection, run)
    else:
        _check_alike(connection, fleet, spider, arguments)
        run = crawls.add(connection, spider, arguments, versions)
    connection.execute(update(table).where(table.c.id == run).values(fleet=fleet))
    hold_lock(connection, run)
    beat(connection, run, seconds)
    return run, fleet


def _check_alike(connection: Connection, fleet: int, spider: str, arguments: Mapping[str, str]) -> None:
    [first] = crawls.of_numbers(connection, [fleet])
    ours, theirs = (
        {name: value for name, value in given.items() if not name.startswith("_")}  # scrapyd's own, as of each job
        for given in (arguments, first.arguments)
    )
    if (first.spider, theirs) != (spider, ours):
        given = "".join(f" -a {name}={value}" for name, value in theirs.items())
        raise StoreBusy(f"workers are alive that run `{first.spider}{given}`: give the same, or wait for them to end")


def hold_lock(connection: Connection, run: int) -> None:
    """Take the lock that says that a worker's process lives; it ends with the connection."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_lock(_LOCKS, run)))


def beat(connection: Connection, run: int, seconds: float, counts: Mapping[str, Any] | None = None) -> None:
    """Let a worker count as alive for so many seconds from now; one that was taken for dead is alive again.

    ``counts`` are what it has done until now.
    """
    is_mistake = and_(table.c.outcome == crawls.KILLED, table.c.exit_code.is_(None))
    outcome = case((is_mistake, null()), else_=table.c.outcome)
    values = {"alive_until": moment_of(connection, seconds), "outcome": outcome, "counts": dict(counts or {})}
    connection.execute(update(table).where(table.c.id == run).values(values))


def begun_at(connection: Connection, fleet: int) -> str:
    """When a fleet began."""
    return str(connection.execute(select(table.c.started_at).where(table.c.id == fleet)).scalar_one())


def is_leaving_last(connection: Connection, fleet: int, run: int, counts: Mapping[str, Any]) -> bool:
    """Note that a worker is about to leave, and what it has done; say whether all others are too, or have left."""
    lock_transaction(connection, "zhanjiang fleet")
    values = {"is_leaving": True, "counts": dict(counts)}
    connection.execute(update(table).where(table.c.id == run).values(values))
    return all(worker.is_leaving for worker in alive(connection, fleet))


def stay(connection: Connection, run: int) -> None:
    """Note that a worker is not about to leave after all."""
    connection.execute(update(table).where(table.c.id == run).values(is_leaving=False))


def bury(connection: Connection) -> int:
    """Record that the workers whose heartbeat stopped were killed; return how many."""
    is_silent = and_(_UNFINISHED, table.c.fleet.is_not(None), not_(_lives(connection)))
    return connection.execute(update(table).where(is_silent).values(outcome=crawls.KILLED)).rowcount


def leave(connection: Connection, fleet: int, run: int, outcome: str) -> bool:
    """End a worker; say whether it was the last. Of two that leave at once, one waits for the other's commit."""
    lock_transaction(connection, "zhanjiang fleet")
    bury(connection)
    connection.execute(update(table).where(table.c.id == run).values(outcome=outcome))
    return not alive(connection, fleet)


def alive(connection: Connection, fleet: int | None = None) -> list[LiveWorker]:
    """The workers whose heart beats, of one fleet or of any, in the order in which they came."""
    condition = and_(table.c.fleet.is_not(None), _UNFINISHED, _lives(connection))
    if fleet is not None:
        condition = and_(condition, table.c.fleet == fleet)
    query = select(
        table.c.id, table.c.fleet, table.c.started_at, table.c.alive_until, table.c.is_leaving, table.c.counts
    )
    return [LiveWorker(*row) for row in connection.execute(query.where(condition).order_by(table.c.id))]


def others(connection: Connection, fleet: int, run: int) -> list[crawls.Crawl]:
    """The other runs of a worker's fleet, dead or alive, with what each has counted as far as it said so."""
    query = select(table.c.id).where(table.c.fleet == fleet, table.c.id != run)
    return crawls.of_numbers(connection, connection.execute(query).scalars().all())


def _lives(connection: Connection) -> ColumnElement[bool]:
    beats = table.c.alive_until >= moment_of(connection)
    if connection.dialect.name != "postgresql":
        return beats
    held = connection.execute(_HELD, {"locks": _LOCKS}).scalars().all()
    return or_(beats, and_(table.c.id.in_(held), table.c.alive_until >= moment_of(connection, -_SILENT)))
