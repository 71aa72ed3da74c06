"""The portal's one counter of article numbers, as a function of the day.

Between the pairs known from real pages the counter is assumed to run evenly.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from random import Random

_KNOWN = [
    (date(2012, 11, 25), 2639323),
    (date(2015, 1, 1), 2690507),
    (date(2018, 3, 1), 2740591),
    (date(2020, 8, 20), 2788427),
    (date(2022, 5, 10), 2827683),
    (date(2023, 1, 22), 2844288),
    (date(2024, 1, 18), 2873011),
    (date(2025, 1, 22), 2909496),
    (date(2025, 9, 8), 2933648),
    (date(2025, 12, 10), 2944592),
    (date(2026, 12, 31), 2989192),
]
FIRST_DAY = _KNOWN[0][0]
LAST_DAY = date(2026, 10, 31)
"""The last day of the first generation; the second adds articles of ``SECOND_DAY``."""
SECOND_DAY = date(2026, 11, 16)
_MISSING = 0.05
_A_DAY = 36


def first_number(day: date) -> int:
    """Return the counter's value as the day begins.

    >>> first_number(date(2022, 5, 10)), first_number(date(2022, 5, 11))
    (2827683, 2827747)
    """
    index = min(bisect_right(_KNOWN, (day, 10**9)), len(_KNOWN) - 1)
    (start, low), (end, high) = _KNOWN[index - 1], _KNOWN[index]
    return low + (high - low) * (day - start).days // (end - start).days


def draw_days(articles: int, chance: Random) -> list[tuple[date, int]]:
    """Spread articles over days in runs of neighbours: pairs of day and how many, in the order of time.

    Later days are likelier, as the portal printed more and more.
    """
    wanted = max(6, articles // 8, -(-articles // _A_DAY))
    span = (LAST_DAY - FIRST_DAY).days
    offsets: set[int] = set()
    while len(offsets) < min(wanted, span):
        offsets.add(int(span * chance.random() ** 0.8))
    days = [FIRST_DAY + timedelta(offset) for offset in sorted(offsets)]
    share, rest = divmod(articles, len(days))
    return [(day, share + (index < rest)) for index, day in enumerate(days) if share or index < rest]


def draw_numbers(day: date, articles: int, chance: Random) -> list[int]:
    """Return the numbers of a day's articles, ascending; about one number in twenty is left out."""
    number = first_number(day)
    numbers: list[int] = []
    while len(numbers) < articles:
        if chance.random() >= _MISSING:
            numbers.append(number)
        number += 1
    return numbers
