"""By what a run is measured: the counts of earlier runs in which nothing of the same kind was broken.

While a monitor is broken, runs are measured by those before it broke. When it is mended, the runs between are set apart
for good: what they counted is no habit of the site.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from zhanjiang.layouts.drift import FAMILIES, OF_LISTING, of_family
from zhanjiang.store import crawls, drift, layout_counts, monitor_states
from zhanjiang.store.layout_counts import LISTING, RuleCount

FOUND: Final = "articles found"
"""How the names of the monitor of new articles begin."""
_RUNS: Final = 5
"""With how many of the last runs a run is compared."""
_LISTINGS: Final = "listings"
_GROUPS: Final = (*FAMILIES, _LISTINGS)
"""What is measured by itself: a broken listing says nothing of how articles are read."""


def group_of(name: str) -> str | None:
    """The group of a monitor's name or of a finding's subject; None for one that compares no runs.

    >>> [group_of(name) for name in ("rules (portal)", "byline (portal)", "listing tiyu", "disk")]
    ['portal', 'portal', 'listings', None]
    >>> group_of("articles found (articles)")
    'articles found (articles)'
    """
    if name.startswith(OF_LISTING):
        return _LISTINGS
    if name.startswith(FOUND):
        return name
    return next((family for family in FAMILIES if name.endswith(f"({family})")), None)


def measure(connection: Connection, run: int) -> list[RuleCount]:
    """The counts that a run is compared with, of all groups."""
    return [
        count
        for group in _GROUPS
        for counts in sound_runs(connection, group, before=run).values()
        for count in _of_group(counts, group)
    ]


def sound_runs(connection: Connection, group: str, *, before: int) -> dict[int, list[RuleCount]]:
    """All counts of the last runs before one in which nothing of a group was broken, the latest run first."""
    end = min([before, *_broken_since(connection, group)])
    return layout_counts.of_runs(connection, before=end, runs=_RUNS, without=crawls.mark_of(group))


def set_apart(connection: Connection, name: str, first: int, end: int) -> None:
    """Let no run be measured by those from ``first`` to before ``end``, in which a monitor or subject was broken."""
    if group := group_of(name):
        crawls.set_apart(connection, group, first, end)


def _of_group(counts: list[RuleCount], group: str) -> list[RuleCount]:
    return [one for one in counts if one.layout == LISTING] if group == _LISTINGS else of_family(counts, group)


def _broken_since(connection: Connection, group: str) -> list[int]:
    """The runs that found what is broken of a group now."""
    found = drift.found_in(connection)
    found |= {state.name: state.run for state in monitor_states.broken(connection)}
    return [run for name, run in found.items() if group_of(name) == group]
