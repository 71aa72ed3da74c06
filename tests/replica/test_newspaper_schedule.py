"""On which days papers appear, and where pieces stand on a page."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from zhanjiang.replica.newspaper.layout import draw_areas
from zhanjiang.replica.newspaper.newspapers import newspapers_of
from zhanjiang.replica.newspaper.schedule import draw_schedule
from zhanjiang.replica.options import ReplicaOptions

_STORIES = [date(2016, 3, 30), date(2021, 5, 2), date(2025, 1, 9)]


@pytest.mark.parametrize(("days", "absent"), [(1, 0), (2, 0), (3, 1), (7, 1), (14, 2), (60, 2)])
def test_a_span_leaves_out_a_day_or_two(days: int, absent: int) -> None:
    schedule = draw_schedule(1, days, None, _STORIES, new_site=False)
    for paper, missing in (("zjrb", absent), ("zjwb", min(absent, 1))):
        present = schedule.days[paper]
        assert len(present) == days - missing
        assert (present[-1] - present[0]).days == days - 1
        assert sum((later - earlier).days - 1 for earlier, later in pairwise(present)) == missing


def test_a_span_lies_around_the_day_before_a_story_or_where_an_option_says() -> None:
    for seed in range(10):
        days = draw_schedule(seed, 14, None, _STORIES, new_site=False).days["zjrb"]
        assert any(story - timedelta(1) in days for story in _STORIES[:2])
        assert all(day.year >= 2024 for day in draw_schedule(seed, 14, None, _STORIES, new_site=True).days["zjwb"])
    assert draw_schedule(1, 3, date(2018, 7, 17), (), new_site=False).days["zjrb"][0] == date(2018, 7, 17)


def test_days_out_of_the_sites_years_have_no_paper() -> None:
    assert draw_schedule(1, 5, date(2023, 12, 30), (), new_site=False).days["zjrb"][-1] == date(2023, 12, 31)


def test_papers_are_the_same_in_both_generations() -> None:
    first, second = (
        newspapers_of(ReplicaOptions(articles=60, newspaper_days=3, generation=generation)) for generation in (1, 2)
    )
    assert list(first.digital.editions()) == list(second.digital.editions())
    assert list(first.paper.editions()) == list(second.paper.editions())


@pytest.mark.parametrize("count", range(1, 8))
def test_areas_keep_within_the_page_and_apart(count: int) -> None:
    areas = draw_areas(350, 500, count, Random(count))
    assert len(areas) == count
    for area in areas:
        assert all(0 <= x <= 350 and 0 <= y <= 500 for x, y in area) and len(area) in (4, 6)
    for place, area in enumerate(areas):
        left, top = min(x for x, _ in area), min(y for _, y in area)
        for other in areas[:place]:
            right, bottom = max(x for x, _ in other), max(y for _, y in other)
            start, high = min(x for x, _ in other), min(y for _, y in other)
            assert not (start <= left < right and high <= top < bottom)
