"""On which days each paper appeared, and what the counters of the sites were then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from zhanjiang.replica.newspaper.edition import PAPERS

FIRST_DAY, LAST_DAY = date(2012, 1, 1), date(2023, 12, 31)
"""The days of the digital newspaper."""
NEW_SITE = date(2024, 1, 1)
"""The first day of the site that replaced it."""
_LAST_DAY_OF_NEW_SITE = date(2026, 10, 31)
_LEAST_WITH_GAP = 3
_LEAST_WITH_LONG_GAP = 10


@dataclass(frozen=True, slots=True)
class Schedule:
    """The days of each paper, ascending, by the paper's name."""

    days: dict[str, tuple[date, ...]]

    def before(self, paper: str, day: date) -> date | None:
        """Return the day of the edition that 上一期 leads to; None on the first.

        It jumps over days without a paper. The fourth edition's link leaves out one that there is, too.
        """
        days = self.days[paper]
        place = days.index(day)
        step = 2 if place == 3 else 1
        return days[place - step] if place else None

    def has(self, paper: str, day: date) -> bool:
        """Say whether a paper appeared on a day."""
        return day in self.days.get(paper, ())


def draw_schedule(seed: int, days: int, first: date | None, stories: Iterable[date], new_site: bool) -> Schedule:
    """Draw the days of both papers within a span of so many days.

    The span lies around a seeded one of the days before ``stories``, so that the portal has reprints of the paper; or
    it begins with ``first``. From three days on each paper has a day without; from ten on 湛江日报 has two in a row.
    """
    chance = Random(f"newspaper {seed} {new_site}")
    low, high = (NEW_SITE, _LAST_DAY_OF_NEW_SITE) if new_site else (FIRST_DAY, LAST_DAY)
    start = first or _draw_start(chance, days, low, high, stories)
    span = [day for day in (start + timedelta(offset) for offset in range(days)) if low <= day <= high]
    return Schedule({paper: tuple(_with_gap(span, paper, chance)) for paper in PAPERS})


def _draw_start(chance: Random, days: int, low: date, high: date, stories: Iterable[date]) -> date:
    known = sorted({day - timedelta(1) for day in stories if low < day <= high})
    middle = chance.choice(known or [low + (high - low) / 2])
    return min(max(low, middle - timedelta(days // 2)), high - timedelta(days - 1))


def _with_gap(span: Sequence[date], paper: str, chance: Random) -> list[date]:
    """Leave out a day or two, neither the first nor the last, nor the middle around which the span lies."""
    length = 2 if paper == "zjrb" and len(span) >= _LEAST_WITH_LONG_GAP else 1
    middle = len(span) // 2
    places = [
        place
        for place in range(1, len(span) - length)
        if len(span) == _LEAST_WITH_GAP or not place <= middle < place + length
    ]
    if not places:
        return list(span)
    place = chance.choice(places)
    return [*span[:place], *span[place + length :]]
