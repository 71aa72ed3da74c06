"""Bylines, datelines and credits, in the forms that the portal prints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanjiang.processors.credits import read_credits, split_inline_credits
from zhanjiang.processors.datelines import read_dateline
from zhanjiang.processors.people import is_byline, read_byline

_BYLINES: list[tuple[str, list[tuple[str | None, str]]]] = [
    ("", []),
    ("记者林小溪", [("记者", "林小溪")]),
    ("记者林小溪 周大海", [("记者", "林小溪"), ("记者", "周大海")]),
    ("记者林小溪 通讯员周大海 陈一", [("记者", "林小溪"), ("通讯员", "周大海"), ("通讯员", "陈一")]),
    ("记者 林小溪 通讯员 周大海", [("记者", "林小溪"), ("通讯员", "周大海")]),
    ("文图/记者林小溪", [("文图", "林小溪")]),
    ("文/记者林小溪 视频/图 记者周大海", [("文", "林小溪"), ("视频/图", "周大海")]),
    ("文/记者林小溪 图/记者林小溪", [("文", "林小溪"), ("图", "林小溪")]),
    ("文/记者林小溪 特约通讯员周大海", [("文", "林小溪"), ("特约通讯员", "周大海")]),
    ("航拍/记者林小溪 视频/记者周大海 配音/记者陈一", [("航拍", "林小溪"), ("视频", "周大海"), ("配音", "陈一")]),
    ("文/见习记者林小溪 记者周大海", [("文", "林小溪"), ("记者", "周大海")]),
    (
        "文/见习记者林小溪 记者周大海 通讯员陈一 何二",
        [("文", "林小溪"), ("记者", "周大海"), ("通讯员", "陈一"), ("通讯员", "何二")],
    ),
    (
        "文/记者林小溪 记者周大海 图/记者陈一 通讯员何二",
        [("文", "林小溪"), ("记者", "周大海"), ("图", "陈一"), ("通讯员", "何二")],
    ),
    ("视频/记者林小溪 周大海", [("视频", "林小溪"), ("视频", "周大海")]),
    ("策划/林小溪 文/通讯员周大海 图/陈一", [("策划", "林小溪"), ("文", "周大海"), ("图", "陈一")]),
    ("文图、视频/记者 林小溪", [("文图、视频", "林小溪")]),
    (
        "文、视频/记者林小溪 通讯员周大海 陈一 图/通讯员提供",
        [("文、视频", "林小溪"), ("通讯员", "周大海"), ("通讯员", "陈一")],
    ),
    ("图/视频 记者林小溪 周大海 文/记者陈一", [("图/视频", "林小溪"), ("图/视频", "周大海"), ("文", "陈一")]),
    ("文/林小溪 周大海 图/陈一", [("文", "林小溪"), ("文", "周大海"), ("图", "陈一")]),
    ("记者林小溪 通讯员周大海 陈一摄影报道", [("记者", "林小溪"), ("通讯员", "周大海"), ("通讯员", "陈一")]),
    (
        "监制/林小溪 口述/周大海 出镜记者/陈一 AI制图/何二",
        [("监制", "林小溪"), ("口述", "周大海"), ("出镜记者", "陈一"), ("AI制图", "何二")],
    ),
    ("林小溪 图文", [("图文", "林小溪")]),
    ("林小溪 周大海 文/图", [("文/图", "林小溪"), ("文/图", "周大海")]),
    ("记者林小溪 图文", [("记者", "林小溪")]),
    ("林小溪/文图", [("文图", "林小溪")]),
    ("综合", []),
    ("文/林小溪 图/市委宣传部", [("文", "林小溪")]),
    ("视频/记者林小溪 实习生周大海", [("视频", "林小溪"), ("实习生", "周大海")]),
    ("林小溪", [(None, "林小溪")]),
    ("林小溪 周大海", [(None, "林小溪"), (None, "周大海")]),
    ("林小溪(霞山)", [(None, "林小溪")]),
    ("林小溪 通讯员周大海", [(None, "林小溪"), ("通讯员", "周大海")]),
    ("文/记者林小溪 图/受访者提供", [("文", "林小溪")]),
    ("文/图/视频 记者林小溪", [("文/图/视频", "林小溪")]),
    ("视频、图片\\记者林小溪 文\\记者周大海", [("视频、图片", "林小溪"), ("文", "周大海")]),
    (
        "视频/记者林小溪 周大海(实习)文字/记者陈一",
        [("视频", "林小溪"), ("视频", "周大海"), ("文字", "陈一")],
    ),
    ("湛江日报全媒体记者林小溪", [("记者", "林小溪")]),
    ("本报记者林小溪通讯员周大海", [("记者", "林小溪"), ("通讯员", "周大海")]),
    ("記者林小溪", [("记者", "林小溪")]),
    ("编辑 林小溪", []),
    ("记者陈文 通讯员李图", [("记者", "陈文"), ("通讯员", "李图")]),
    ("记者 陈　文", [("记者", "陈文")]),
    ("阿依古丽·买买提", [(None, "阿依古丽·买买提")]),
    ("湛江疾控", []),
    ("湛江往事书吧", []),
]


@pytest.mark.parametrize(("byline", "people"), _BYLINES, ids=[byline or "empty" for byline, _ in _BYLINES])
def test_byline(byline: str, people: list[tuple[str | None, str]]) -> None:
    assert [(person.role, person.name) for person in read_byline(byline)] == people


def test_the_source_is_no_author() -> None:
    assert read_byline("金羊云", source="金羊云") == []


@pytest.mark.parametrize(
    "text", ["记者在现场看到，潮水退去。", "图书馆昨日开放。", "文章写于去年。", "通讯员队伍不断壮大", ""]
)
def test_what_begins_like_a_byline_is_none(text: str) -> None:
    assert not is_byline(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本报讯（记者林小溪 通讯员周大海）昨日", ["林小溪", "周大海"]),
        ("本报讯(记者林小溪)昨日", ["林小溪"]),
        ("本报讯(见习记者林小溪记者周大海)昨日", ["林小溪", "周大海"]),
        ("湛江日报讯（记者 林小溪）昨日", ["林小溪"]),
        ("新华社北京6月14日电（记者林小溪）昨日", []),
        ("金羊网讯（记者林小溪）昨日", []),
        ("昨日，本报讯（记者林小溪）", []),
    ],
)
def test_dateline(text: str, names: list[str]) -> None:
    assert [person.name for person in read_dateline(text)] == names


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("编辑：林小溪、周大海", [("编辑", "林小溪"), ("编辑", "周大海")]),
        ("编辑:林小溪", [("编辑", "林小溪")]),
        ("编辑 | 林小溪", [("编辑", "林小溪")]),
        ("审核 | 林小溪 周大海", [("审核", "林小溪"), ("审核", "周大海")]),
        ("责任编辑：林小溪", [("责任编辑", "林小溪")]),
        ("一审：林小溪", [("一审", "林小溪")]),
        (
            "(编辑/林小溪 值班主任/周大海 值班编委/陈一)",
            [("编辑", "林小溪"), ("值班主任", "周大海"), ("值班编委", "陈一")],
        ),
        ("編輯：林小溪 值班主任：周大海", [("编辑", "林小溪"), ("值班主任", "周大海")]),
        ("编辑：", []),
        ("编辑家书的她说", None),
        ("编辑部昨日迁入新址。", None),
        ("审核通过的企业共有12家。", None),
        ("湛江港昨日开通新航线。", None),
    ],
)
def test_credit_line(line: str, people: list[tuple[str, str]] | None) -> None:
    read = read_credits(line)
    assert (None if read is None else [(person.role, person.name) for person in read]) == people


def test_brackets_that_are_no_credits_stay_in_the_text() -> None:
    assert split_inline_credits("他是编辑（编辑过三本书）") == ("他是编辑（编辑过三本书）", [])


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert isinstance(read_byline(text), list)
    kept, people = split_inline_credits(text)
    assert text.startswith(kept) and (people or kept == text)
