"""A repair is proved only if damaging it again gives the page."""

import pytest

from zhanjiang.textrepair import damage
from zhanjiang.textrepair.prove import prove

TABLE = {"請": "qǐng", "報": "bào"}
TEXT = "這是湛江日報。“十四五”，大家都來請教，地面變形小，保證安全。"


@pytest.mark.parametrize("halfwidth", [False, True])
def test_the_original_is_proved(halfwidth: bool) -> None:
    assert prove(TEXT, damage(TEXT, TABLE, halfwidth=halfwidth), TABLE)


@pytest.mark.parametrize("wrong", [TEXT.replace("日報", "日本"), TEXT + "好", TEXT.replace("小", "大"), ""])
def test_another_text_is_not_proved(wrong: str) -> None:
    assert not prove(wrong, damage(TEXT, TABLE), TABLE)


def test_the_original_is_not_proved_with_another_table() -> None:
    assert not prove(TEXT, damage(TEXT, TABLE), {"報": "bào"})


@pytest.mark.parametrize("uncut", [frozenset({1}), frozenset({0, 1}), frozenset(range(99))])
def test_marks_that_the_mirror_left_uncut_are_allowed(uncut: frozenset[int]) -> None:
    page = damage(TEXT, TABLE, uncut_marks=uncut)
    assert page != damage(TEXT, TABLE)
    assert prove(TEXT, page, TABLE)


def test_half_width_marks_of_the_repair_are_taken_for_full_width_ones() -> None:
    page = damage(TEXT, TABLE, halfwidth=True)
    assert prove(TEXT.replace("，", ","), page, TABLE)
