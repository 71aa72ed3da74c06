"""Is it well? What the last runs' monitors found, what has come since, and how the runs ended."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import Connection

from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.words import many
from zhanjiang.layouts.drift import OF_LISTING
from zhanjiang.monitors.evidence import Judgement
from zhanjiang.monitors.limits import MonitorLimits
from zhanjiang.monitors.run_end import judge_end
from zhanjiang.monitors.surroundings import bytes_left, judge_disk, judge_newest, newest_moment
from zhanjiang.store import crawls, drift, held_back, monitor_states, owed, workers
from zhanjiang.store.crawls import KILLED, Crawl
from zhanjiang.store.drift import DriftFinding
from zhanjiang.store.ledger import BAD
from zhanjiang.store.lock import is_locked
from zhanjiang.times import moment, now, parse_moment, portal_time

_LIMITS: Final = "limits/"
_CLOCKS_DIFFER: Final = timedelta(minutes=5)
"""By how much the clocks of two machines may differ."""
_NEWLY_BAD: Final = "ledger/newly_bad"


@dataclass(frozen=True, slots=True)
class Ailment:
    """What is not well: the monitor's name, since when, and what it found; ``since`` is None for what is seen now."""

    name: str
    since: str | None
    finding: DriftFinding


@dataclass(frozen=True, slots=True)
class GoodRun:
    """The last run that ended with 0, not in the future, and when it did."""

    run: int
    ended_at: str


@dataclass(frozen=True, slots=True)
class Health:
    """The verdict, each ailment, and what ``scrapy status --check`` says in any case.

    ``running`` are the runs that go on, ``newest`` the moment of the portal's newest article, ``disk_left`` the bytes
    on the fullest disk; ``newly_bad`` counts the pages that newly went wrong in the last run and in the one before.
    """

    verdict: Literal["well", "not well"]
    ailments: list[Ailment]
    running: list[int]
    last_good: GoodRun | None
    newest: str | None
    disk_left: int | None
    newly_bad: tuple[int, int]


def running_runs(connection: Connection, address: str) -> list[int]:
    """The runs that go on in the store at an address: a fleet's by their heartbeats, the only other by its lock."""
    if alive := workers.alive(connection):
        return sorted(worker.run for worker in alive)
    latest = crawls.latest(connection, 1)
    goes_on = bool(latest) and latest[0].outcome is None and is_locked(address, connection)
    return [latest[0].id] if goes_on else []


def health(connection: Connection, address: str, limits: MonitorLimits, places: Sequence[Path]) -> Health:
    """Look whether all is well in the store at an address; ``places`` are what takes room on a disk."""
    running = running_runs(connection, address)
    last = {spider: _last(connection, spider, running) for spider in crawls.spiders(connection)}
    runs = [run for run in last.values() if run]
    ailments = {one.name: one for one in _recorded(connection)}
    seen = [
        *_ends(connection, runs, bool(ailments)),
        *_dated_ahead(runs),
        judge_disk(places, limits),
        *judge_newest(connection, limits),
    ]
    for name, finding in ((one.name, one.finding) for one in seen):
        known = ailments.pop(name, None)
        if finding:
            ailments[name] = Ailment(name, known.since if known else None, finding)
    goods = filter(None, (_good(connection, spider) for spider in last if spider != crawls.REPARSE))
    good = max(goods, key=lambda one: one.ended_at, default=None)
    if (late := _late(connection, good, limits)) and not running:
        ailments[late.name] = late
    newest = newest_moment(connection)
    return Health(
        "not well" if ailments else "well",
        [*ailments.values()],
        running,
        good,
        moment(newest) if newest else None,
        bytes_left(places),
        _newly_bad(connection),
    )


def _recorded(connection: Connection) -> Iterator[Ailment]:
    """Yield what monitors recorded, and drift that stands from before there were monitors."""
    states = monitor_states.broken(connection)
    yield from (Ailment(state.name, state.since, state.finding) for state in states)
    names = {state.name for state in states}
    for finding in drift.current(connection):
        is_listing = finding.subject.startswith(OF_LISTING)
        name = finding.subject if is_listing else f"rules ({finding.subject.rpartition('(')[2]}"
        if name not in names:
            names.add(name)
            yield Ailment(name, None, finding)


def _last(connection: Connection, spider: str, running: Sequence[int]) -> Crawl | None:
    """The last run of a spider that has ended; one without an end that does not go on was killed."""
    run = crawls.last_of(connection, spider, before=min(running, default=None))
    return dataclasses.replace(run, outcome=KILLED) if run and run.outcome is None else run


def _ends(connection: Connection, runs: Sequence[Crawl], is_explained: bool) -> Iterator[Judgement]:
    """Yield how the last runs ended; of 65 the reasons, unless the monitors have said them."""
    for run in runs:
        if judgement := judge_end(run):
            yield judgement
        if run.exit_code == ExitCode.INCOMPLETE:
            reasons = [*_reasons(connection, run)]
            yield from reasons
            if not reasons and not is_explained:
                name, advice = f"cut short ({run.spider})", "run it again, it goes on from there"
                early = f"run {run.id} ended early: {run.outcome}"
                yield Judgement(name, DriftFinding(name, "finished", early, None, advice))


def _reasons(connection: Connection, run: Crawl) -> Iterator[Judgement]:
    counts = run.counts or {}
    if number := counts.get(_NEWLY_BAD, 0):
        name, example = f"pages went wrong ({run.spider})", owed.example(connection, run.id, BAD)
        advice = "`scrapy status --failed` has the reasons; the next run tries them again"
        yield Judgement(name, DriftFinding(name, "none", f"{number} more in run {run.id}", example, advice))
    for limit in (name.removeprefix(_LIMITS) for name in counts if name.startswith(_LIMITS)):
        name, advice = f"{limit} ({run.spider})", f"the next run goes on from there, or -s {limit}=N raises it"
        yield Judgement(name, DriftFinding(name, "not reached", f"reached in run {run.id}", None, advice))
    if waiting := sum(row.run == run.id for row in held_back.held(connection)):
        advice = "`scrapy status --layouts` names them, `scrapy layouts confirm` stores them as edited"
        held = DriftFinding("held back", "none", f"{many(waiting, 'article')} of run {run.id}", None, advice)
        yield Judgement("held back", held)


def _dated_ahead(runs: Sequence[Crawl]) -> Iterator[Judgement]:
    """Say of the last runs which are dated in the future: the clock was wrong then, or is wrong now."""
    for run in runs:
        when = run.ended_at or run.started_at
        if parse_moment(when) > now() + _CLOCKS_DIFFER:
            name, dated = f"clock ({run.spider})", f"run {run.id} is dated in the future: {portal_time(when)}"
            advice = "compare the clocks of this machine and of those that crawl with the time; the next run mends it"
            yield Judgement(name, DriftFinding(name, "runs of the past", dated, None, advice))


def _good(connection: Connection, spider: str) -> GoodRun | None:
    """The last run that ended well; one that is dated in the future is no fresh run."""
    run = crawls.last_good(connection, spider, moment(now() + _CLOCKS_DIFFER))
    return GoodRun(run.id, run.ended_at) if run and run.ended_at else None


def _late(connection: Connection, good: GoodRun | None, limits: MonitorLimits) -> Ailment | None:
    """Say that no run ended well for too long."""
    most = timedelta(hours=limits.good_run_hours)
    since = good.ended_at if good else crawls.first_start(connection)
    if since is None or (age := now() - parse_moment(since)) <= most:
        return None
    before, ours = (f"{span / timedelta(hours=1):.0f} hours ago" for span in (most, age))
    now_is = f"{ours} (run {good.run})" if good else f"none since the first, {ours}"
    advice = "run `scrapy crawl articles`, and see that cron or a timer does: `scrapy status --runs`"
    return Ailment("last good run", None, DriftFinding("last good run", f"{before} at most", now_is, None, advice))


def _newly_bad(connection: Connection) -> tuple[int, int]:
    """How many pages newly went wrong in the last run that ended, and in the one before."""
    ended = [run for run in crawls.latest(connection, 3) if run.counts is not None]
    last, before = ([run.counts or {} for run in ended] + [{}, {}])[:2]
    return last.get(_NEWLY_BAD, 0), before.get(_NEWLY_BAD, 0)
