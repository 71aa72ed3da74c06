"""Gaps in the portal's counter of articles: by month, which numbers were never requested, and how to request them.

Every article's number comes from one rising counter, so the months of the stored articles date the missing ones.
Nothing here counts number by number: there are millions of them. What is known of them comes in blocks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from zhanjiang.store.article_counts import DatedNumbers
from zhanjiang.store.number_blocks import SIZE, Blocks

_ALONG = 100
"""How many known numbers a range may include: a crawl passes over them without a request. It is more than a block."""
_WHOLE = (1 << SIZE) - 1
"""The bits of a block that has all its numbers."""


_Rising = Sequence[tuple[int, int]]
"""Blocks with their bits, rising; none is empty."""


@dataclass(frozen=True, slots=True)
class KnownNumbers:
    """What is known of the counter: the stored articles' numbers, and the months of those that are dated, rising.

    ``bad`` are the numbers of pages that failed, are incomplete or in quarantine, ``owed`` those found and not yet
    requested, ``absent`` those that were requested and do not exist.
    """

    stored: Blocks
    dated: Sequence[DatedNumbers] = ()
    bad: Blocks = field(default_factory=dict)
    owed: Blocks = field(default_factory=dict)
    absent: Blocks = field(default_factory=dict)


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

    >>> from zhanjiang.store.number_blocks import blocks_of
    >>> dated = [DatedNumbers(100, "2022-05", 2), DatedNumbers(110, "2022-06")]
    >>> may, june = by_month(KnownNumbers(blocks_of([100, 102, 110]), dated, absent=blocks_of([101])), "2022-07")
    >>> may.first, may.last, may.stored, may.absent, may.never_tried, may.ids
    (100, 109, 2, 1, 7, ['103-109'])
    >>> june.ids
    []
    """
    kinds = _disjoint(known)
    ends = [end for name in ("stored", "bad", "owed") for end in _ends(kinds[name])]
    if not ends:
        return []
    starts = [*_starts(known.dated, this_month, ends[0], min(ends)), (None, max(ends) + 1)]
    return [_month(month, first, following - 1, kinds) for (month, first), (_, following) in pairwise(starts)]


def _disjoint(known: KnownNumbers) -> dict[str, _Rising]:
    """The numbers of each state, and ``all`` of them; each number stands in the first state that it has."""
    stored = sorted(known.stored.items())
    kinds: dict[str, _Rising] = {"stored": stored}
    seen = known.stored
    for name in ("bad", "owed", "absent"):
        blocks: Blocks = getattr(known, name)
        kinds[name] = [(at, new) for at, bits in sorted(blocks.items()) if (new := bits & ~seen.get(at, 0))]
        if kinds[name]:
            seen = seen | {at: seen.get(at, 0) | new for at, new in kinds[name]}
    return kinds | {"all": stored if seen is known.stored else sorted(seen.items())}


def _ends(blocks: _Rising) -> list[int]:
    """The first and the last number of blocks; [] where there is none."""
    numbers = [at * SIZE + place for at, bits in (*blocks[:1], *blocks[-1:]) for place in _places(bits)]
    return [numbers[0], numbers[-1]] if numbers else []


def _places(bits: int) -> tuple[int, int]:
    """The places of the lowest and the highest bit."""
    return (bits & -bits).bit_length() - 1, bits.bit_length() - 1


def _month(month: str | None, first: int, last: int, kinds: Mapping[str, _Rising]) -> MonthOfNumbers:
    within = {name: _within(blocks, first, last) for name, blocks in kinds.items()}
    ranges = _ranges(within.pop("all"), first, last)
    counts = {name: sum(bits.bit_count() for _, bits in blocks) for name, blocks in within.items()}
    never_tried = last - first + 1 - sum(counts.values())
    return MonthOfNumbers(month, first, last, **counts, never_tried=never_tried, ids=ranges)


def _within(blocks: _Rising, first: int, last: int) -> _Rising:
    """The blocks between two numbers, of the outer ones the bits that are."""
    within = [*blocks[bisect_left(blocks, (first // SIZE,)) : bisect_left(blocks, (last // SIZE + 1,))]]
    for place in (0, -1) if within else ():
        at, bits = within[place]
        within[place] = at, bits & _window(at, first, last)
    return within


def _window(at: int, first: int, last: int) -> int:
    """The bits of a block that stand for numbers between two."""
    low, high = max(first - at * SIZE, 0), min(last - at * SIZE, SIZE - 1)
    return (1 << high + 1) - (1 << low)


def _starts(
    dated: Sequence[DatedNumbers], this_month: str, first_stored: int, lowest: int
) -> list[tuple[str | None, int]]:
    """Each month with its first number; None for what lies before the first stored article."""
    printed = [numbers for numbers in dated if numbers.month <= this_month]
    starts: dict[str | None, int] = {}
    for place in rising_places([(numbers.month, numbers.articles) for numbers in printed]):
        starts.setdefault(printed[place].month, printed[place].first if starts else first_stored)
    first = min(starts.values(), default=None)
    return ([] if first == lowest else [(None, lowest)]) + [*starts.items()]


def rising_places(months: Iterable[tuple[str, int]]) -> list[int]:
    """The places of the longest selection of the months that never falls; all other months are out of line.

    Each month comes with how many articles of it follow one another, and is as long as that. So one article with a date
    of long ago, or of years to come, moves no other's month.

    >>> rising_places([("2022-04", 1), ("2029-01", 1), ("2022-04", 1), ("2022-05", 3), ("1970-01", 2), ("2022-05", 1)])
    [0, 2, 3, 5]
    """
    # For each length, the lowest month that a selection of it ends with: as months, counts, and the places they have.
    lowest: list[str] = []
    counts: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, (month, count) in enumerate(months):
        at = bisect_right(lowest, month)
        before.append(ends[at - 1] if at else -1)
        left = count
        while left and at < len(lowest):  # it ends as many selections lower than later months do
            left -= (fewer := min(left, counts[at]))
            counts[at] -= fewer
            if not counts[at]:
                del lowest[at], counts[at], ends[at]
        lowest.insert(at, month)
        counts.insert(at, count)
        ends.insert(at, place)
    return list(_followed_back(before, ends[-1] if ends else -1))[::-1]


def _followed_back(before: Sequence[int], place: int) -> Iterator[int]:
    while place >= 0:
        yield place
        place = before[place]


def _ranges(known: _Rising, first: int, last: int) -> list[str]:
    """The ranges between first and last that hold all unknown numbers, and few known ones."""
    ranges: list[list[int]] = []

    def add(start: int, end: int) -> None:
        """Add what is unknown; what is known in between is few."""
        if ranges and start - 1 - ranges[-1][1] <= _ALONG:
            ranges[-1][1] = end
        else:
            ranges.append([start, end])

    following = first
    for at, bits in known:
        if following < at * SIZE:
            add(following, at * SIZE - 1)
        is_inner = first <= at * SIZE and (at + 1) * SIZE <= last + 1
        if unknown := (_WHOLE if is_inner else _window(at, first, last)) & ~bits:
            start, end = _places(unknown)
            add(at * SIZE + start, at * SIZE + end)
        following = (at + 1) * SIZE
    if following <= last:
        add(following, last)
    return [str(start) if start == end else f"{start}-{end}" for start, end in ranges]
