"""Dates in the forms that newsrooms and their programs print."""

from __future__ import annotations

from datetime import datetime

import pytest

from zhanjiang.processors.comment_times import read_comment_time
from zhanjiang.processors.dates import read_published_at
from zhanjiang.times import PORTAL_TIME

_EVENING = "2022-05-31T21:58:00+08:00"


@pytest.mark.parametrize(
    "printed",
    [
        "2022/5/31 9:58:07 PM",
        "2022-05-31 9:58pm来源：湛江日报",
        "2022-05-31 9:58 p.m.",
        "2022-5-31 9:58:07 下午",
        "2022-05-31 下午 9:58",
        "2022-05-31 下午9点58分",
        "2022-05-31 下午 21:58",
        "2022年5月31日晚9时58分",
        "2022年5月31日 晚上9:58",
        "2022-05-31T13:58:00Z",
        "2022-05-31T13:58:00.123Z",
        "2022-05-31T13:58:00+00:00",
        "2022-05-31T08:58:00-05:00",
        "2022-05-31T21:58:00+08:00",
        "2022-05-31 13:58 UTC",
        "2022-05-31 21:58 GMT+8",
        "2022-05-31 21:58-22:30",
        "2022年5月31日（星期二）21:58",
        "2022年5月31日 (周二) 21:58",
        "2022年5月31日 星期二 21:58",
        "2022年5月31号 21:58",
        "2022－05－31 21：58",
        "２０２２年５月３１日　２１：５８",
        "2022．05．31 21:58:07",
        "二〇二二年五月三十一日 21:58",
        "2022-05-31，21:58",
        "2022-05-31 | 21:58",
        "2022-05-3121:58",
        "2022年5月31日21时58分07秒",
    ],
)
def test_one_evening_in_many_forms(printed: str) -> None:
    assert read_published_at(printed) == _EVENING


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("2022-05-31 12:30 AM", "2022-05-31T00:30:00+08:00"),
        ("2022-05-31 12:30 PM", "2022-05-31T12:30:00+08:00"),
        ("2022年5月31日上午12:30", "2022-05-31T00:30:00+08:00"),
        ("2022年5月31日中午12:30", "2022-05-31T12:30:00+08:00"),
        ("2022年5月31日中午1点半", "2022-05-31T13:30:00+08:00"),
        ("2022年5月31日凌晨1时5分", "2022-05-31T01:05:00+08:00"),
        ("2022年5月31日深夜1时05分", "2022-05-31T01:05:00+08:00"),
        ("2022年5月31日晚12时30分", "2022-06-01T00:30:00+08:00"),
        ("2022年5月31日晚12时", "2022-06-01T00:00:00+08:00"),
        ("2022-05-31 24:00", "2022-06-01T00:00:00+08:00"),
        ("2022-05-31T18:30:00Z", "2022-06-01T02:30:00+08:00"),
        ("二〇二二年五月三十一日", "2022-05-31"),
        ("二○一〇年十月廿三日", "2010-10-23"),
        ("2022年5月31日10时许", "2022-05-31"),
        ("2022年5月31日上午，市委召开会议", "2022-05-31"),
        ("2022-05-31 1003次阅读", "2022-05-31"),
        ("昨天 21:58", None),
        ("3小时前", None),
    ],
)
def test_edges_of_the_clock(printed: str, read: str | None) -> None:
    assert read_published_at(printed) == read


@pytest.mark.parametrize(
    "printed", ["2022-13-01 08:00", "2022-02-30", "2022-05-31 25:10", "2022-05-31 21:75", "2022-05-31 24:30"]
)
def test_what_cannot_be_is_an_error(printed: str) -> None:
    with pytest.raises(ValueError, match=r"month|day|time of day"):
        read_published_at(printed)


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("2022/5/31 9:58:07 PM", _EVENING),
        ("2022-05-31 下午 9:58", _EVENING),
        ("5月31日 晚上9点58分", _EVENING),
        ("昨天 下午9:58", _EVENING),
        ("昨天 21:58:07", _EVENING),
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01 08:00:00", None),
        ("0000-00-00 00:00:00", None),
    ],
)
def test_comments_print_the_same_forms(shown: str, read: str | None) -> None:
    assert read_comment_time(shown, datetime(2022, 6, 1, 12, tzinfo=PORTAL_TIME)) == read
