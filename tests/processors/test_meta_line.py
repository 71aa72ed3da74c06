"""The line below the headline, with labels and without."""

from __future__ import annotations

import pytest

from zhanjiang.processors.dates import read_published_at
from zhanjiang.processors.meta_line import read_meta_line

_LINES: list[tuple[str, str | None, str | None, str | None]] = [
    ("2022-09-20 19:08 来源：湛江云媒 作者：记者林小溪", "2022-09-20T19:08:00+08:00", "湛江云媒", "记者林小溪"),
    ("2022-09-20 19:08 来源:湛江云媒 作者:", "2022-09-20T19:08:00+08:00", "湛江云媒", None),
    ("2022-09-20 00:00 来源： 作者：林小溪", "2022-09-20T00:00:00+08:00", None, "林小溪"),
    ("2022-09-20 19:08 来源： 作者：", "2022-09-20T19:08:00+08:00", None, None),
    ("2022-09-20 19:08", "2022-09-20T19:08:00+08:00", None, None),
    ("时间：2021-03-02 08:15 来源：金羊网", "2021-03-02T08:15:00+08:00", "金羊网", None),
    ("来源：湛江日报 2021年3月2日 8:15", "2021-03-02T08:15:00+08:00", "湛江日报", None),
    ("©原创 2025-07-16 18:52 湛江云媒", "2025-07-16T18:52:00+08:00", "湛江云媒", None),
    ("2024-07-01 15:36 湛江日报 记者 林小溪 阅读 1.2万", "2024-07-01T15:36:00+08:00", "湛江日报", "记者 林小溪"),
    ("2024-07-01 15:36 来源：湛江日报 记者林小溪", "2024-07-01T15:36:00+08:00", "湛江日报", "记者林小溪"),
    ("2024-07-01 15:36 來源:湛江日報 作者:記者林小溪", "2024-07-01T15:36:00+08:00", "湛江日報", "記者林小溪"),
    (
        "2024-07-01 15:36 来源：湛江日报 作者：林小溪 编辑：周大海 点击：321",
        "2024-07-01T15:36:00+08:00",
        "湛江日报",
        "林小溪",
    ),
    ("湛江日报 2024年02月01日", "2024-02-01", "湛江日报", None),
    ("湛江日报 时政新闻 2024年02月01日 1665 0", "2024-02-01", "湛江日报", None),
    ("发表于2024-02-01| 1164次阅读| 来源ZJNET| 0 条评论| 作者林小溪", "2024-02-01", "ZJNET", "林小溪"),
    ("2024-02-01 海风时讯 我有话说( 1307 人参与) 收藏本文", "2024-02-01", "海风时讯", None),
    ("2024-02-01 湛江日报 采写：林小溪", "2024-02-01", "湛江日报", "林小溪"),
    ("2024-02-01 21:20 （02-02 22:08 更新）", "2024-02-01T21:20:00+08:00", None, None),
]


@pytest.mark.parametrize(("line", "published_at", "source", "byline"), _LINES, ids=[line[0] for line in _LINES])
def test_info_line(line: str, published_at: str, source: str | None, byline: str | None) -> None:
    info = read_meta_line(line)
    assert (read_published_at(info.date or ""), info.source, info.byline) == (published_at, source, byline)


def test_an_editor_in_the_line_is_a_credit() -> None:
    assert [(person.role, person.name) for person in read_meta_line("2024-07-01 15:36 编辑：周大海").credits] == [
        ("编辑", "周大海")
    ]


def test_a_date_that_cannot_be_is_an_error_and_not_absent() -> None:
    with pytest.raises(ValueError, match="month"):
        read_published_at("2024-13-01 15:36")


@pytest.mark.parametrize("byline", ["林小溪/文", "林小溪/文 周大海/图"])
@pytest.mark.parametrize("before", ["来源：湛江日报", "湛江日报"])
def test_a_byline_whose_roles_stand_after_the_names(byline: str, before: str) -> None:
    info = read_meta_line(f"2024-05-01 10:20 {before} {byline}")
    assert (info.source, info.byline) == ("湛江日报", byline)
