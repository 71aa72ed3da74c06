"""All monitors in their order, and what becomes of what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection

from zhanjiang.monitors import rules, shares, surroundings, weekday
from zhanjiang.monitors.baseline import set_apart
from zhanjiang.monitors.evidence import Judgement, Monitor, RunEvidence
from zhanjiang.store import monitor_states
from zhanjiang.store.monitor_states import MonitorState

MONITORS: Final[tuple[Monitor, ...]] = (
    rules.rules_fell,
    rules.listings_fell,
    rules.fields_filled,
    weekday.articles_found,
    shares.failed_pages,
    shares.quarantined_pages,
    shares.pages_read,
    shares.articles_read,
    shares.challenges,
    shares.outcomes_missing,
    shares.repair_guesses,
    surroundings.newest_article,
    surroundings.disk_left,
)


def judgements(run: RunEvidence) -> Iterator[Judgement]:
    """Yield what each monitor says of a run."""
    for monitor in MONITORS:
        yield from monitor(run)


def record(connection: Connection, run: int, judged: Sequence[Judgement]) -> list[MonitorState]:
    """Record what fails and what fails no more; return the states of what fails now.

    The runs in which something was broken that is mended are set apart.
    """
    failed = {one.name: one.finding for one in judged if one.finding}
    mended = {one.name for one in judged if not one.finding}
    for state in monitor_states.broken(connection):
        if state.name in mended:
            set_apart(connection, state.name, state.run, run)
    monitor_states.fail(connection, run, failed)
    monitor_states.mend(connection, mended)
    return [state for state in monitor_states.broken(connection) if state.name in failed]
