"""Shapes for charts in SVG: paths and pieces of bars, in units of the chart's own box. Labels are HTML beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

_SIDE = 0.84
"""The side of a day in a calendar, of which each has a square of 1."""


class BarPiece(NamedTuple):
    """A piece of a bar that is 100 wide: what it stands for, how many that are, where it begins, how wide it is."""

    kind: str
    number: int
    start: float
    width: float


def stacked(parts: Mapping[str, int]) -> list[BarPiece]:
    """The pieces of a bar, in their order; [] where there is nothing.

    >>> [tuple(piece) for piece in stacked({"stored": 3, "bad": 0, "absent": 1})]
    [('stored', 3, 0.0, 75.0), ('absent', 1, 75.0, 25.0)]
    """
    total = sum(parts.values())
    pieces: list[BarPiece] = []
    done = 0
    for kind, number in parts.items():
        if number:
            pieces.append(BarPiece(kind, number, round(100 * done / total, 3), round(100 * number / total, 3)))
            done += number
    return pieces


def squares(days: Iterable[date]) -> str:
    """A path of a square for each day of a year: a column for each week, a row for each day of it, Monday on top.

    >>> squares([date(2022, 1, 1), date(2022, 1, 3)])
    'M0 5h.84v.84h-.84zM1 0h.84v.84h-.84z'
    """
    side = f"{_SIDE:.2f}".lstrip("0")
    return "".join(f"M{_week(day)} {day.weekday()}h{side}v{side}h-{side}z" for day in days)


def _week(day: date) -> int:
    first = day.replace(month=1, day=1)
    return (first.weekday() + (day - first).days) // 7


def columns(values: Sequence[int], height: int) -> str:
    """A path of a column for each value, one wide, the largest as high as the box; the box has its origin on top.

    >>> columns([1, 0, 4], 8)
    'M0 8v-2h1v2zM2 8v-8h1v8z'
    """
    most = max(values, default=0)
    return "".join(
        f"M{place} {height}v-{tall:g}h1v{tall:g}z"
        for place, value in enumerate(values)
        if value and (tall := round(height * value / most, 2))
    )


def quartiles(values: Iterable[int]) -> list[int]:
    """The bounds between the four quarters of some values, rising.

    >>> quartiles([1, 2, 3, 4, 5, 6, 7, 8])
    [3, 5, 7]
    """
    ordered = sorted(values)
    return [ordered[len(ordered) * quarter // 4] for quarter in (1, 2, 3)] if ordered else []
