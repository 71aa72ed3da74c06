"""Labels of pages as the newspaper's sites print them: number, and name where one is printed."""

from __future__ import annotations

import pytest

from tests.pages.newspaper.story import WRAPPERS, read
from zhanjiang.items import PlaceInNewspaper
from zhanjiang.pages.newspaper.label import PageLabel, read_label


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("当前版: 3版 上一版", PageLabel("3")),
        ("当前版: 3版 上一版 下一版 上一期 下一期 往期", PageLabel("3")),
        ("当前版：03版", PageLabel("03")),
        ("当前版:A3版 下一版", PageLabel("A3")),
        ("当前版: A03版:新闻+ 上一版 下一版", PageLabel("A03", "新闻+")),
        ("当前版：第A3版：要闻 下一版", PageLabel("A3", "要闻")),
        ("当前第3版", PageLabel("3")),
        ("当前版面：第6版 副刊", PageLabel("6", "副刊")),
        ("版面：第07版：副刊", PageLabel("07", "副刊")),
        ("版次：04", PageLabel("04")),
        ("A02版", PageLabel("A02")),
        ("02版:要闻", PageLabel("02", "要闻")),
        ("08 版 : 文化", PageLabel("08", "文化")),
        ("2024年4月20日 星期六 03版 民生", PageLabel("03", "民生")),
        ("第1版(要闻)", PageLabel("1", "要闻")),
        ("12版/副刊", PageLabel("12", "副刊")),
        ("第12-13版:专题", PageLabel("12-13", "专题")),
        ("本版: 编辑 周大海", None),
        ("当前版权登记已达300件", None),
        ("昨日第3版的报道刊出后", None),
    ],
)
def test_a_label(line: str, label: PageLabel | None) -> None:
    assert read_label(line) == label


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_the_label_above_an_article(wrapper: str) -> None:
    assert read(wrapper).newspaper_page == PlaceInNewspaper("3")
