"""How much of each day, month and channel is stored, and of each year's part of the counter."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhanjiang.report.drawing import BarPiece, columns, quartiles, squares, stacked
from zhanjiang.report.gaps import MonthOfNumbers

MONTH_HEIGHT = 30
"""The height of a channel's columns."""
_LEVELS = 4


@dataclass(frozen=True, slots=True)
class YearOfDays:
    """A year of the calendar: how many articles on how many days, and for each level from 1 the squares of its days."""

    year: int
    articles: int
    days: int
    squares: list[str]


@dataclass(frozen=True, slots=True)
class MonthsOfChannel:
    """A channel's months from the first January to the last December of all: their columns, and the highest of them."""

    channel: str | None
    articles: int
    first: str
    last: str
    most: int
    columns: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The calendar with the bounds of its levels, and the channels month by month of the ``years``."""

    bounds: list[int]
    calendar: list[YearOfDays]
    years: list[int]
    channels: list[MonthsOfChannel]

    @property
    def articles(self) -> int:
        """How many articles are counted."""
        return sum(channel.articles for channel in self.channels)

    @property
    def ends(self) -> tuple[str, str] | None:
        """The first and the last day, None where there is none."""
        days = [day for channel in self.channels for day in (channel.first, channel.last)]
        return (min(days), max(days)) if days else None


@dataclass(frozen=True, slots=True)
class YearOfNumbers:
    """A year's part of the counter ("" where no article is dated): its ends, its pieces, and how to fetch the gaps."""

    year: str
    first: int
    last: int
    pieces: list[BarPiece]
    never_tried: int
    ids: list[str]


def coverage(counts: Mapping[str | None, Counter[str]]) -> Coverage:
    """The coverage by articles of each day, by channel; a day that the calendar has not is left out."""
    known = {channel: _by_date(of) for channel, of in counts.items()}
    total: Counter[date] = sum(known.values(), Counter())
    bounds = quartiles(total.values())
    years = [*range(min(total).year, max(total).year + 1)] if total else []
    return Coverage(
        bounds,
        [_year(year, {day: n for day, n in total.items() if day.year == year}, bounds) for year in years[::-1]],
        years,
        sorted(
            (_months(channel, of, years) for channel, of in known.items() if of),
            key=lambda one: one.articles,
            reverse=True,
        ),
    )


def _by_date(counts: Mapping[str, int]) -> Counter[date]:
    found: Counter[date] = Counter()
    for written, number in counts.items():
        try:
            found[date.fromisoformat(written)] += number
        except ValueError:
            continue
    return found


def _year(year: int, counts: Mapping[date, int], bounds: Sequence[int]) -> YearOfDays:
    levels: list[list[date]] = [[] for _ in range(_LEVELS)]
    for day, number in sorted(counts.items()):
        levels[bisect_right(bounds, number)].append(day)
    return YearOfDays(year, sum(counts.values()), len(counts), [squares(days) for days in levels])


def _months(channel: str | None, counts: Counter[date], years: Sequence[int]) -> MonthsOfChannel:
    values = [0] * (len(years) * 12)
    for day, number in counts.items():
        values[(day.year - years[0]) * 12 + day.month - 1] += number
    drawn = columns(values, MONTH_HEIGHT)
    return MonthsOfChannel(channel, sum(values), f"{min(counts)}", f"{max(counts)}", max(values), drawn)


def numbers_by_year(months: Iterable[MonthOfNumbers]) -> list[YearOfNumbers]:
    """The counter's parts by year, the latest first."""
    parts: dict[str, list[MonthOfNumbers]] = {}
    for month in months:
        parts.setdefault((month.month or "")[:4], []).append(month)
    return [_numbers(year, of) for year, of in parts.items()][::-1]


def _numbers(year: str, months: Sequence[MonthOfNumbers]) -> YearOfNumbers:
    states = ("stored", "absent", "bad", "owed", "never_tried")
    sums = {state: sum(getattr(month, state) for month in months) for state in states}
    ids = [part for month in months for part in month.ids]
    first, last = months[0].first, months[-1].last
    return YearOfNumbers(year, first, last, stacked(sums), sums["never_tried"], ids)
