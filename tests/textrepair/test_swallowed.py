"""What a lead byte can have swallowed, by the text on both sides."""

import pytest

from zhanjiang.textrepair.swallowed import hidden_bracket, swallowed_candidates


@pytest.mark.parametrize(
    ("text", "before", "best"),
    [
        ("好?/p>", "好", "<"),
        ("好?p class='a'>", "好", "<"),
        ("好?nbsp;", "好", "&"),
        ("好?>", "好", '"'),
        ("好? href='a'", "好", '"'),
        ("好?", "好", ""),
        ("好?年", "好", "1"),
        ("好?個項目", "好。", "\n"),
        ("好?甲)", "好", "("),
        ("好?大家", "好", "\n"),
    ],
)
def test_the_likeliest_swallowed_character(text: str, before: str, best: str) -> None:
    candidates = swallowed_candidates(text, 2, before)
    assert max(candidates, key=lambda candidate: candidate[1])[0] == best
    assert all(cost <= 0 for _, cost in candidates)


def test_a_comma_only_where_the_text_uses_half_width_ones_within_a_sentence() -> None:
    assert "," in dict(swallowed_candidates("好?大,小", 2, "好"))
    assert "," not in dict(swallowed_candidates("好?大,小", 2, "好。"))
    assert "," not in dict(swallowed_candidates("好?大，小", 2, "好"))


def test_a_bracket_is_not_opened_twice() -> None:
    assert "(" not in dict(swallowed_candidates("好?甲(乙)", 2, "好"))


@pytest.mark.parametrize(("text", "bracket"), [("摿3]", "["), ("摿3-5]", "["), ("摿3", ""), ("摿]", "")])
def test_a_bracket_vanishes_only_before_a_citation(text: str, bracket: str) -> None:
    assert hidden_bracket(text, 1) == bracket
