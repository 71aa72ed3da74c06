"""Moments have one form, and days one reader, wherever they are written and typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from zhanjiang.catalogue import selection as catalogue_selection
from zhanjiang.console.command import read_day
from zhanjiang.reparse.selection import read_selection
from zhanjiang.spiders.arguments import parse_arguments
from zhanjiang.times import exact_moment, moment, now, parse_moment, today


def test_the_clock_has_one_form() -> None:
    assert parse_moment(moment()) <= now()
    assert (len(moment()), moment()[-1]) == (20, "Z")
    assert exact_moment(parse_moment("2022-05-31T21:58:00+08:00")) == "2022-05-31T13:58:00.000000Z"
    assert abs((today() - now().date()).days) <= 1


@pytest.mark.parametrize(
    "written", ["2022-05-31T13:58:00Z", "2022-05-31T13:58:00.123+00:00", "2022-05-31T21:58:00+08:00"]
)
def test_moments_of_older_versions_are_brought_into_it(written: str) -> None:
    assert moment(parse_moment(written)) == "2022-05-31T13:58:00Z"


_READERS: dict[str, Callable[[str], object]] = {
    "export": lambda day: read_day("since", day),
    "reparse": lambda day: read_selection(since=day),
    "crawl": lambda day: parse_arguments("articles", {"since": day}),
    "archive": lambda day: catalogue_selection.read("day", day),
}
_DAYS = {"2022-05-01": True} | dict.fromkeys(
    ["", "20220501", "2022-W18-1", "2022-5-1", "2022-02-30", "２０２２-05-01", "May"], False
)


@pytest.mark.parametrize("reader", _READERS)
@pytest.mark.parametrize("day", _DAYS)
def test_everything_that_reads_a_day_accepts_the_same(reader: str, day: str) -> None:
    try:
        _READERS[reader](day)
        is_accepted = True
    except ValueError:
        is_accepted = False
    assert is_accepted is _DAYS[day]
