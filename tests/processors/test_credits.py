"""Credit lines: the editors and others behind an article."""

from __future__ import annotations

import pytest

from zhanjiang.processors.credits import read_credits, split_inline_credits


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：周子琪_ZJ1024",
        "责任编辑：周子琪 PK155",
        "[责任编辑：周子琪 ZJ07]",
        "【纠错】 责任编辑： 周子琪",
        "【纠错】【责任编辑:周子琪 】",
        "[打印] [责任编辑：周子琪]",
    ],
)
def test_an_editors_number_and_a_button_are_no_part_of_the_name(line: str) -> None:
    assert [(person.role, person.name) for person in read_credits(line) or []] == [("责任编辑", "周子琪")]


@pytest.mark.parametrize("line", ["（责任编辑： ZJ666）", "责任编辑："])
def test_a_role_with_no_name_is_a_credit_line_of_nobody(line: str) -> None:
    assert read_credits(line) == []


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("【编辑：林小溪】【校对：周大海】", [("编辑", "林小溪"), ("校对", "周大海")]),
        ("（责任编辑：林小溪）（审核：周大海）", [("责任编辑", "林小溪"), ("审核", "周大海")]),
        ("[编辑：林小溪] [一审：周大海] [二审：何平安]", [("编辑", "林小溪"), ("一审", "周大海"), ("二审", "何平安")]),
        ("市渔业局供稿 摄影/林小溪 编辑/周大海", [("摄影", "林小溪"), ("编辑", "周大海")]),
        ("赤坎区供图，编辑：周大海", [("编辑", "周大海")]),
        ("稿件由市港务局提供 责编：周大海", [("责编", "周大海")]),
    ],
)
def test_groups_in_brackets_and_who_sent_the_story_in(line: str, people: list[tuple[str, str]]) -> None:
    assert [(person.role, person.name) for person in read_credits(line) or []] == people


@pytest.mark.parametrize(
    "line", ["（左）（右）", "市渔业局供稿", "企业提供 岗位三百个", "【时间：周六】【地点：码头】"]
)
def test_what_only_looks_like_such_a_line_is_none(line: str) -> None:
    assert read_credits(line) is None


@pytest.mark.parametrize(
    ("line", "names"), [("□" * 130 + "编辑：林小溪", ["林小溪"]), ("编辑：林小溪" + "、周大海" * 80, None)]
)
def test_what_decorates_a_credit_line_does_not_make_it_a_paragraph(line: str, names: list[str] | None) -> None:
    people = read_credits(line)
    assert (people and [person.name for person in people]) == names


@pytest.mark.parametrize("end", ["", "。", " 。 "])
def test_credits_in_brackets_end_a_paragraph(end: str) -> None:
    text, people = split_inline_credits(f"活动昨日举行。（编辑/林小溪）{end}")
    assert (text, [person.name for person in people]) == ("活动昨日举行。", ["林小溪"])
    assert split_inline_credits(f"活动（编辑/林小溪）举行{end}")[1] == []
