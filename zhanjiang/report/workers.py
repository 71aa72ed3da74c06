"""The fleet as it stands: its workers, the pages that wait and those that are held, the pace of each host."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from zhanjiang.console.tables import print_table
from zhanjiang.console.words import many
from zhanjiang.fleet import RedisAway
from zhanjiang.fleet.pace import FleetPace, HostPace, Limits
from zhanjiang.report.clock import Clock, age
from zhanjiang.store import leases, workers
from zhanjiang.store.leases import WaitingPages
from zhanjiang.store.workers import LiveWorker
from zhanjiang.times import now, parse_moment

NOT_ASKED: Final = "REDIS_URL is not set: give it to see the pace of each host"
"""Why there are no hosts, where nobody said in which Redis they are."""


@dataclass(frozen=True, slots=True)
class WorkerAtWork:
    """A worker: its run, its process, since when it works, and what it did; ``leased`` pages are in its hands now."""

    run: int
    process: str
    started_at: str
    pages: int
    pages_a_minute: float
    new: int
    leased: int
    is_leaving: bool


@dataclass(frozen=True, slots=True)
class Fleet:
    """The workers that are alive, the queue by kind, and what each host is granted. Without workers ``number`` is None.

    ``hosts_unknown`` says why there are no hosts; None where there are.
    """

    number: int | None
    workers: list[WorkerAtWork]
    queue: list[WaitingPages]
    hosts: list[HostPace]
    hosts_unknown: str | None


def fleet_of(connection: Connection, redis_url: str | None, prefix: str) -> Fleet:
    """Look at the fleet of a store; at its hosts in Redis, if an address is given, which is to be one of Redis."""
    alive = workers.alive(connection)
    number = alive[-1].fleet if alive else None
    held = leases.held_by_owner(connection, number) if number else {}
    present = now()
    hosts, reason = _hosts(redis_url, prefix)
    return Fleet(
        number,
        [_at_work(worker, held.get(worker.run, 0), present) for worker in alive],
        leases.waiting_by_kind(connection, number) if number else [],
        hosts,
        reason,
    )


def _at_work(worker: LiveWorker, leased: int, present: datetime) -> WorkerAtWork:
    counts = worker.counts or {}
    pages = counts.get("response_received_count", 0)
    minutes = max((present - parse_moment(worker.started_at)).total_seconds(), 1) / 60
    return WorkerAtWork(
        worker.run,
        counts.get("process", "unknown"),
        worker.started_at,
        pages,
        round(pages / minutes, 1),
        counts.get("articles/new", 0),
        leased,
        bool(worker.is_leaving),
    )


def _hosts(redis_url: str | None, prefix: str) -> tuple[list[HostPace], str | None]:
    if not redis_url:
        return [], NOT_ASKED
    # Only here: the client may be missing where no worker runs.
    from zhanjiang.fleet.link import RedisLink

    link = RedisLink(redis_url, prefix, patience=0)
    try:
        return FleetPace(link, Limits(0, 0, 0)).hosts(), None
    except RedisAway as error:
        return [], str(error)
    finally:
        link.close()


def print_fleet(fleet: Fleet, clock: Clock) -> None:
    """Print it: tables drawn on a terminal, in plain columns elsewhere. A Redis that is away is left to the caller."""
    print(f"Alive: {many(len(fleet.workers), 'worker')}{f' of the fleet {fleet.number}' if fleet.number else ''}")
    print_table(_WORKER, [_row(worker, clock) for worker in fleet.workers])
    print(f"Waiting: {many(sum(one.pages for one in fleet.queue), 'page')}")
    rows = [(one.kind, str(one.pages), clock.show(one.oldest), age(one.oldest)) for one in fleet.queue]
    print_table(("kind", "pages", "oldest", "waits"), rows)
    if fleet.hosts_unknown == NOT_ASKED:
        print(NOT_ASKED)
    hosts = [(one.host, f"{one.pause:g}", str(one.last_minute)) for one in fleet.hosts]
    print_table(("host", "pause in seconds", "requests a minute"), hosts)


_WORKER = ("run", "process", "started", "pages", "a minute", "new", "leased", "state")


def _row(worker: WorkerAtWork, clock: Clock) -> tuple[str, ...]:
    numbers = (str(worker.pages), f"{worker.pages_a_minute:g}", str(worker.new), str(worker.leased))
    started, state = clock.show(worker.started_at), "leaves" if worker.is_leaving else "works"
    return str(worker.run), worker.process, started, *numbers, state
