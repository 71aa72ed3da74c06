"""What a run shows its monitors, and what a monitor says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from zhanjiang.monitors.limits import MonitorLimits
from zhanjiang.store.crawls import Crawl
from zhanjiang.store.drift import DriftFinding
from zhanjiang.store.layout_counts import RuleCount
from zhanjiang.store.monitor_states import MonitorState

TYPED: Final = frozenset({"ids", "urls", "urls_file"})
"""The arguments by which a user names pages; such a run is no sample of the site."""


@dataclass(frozen=True, slots=True)
class RunEvidence:
    """A run that is about to end: its row, its stats, and the store.

    ``counts`` say which rules gave the fields of its articles, ``states`` which monitors failed before, ``places`` are
    the files and folders whose disk it fills. ``example`` is an article with guesses of repair. ``others`` are the
    other runs of its fleet: what they have counted is in ``stats`` too, and their ``counts`` are not.
    """

    run: Crawl
    reason: str
    stats: Mapping[str, Any]
    counts: Sequence[RuleCount]
    states: Mapping[str, MonitorState]
    connection: Connection
    limits: MonitorLimits
    places: Sequence[Path]
    example: str | None = None
    others: frozenset[int] = frozenset()

    @property
    def is_typed(self) -> bool:
        """Say whether a user named the pages of the run."""
        return not TYPED.isdisjoint(self.run.arguments)

    @property
    def is_walk(self) -> bool:
        """Say whether the run took all that the site has."""
        return not self.is_typed and "max_articles" not in self.run.arguments

    def broken_in(self, name: str) -> int | None:
        """The run in which a monitor that still fails began to; None where it does not fail."""
        state = self.states.get(name)
        return state.run if state and state.mended_at is None else None

    def sum(self, *names: str) -> int:
        """The sum of some stats."""
        return sum(self.stats.get(name, 0) for name in names)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a monitor of a name says: what is broken, or None where all is well.

    A monitor that has too little to go by says nothing, and its state stays as it is.
    """

    name: str
    finding: DriftFinding | None


Monitor = Callable[[RunEvidence], Iterator[Judgement]]


def per_cent(share: float) -> str:
    """A share as it is reported.

    >>> per_cent(0.123)
    '12 %'
    """
    return f"{round(share * 100)} %"
