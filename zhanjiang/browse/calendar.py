"""A month as a calendar: its weeks, how much each day has, and where the months beside it begin."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

_MONDAY_FIRST = calendar.Calendar(0)


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its title, its weeks of seven days (None outside of it), and how much each of its days has."""

    title: str
    weeks: list[list[str | None]]
    counts: Mapping[str, int]

    def level(self, day: str) -> int:
        """How much a day has, from 0 for nothing to 4 for as much as the fullest day of the month."""
        most = max(self.counts.values(), default=0)
        return -(-self.counts.get(day, 0) * 4 // most) if most else 0


def month_of(day: str, counts: Mapping[str, int]) -> Month:
    """The month in which a day lies; ``counts`` may hold other days.

    >>> may = month_of("2022-05-31", {"2022-05-01": 8, "2022-05-02": 1})
    >>> may.title, may.weeks[0][-1], may.weeks[0][0], may.level("2022-05-01"), may.level("2022-05-02")
    ('2022年5月', '2022-05-01', None, 4, 1)
    """
    when = date.fromisoformat(day)
    # By the numbers of days: as dates, the week after the last day of all would not exist.
    weeks = [
        [f"{when.replace(day=number)}" if number else None for number in week]
        for week in _MONDAY_FIRST.monthdayscalendar(when.year, when.month)
    ]
    return Month(f"{when.year}年{when.month}月", weeks, counts)


def ends_of_month(day: str) -> tuple[str, str]:
    """The first and the last day of a day's month.

    >>> ends_of_month("2024-02-10")
    ('2024-02-01', '2024-02-29')
    """
    when = date.fromisoformat(day)
    last = calendar.monthrange(when.year, when.month)[1]
    return f"{when.replace(day=1)}", f"{when.replace(day=last)}"
