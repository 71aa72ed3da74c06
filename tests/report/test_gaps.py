"""Months and gaps of the portal's counter."""

from __future__ import annotations

import random
import time
from collections.abc import Collection, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanjiang.report.gaps import KnownNumbers, MonthOfNumbers, by_month, rising_places
from zhanjiang.store.article_counts import DatedNumbers
from zhanjiang.store.number_blocks import blocks_of

_NOW = "2026-11"


def _known(
    stored: Sequence[tuple[int, str | None]],
    bad: Collection[int] = (),
    owed: Collection[int] = (),
    absent: Collection[int] = (),
) -> KnownNumbers:
    dated = [DatedNumbers(number, month) for number, month in stored if month]
    numbers = [blocks_of(of_kind) for of_kind in ([number for number, _ in stored], bad, owed, absent)]
    return KnownNumbers(numbers[0], dated, *numbers[1:])


def _spans(stored: list[tuple[int, str | None]]) -> list[tuple[str | None, int, int]]:
    return [(month.month, month.first, month.last) for month in by_month(_known(stored), _NOW)]


def _numbers(ranges: list[str]) -> set[int]:
    found: set[int] = set()
    for told in ranges:
        first, _, last = told.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return found


def test_nothing_known_has_no_months() -> None:
    assert by_month(_known([]), _NOW) == []
    assert by_month(_known([], absent=[5, 6]), _NOW) == []


def test_a_month_goes_to_the_next_ones_first_number() -> None:
    stored = [(10, "2022-05"), (15, "2022-05"), (20, "2022-06"), (24, "2022-08")]
    assert _spans(stored) == [("2022-05", 10, 19), ("2022-06", 20, 23), ("2022-08", 24, 24)]


@pytest.mark.parametrize("wrong", ["2029-01", "2026-10", "1999-12"])
@pytest.mark.parametrize("place", [0, 1, 3, 6])
def test_one_wrong_date_moves_no_other_month(place: int, wrong: str) -> None:
    months: list[str | None] = ["2022-05", "2022-05", "2022-05", "2022-06", "2022-06", "2022-06", "2022-06"]
    months[place] = wrong
    right = {month: (first, last) for month, first, last in _spans([(n * 10, months[n]) for n in range(7)])}
    may, june = right["2022-05"], right["2022-06"]
    # A misprinted article near either end may have a month of its own; in between it has its neighbours'.
    assert may[1] == june[0] - 1
    assert june[0] == (40 if place == 3 else 30)
    assert {month for month in right if month not in ("2022-05", "2022-06")} <= (set() if place == 3 else {wrong})


def test_articles_without_a_date_belong_to_the_month_around_them() -> None:
    stored = [(1, None), (2, "2022-05"), (3, None), (4, "2022-06"), (5, None)]
    assert _spans(stored) == [("2022-05", 1, 3), ("2022-06", 4, 5)]
    assert _spans([(1, None), (9, None)]) == [(None, 1, 9)]


def test_each_number_is_counted_once_as_the_best_that_is_known_of_it() -> None:
    known = _known([(100, "2022-05"), (104, "2022-05")], bad=[101, 104], owed=[101, 102], absent=[100, 101, 102, 103])
    assert by_month(known, _NOW) == [MonthOfNumbers("2022-05", 100, 104, 2, 1, 1, 1, 0, [])]


def test_what_was_found_around_the_stored_articles_is_counted_and_what_is_absent_there_is_not() -> None:
    known = _known([(100, "2022-05")], bad=[90], owed=[110], absent=[1, 95, 105, 10**9])
    early, may = by_month(known, _NOW)
    assert early == MonthOfNumbers(None, 90, 99, 0, 1, 1, 0, 8, ["91-99"])
    assert may == MonthOfNumbers("2022-05", 100, 110, 1, 1, 0, 1, 8, ["101-109"])


def test_ranges_pass_over_few_known_numbers_and_not_over_many() -> None:
    few = _known([(1, "2022-05"), (10, "2022-05"), (20, "2022-05")])
    assert by_month(few, _NOW)[0].ids == ["2-19"]
    many = _known([(1, "2022-05"), *((n, "2022-05") for n in range(10, 900)), (902, "2022-05")])
    assert by_month(many, _NOW)[0].ids == ["2-9", "900-901"]
    single = _known([(1, "2022-05"), (3, "2022-05")])
    assert by_month(single, _NOW)[0].ids == ["2"]


@given(
    stored=st.dictionaries(st.integers(1, 400), st.sampled_from(["2022-05", "2022-06", "2022-07", "2031-01", None])),
    bad=st.sets(st.integers(1, 400)),
    owed=st.sets(st.integers(1, 400)),
    absent=st.sets(st.integers(1, 400)),
)
def test_every_number_stands_in_one_month_and_the_ranges_hold_all_that_is_missing(
    stored: dict[int, str | None], bad: set[int], owed: set[int], absent: set[int]
) -> None:
    months = by_month(_known(sorted(stored.items()), bad, owed, absent), _NOW)
    found = stored.keys() | bad | owed
    numbers = [number for month in months for number in range(month.first, month.last + 1)]
    assert numbers == (list(range(min(found), max(found) + 1)) if found else [])
    for month in months:
        span = set(range(month.first, month.last + 1))
        missing = span - found - absent
        assert month.never_tried == len(missing)
        assert month.stored + month.absent + month.bad + month.owed + month.never_tried == len(span)
        assert missing <= _numbers(month.ids) <= span
        assert month.stored == len(span & stored.keys())
    named = [month.month for month in months if month.month]
    assert named == sorted(named) and "2031-01" not in named


@given(st.lists(st.sampled_from("abcde"), max_size=12))
def test_a_longest_rising_selection(months: list[str]) -> None:
    chosen = [months[place] for place in rising_places([(month, 1) for month in months])]
    assert chosen == sorted(chosen)
    longest = [0] * len(months)
    for place, month in enumerate(months):
        longest[place] = 1 + max((longest[p] for p in range(place) if months[p] <= month), default=0)
    assert len(chosen) == max(longest, default=0)


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.integers(1, 4)), max_size=12))
def test_months_that_follow_one_another_count_as_often_as_they_do(months: list[tuple[str, int]]) -> None:
    single = [(month, 1) for month, count in months for _ in range(count)]
    assert sum(months[place][1] for place in rising_places(months)) == len(rising_places(single))


def test_millions_of_missing_numbers_cost_nothing() -> None:
    chance = random.Random(3)
    numbers = sorted(chance.sample(range(1, 30_000_000), 100_000))
    stored = [(number, f"{2010 + place // 8000}-{1 + place % 8000 // 700:02}") for place, number in enumerate(numbers)]
    started = time.process_time()
    months = by_month(_known(stored), _NOW)
    assert time.process_time() - started < 3
    assert sum(month.never_tried for month in months) == numbers[-1] - numbers[0] + 1 - len(numbers)
