"""The gate lets through what may be damaged, and nothing else."""

import pytest

from zhanjiang.textrepair.prefilter import may_be_damaged


@pytest.mark.parametrize("text", ["重(chóng)慶", "日?qǐng)?bào)", "ā)", "zhuàng)", "好?，大", "好?！笆", "好?!好"])
def test_text_that_may_be_damaged_passes(text: str) -> None:
    assert may_be_damaged(text)


@pytest.mark.parametrize("text", ["", "f(x)", "重(chong)慶", "é(a)", "a?，大", "5?，大", "好?，", "好？，大", "好?大"])
def test_clean_text_does_not_pass(text: str) -> None:
    assert not may_be_damaged(text)


def test_cuts_are_looked_for_in_short_texts_only() -> None:
    assert may_be_damaged("好?，大" + "好" * 1990)
    assert not may_be_damaged("好?，大" + "好" * 2000)
