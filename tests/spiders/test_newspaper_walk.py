"""The walk through a newspaper's days: which come next, where each may be, and when the walk ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zhanjiang.addresses.newspapers import NewspaperReference, NewspaperSites, read_newspaper
from zhanjiang.spiders.newspaper_walk import PATIENCE, NewspaperWalk

_SITES = NewspaperSites("http://szb.example", "https://paper.example", "http://home.example")
_TODAY = date(2018, 7, 20)


def _walk(
    since: date | None = None, until: date | None = None, paper: str = "zjrb", most_days: int = 10_000
) -> NewspaperWalk:
    return NewspaperWalk(paper, _SITES, since, until, most_days)


def _first_page(day: date, node: int = 2) -> NewspaperReference:
    reference = read_newspaper(f"http://szb.example/zjrb/html/{day:%Y-%m}/{day:%d}/node_{node}.htm")
    assert reference
    return reference


def _days(*days: int) -> list[date]:
    return [date(2018, 7, day) for day in days]


@pytest.mark.parametrize(
    ("paper", "until", "expected"),
    [
        ("zjrb", None, ["https://paper.example/", "http://szb.example/zjrb/"]),
        ("zjrb", date(2024, 5, 1), ["https://paper.example/"]),
        ("zjrb", date(2018, 7, 1), []),
        ("zjwb", None, ["http://szb.example/zjwb/"]),
    ],
)
def test_entrances_that_may_name_the_newest_day(paper: str, until: date | None, expected: list[str]) -> None:
    assert _walk(until=until, paper=paper).entrances == expected


def test_a_walk_begins_at_the_newest_day_that_is_known() -> None:
    assert _walk().begin(_TODAY) == [_TODAY]
    assert _walk(until=date(2018, 7, 3)).begin(_TODAY) == _days(3)
    walk = _walk()
    walk.learn_newest(_first_page(date(2018, 7, 18)))
    assert walk.knows_the_paper
    assert walk.begin(_TODAY) == _days(18)


def test_a_range_is_requested_day_by_day_until_a_day_was_read_then_at_once() -> None:
    walk = _walk(date(2018, 7, 1), date(2018, 7, 5))
    assert walk.begin(_TODAY) == _days(5)
    assert walk.absent(date(2018, 7, 5), ("a",)) == _days(4)
    walk.read(_first_page(date(2018, 7, 4)))
    assert walk.before(date(2018, 7, 4), None) == _days(3, 2, 1)
    assert walk.before(date(2018, 7, 3), None) == []
    assert walk.rest() == []


def test_a_range_of_centuries_is_requested_little_by_little_and_ends_at_its_limit() -> None:
    walk = _walk(date(1, 1, 1), date(2018, 7, 4), most_days=250)
    walk.begin(_TODAY)
    walk.read(_first_page(date(2018, 7, 4)))
    asked = walk.before(date(2018, 7, 4), None)
    assert len(asked) == 200
    assert len(walk.absent(asked[0], ("a",))) == 1
    assert len(walk.rest()) == 200
    for day in asked:
        walk.absent(day, ("a",))
    assert not walk.is_at_limit
    for day in asked[:48]:
        walk.absent(day, ("a",))
    assert walk.is_at_limit and walk.has_days_ahead and walk.rest() == []


def test_a_link_that_jumps_over_centuries_leads_to_its_day_and_a_year_before_the_other() -> None:
    walk = _walk()
    walk.read(_first_page(date(2018, 7, 18)))
    days = walk.before(date(2018, 7, 18), _first_page(date(1900, 1, 1)))
    assert len(days) == 366 and days[-1] == date(1900, 1, 1)


def test_what_is_left_of_a_range_whose_first_day_is_known_is_the_rest() -> None:
    walk = _walk(date(2018, 7, 1), date(2018, 7, 4))
    walk.begin(_TODAY)
    assert walk.rest() == _days(3, 2, 1)
    assert walk.rest() == []


def test_a_day_leads_to_all_days_down_to_the_one_that_it_links() -> None:
    walk = _walk()
    walk.read(_first_page(date(2018, 7, 18)))
    assert walk.before(date(2018, 7, 18), None) == _days(17)
    assert walk.before(date(2018, 7, 18), _first_page(date(2018, 7, 15))) == _days(17, 16, 15)


def test_where_a_day_may_be_is_narrowed_by_what_was_seen() -> None:
    day = date(2018, 7, 17)
    walk = _walk()
    unknown = walk.addresses(day)
    assert len(unknown) > 1
    assert walk.other_address(day, [unknown[0].path]) == unknown[1]
    walk.read(_first_page(date(2018, 7, 18), node=3))
    assert [reference.name for reference in walk.addresses(day)] == ["node_3"]
    linked = _first_page(day, node=900)
    walk.link_previous(linked)
    assert walk.is_linked(day)
    assert walk.addresses(day)[0] == linked
    assert walk.other_address(day, [reference.path for reference in walk.addresses(day)]) is None


def test_a_link_revives_an_absent_day() -> None:
    walk = _walk()
    day = date(2018, 7, 17)
    walk.absent(day, ("node_2", "node_1"))
    assert walk.link_previous(_first_page(day, node=900)) == ("node_2", "node_1")
    assert walk.link_previous(_first_page(day, node=900)) is None


def test_a_walk_ends_after_many_days_without_a_paper() -> None:
    walk, day = _walk(), _TODAY
    for _ in range(PATIENCE - 1):
        assert walk.absent(day, ()) == [day - timedelta(days=1)]
        day -= timedelta(days=1)
    assert not walk.is_out_of_patience
    assert walk.absent(day, ()) == []
    assert walk.is_out_of_patience


def test_a_day_that_is_read_gives_new_patience_and_a_link_further_back_needs_none() -> None:
    walk = _walk()
    walk.absent(_TODAY, ())
    walk.read(_first_page(date(2018, 7, 18)))
    walk.link_previous(_first_page(date(2018, 7, 1)))
    for back in range(PATIENCE + 5):
        assert walk.absent(_TODAY + timedelta(days=back), ()) == []
    assert not walk.is_out_of_patience
