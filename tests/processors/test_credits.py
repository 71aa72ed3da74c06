"""Credit lines: the editors and others behind an article."""

from __future__ import annotations

import pytest

from zhanjiang.processors.credits import read_credits


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
