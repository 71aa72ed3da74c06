"""A run as its monitors see it, for tests, with the project's thresholds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from scrapy.settings import Settings

from zhanjiang.monitors.evidence import Judgement, RunEvidence
from zhanjiang.monitors.limits import MonitorLimits
from zhanjiang.store import Store, crawls, layout_counts, monitor_states
from zhanjiang.store.crawls import crawls as table
from zhanjiang.store.layout_counts import RuleCount
from zhanjiang.times import moment


def limits(**changed: float) -> MonitorLimits:
    """The thresholds of the settings, some of them changed."""
    settings = Settings()
    settings.setmodule("zhanjiang.settings", priority="project")
    return replace(MonitorLimits.from_settings(settings), **changed)


def add_run(
    store: Store,
    *,
    spider: str = "articles",
    arguments: Mapping[str, str] | None = None,
    counts: Mapping[str, int] | None = None,
    started: datetime | None = None,
    exit_code: int | None = 0,
) -> int:
    """Add a run that has ended, or goes on where it has neither counts nor an exit code."""
    with store.transaction() as connection:
        run = crawls.begin(connection, spider, arguments or {}, {})
        if counts is not None:
            crawls.end(connection, run, "finished", 1, counts)
        if exit_code is not None:
            crawls.set_exit_code(connection, run, exit_code)
        if started is not None:
            connection.execute(table.update().where(table.c.id == run).values(started_at=moment(started)))
    return run


def judge(
    store: Store,
    monitor: Callable[[RunEvidence], object],
    run: int,
    stats: Mapping[str, int] | None = None,
    *,
    counts: Sequence[RuleCount] = (),
    reason: str = "finished",
    places: Sequence[Path] = (),
    **changed: float,
) -> dict[str, Judgement]:
    """What a monitor says of a run, by name."""
    with store.transaction() as connection:
        layout_counts.save(connection, run, counts)
        [row] = crawls.of_numbers(connection, [run])
        states = monitor_states.current(connection)
        evidence = RunEvidence(row, reason, stats or {}, counts, states, connection, limits(**changed), places)
        said: list[Judgement] = [*monitor(evidence)]  # type: ignore[call-overload]
    return {one.name: one for one in said}
