"""Chinese text in lines: none too wide, nothing lost, and no mark where printers allow none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanjiang.console.wrapping import columns, wrap

_CHARACTERS = st.sampled_from("湛江港口开航一二三，。！（）《》“”GDP12.5 -é")


@settings(max_examples=200)
@given(st.text(_CHARACTERS, max_size=120), st.integers(8, 40))
def test_lines_fit_and_hold_the_whole_text(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize("width", range(10, 31))
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(width: int) -> None:
    text = "“赤坎老街（一期）亮灯了。”他说，《夜航》和《渔火》两部短片，都在这里拍的！" * 4
    lines = wrap(text, width)
    assert len(lines) > 5
    assert [line for line in lines if line[0] in "。，！”）》" or line[-1] in "“（《"] == []


def test_words_and_numbers_of_other_scripts_stay_whole_unless_a_line_is_too_narrow() -> None:
    assert wrap("全市GDP达3708.88亿元", 10) == ["全市GDP达", "3708.88亿", "元"]
    assert wrap("http://www.example.org/p/1.html", 12) == ["http://www.e", "xample.org/p", "/1.html"]
