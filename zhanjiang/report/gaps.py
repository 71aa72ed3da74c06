"""Gaps in the portal's counter of articles: by month, which numbers were never requested, and how to request them.

Every article's number comes from one rising counter, so the months of the stored articles date the missing ones.
Nothing here counts number by number: there are millions of them, and few are known.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

_ALONG = 100
"""How many known numbers a range may include: a crawl passes over them without a request."""


@dataclass(frozen=True, slots=True)
class KnownNumbers:
    """What is known of the counter: the stored articles' numbers, rising, each with its month (``2022-05``) or None.

    ``bad`` are the numbers of pages that failed, are incomplete or in quarantine, ``owed`` those found and not yet
    requested, ``absent`` those that were requested and do not exist.
    """

    stored: Sequence[tuple[int, str | None]]
    bad: Collection[int] = ()
    owed: Collection[int] = ()
    absent: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class MonthOfNumbers:
    """A month's part of the counter, from its first number to its last, and how many numbers are of each state.

    ``month`` is None for numbers before the first stored article, and where no article is dated. ``ids`` are the values
    of ``-a ids=…`` that request what was never tried.
    """

    month: str | None
    first: int
    last: int
    stored: int
    absent: int
    bad: int
    owed: int
    never_tried: int
    ids: list[str]


def by_month(known: KnownNumbers, this_month: str) -> list[MonthOfNumbers]:
    """Each month's part of the counter, rising; months after ``this_month`` are misprints and ignored.

    The counter is followed from its first to its last number that stands for an article: one stored, owed or bad.

    >>> stored = [(100, "2022-05"), (102, "2022-05"), (110, "2022-06")]
    >>> may, june = by_month(KnownNumbers(stored, absent=[101]), "2022-07")
    >>> may.first, may.last, may.stored, may.absent, may.never_tried, may.ids
    (100, 109, 2, 1, 7, ['103-109'])
    >>> june.ids
    []
    """
    kinds = _disjoint(known)
    ends = [number for name in ("stored", "bad", "owed") for number in (*kinds[name][:1], *kinds[name][-1:])]
    if not ends:
        return []
    starts = [*_starts(known.stored, this_month, min(ends)), (None, max(ends) + 1)]
    return [_month(month, first, following - 1, kinds) for (month, first), (_, following) in pairwise(starts)]


def _disjoint(known: KnownNumbers) -> dict[str, list[int]]:
    """The numbers of each state, rising; each number stands in the first state that it has."""
    kinds: dict[str, list[int]] = {"stored": [number for number, _ in known.stored]}
    seen = {*kinds["stored"]}
    for name in ("bad", "owed", "absent"):
        kinds[name] = sorted({*getattr(known, name)} - seen)
        seen.update(kinds[name])
    return kinds


def _month(month: str | None, first: int, last: int, kinds: Mapping[str, Sequence[int]]) -> MonthOfNumbers:
    within = {
        name: numbers[bisect_left(numbers, first) : bisect_right(numbers, last)] for name, numbers in kinds.items()
    }
    counts = {name: len(numbers) for name, numbers in within.items()}
    ranges = _ranges(sorted(chain.from_iterable(within.values())), first, last)
    never_tried = last - first + 1 - sum(counts.values())
    return MonthOfNumbers(month, first, last, **counts, never_tried=never_tried, ids=ranges)


def _starts(stored: Sequence[tuple[int, str | None]], this_month: str, lowest: int) -> list[tuple[str | None, int]]:
    """Each month with its first number; None for what lies before the first stored article."""
    dated = [(number, month) for number, month in stored if month and month <= this_month]
    starts: dict[str | None, int] = {}
    for place in rising_places([month for _, month in dated]):
        number, month = dated[place]
        starts.setdefault(month, number if starts else stored[0][0])
    first = min(starts.values(), default=None)
    return ([] if first == lowest else [(None, lowest)]) + [*starts.items()]


def rising_places(months: Sequence[str]) -> list[int]:
    """The places of the longest selection of the months that never falls; all other months are out of line.

    So one article with a date of long ago, or of years to come, moves no other's month.

    >>> rising_places(["2022-04", "2029-01", "2022-04", "2022-05", "1970-01", "2022-05"])
    [0, 2, 3, 5]
    """
    # For each length, the lowest month that a selection of it ends with, and where that stands.
    lowest: list[str] = []
    ends: list[int] = []
    before: list[int] = []
    for place, month in enumerate(months):
        length = bisect_right(lowest, month)
        before.append(ends[length - 1] if length else -1)
        lowest[length : length + 1] = [month]
        ends[length : length + 1] = [place]
    return list(_followed_back(before, ends[-1] if ends else -1))[::-1]


def _followed_back(before: Sequence[int], place: int) -> Iterator[int]:
    while place >= 0:
        yield place
        place = before[place]


def _ranges(known: Sequence[int], first: int, last: int) -> list[str]:
    """The ranges between first and last that hold all unknown numbers, and few known ones."""
    ranges: list[list[int]] = []
    for lower, upper in pairwise([first - 1, *known, last + 1]):
        if upper - lower < 2:
            continue
        if ranges and lower - ranges[-1][1] <= _ALONG:
            ranges[-1][1] = upper - 1
        else:
            ranges.append([lower + 1, upper - 1])
    return [str(start) if start == end else f"{start}-{end}" for start, end in ranges]
