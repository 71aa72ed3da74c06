"""What decides between close texts beside words: brackets, punctuation, neighbours, and the rest of the page."""

import pytest

from zhanjiang.textrepair.context import (
    abrupt_end_cost,
    brackets,
    paragraph_after,
    paragraph_before,
    punctuation_cost,
    ranked,
    repetition_gain,
    unpaired_cost,
)
from zhanjiang.textrepair.language import language


@pytest.mark.parametrize(
    "text", ["好，來！", "他說：“好！”", "真的？！", "甲、乙、丙。", "（甲）", "《書》、《報》", ""]
)
def test_usual_punctuation_is_free(text: str) -> None:
    assert punctuation_cost(text) == 0


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("好，，", 8),
        ("（，好", 8),
        ("好“\n", 8),
        ("好，\n", 8),
        ("好，（甲）", 3),
        ("的“好。”", 3),
        ("廣東、廣西。海南、福建", 1.5),
    ],
)
def test_implausible_punctuation_costs(text: str, cost: float) -> None:
    assert punctuation_cost(text) == cost


def test_a_paragraph_without_a_stop_costs() -> None:
    assert abrupt_end_cost("他說，很好。\n") == 0
    assert abrupt_end_cost("他說，很好\n") == 3


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("“《》”", 0),
        ("()", 0),
        ("“《", 8),
        ("）", 4),
        ("“》", 8),
        ("“（）”", 0),
        ("“（", 8),
    ],
)
def test_each_bracket_without_its_partner_costs(text: str, cost: float) -> None:
    assert unpaired_cost(brackets(text)) == cost


def test_paragraphs_end_at_line_breaks_and_tags() -> None:
    assert paragraph_before("一\n二<p>三") == "三"
    assert paragraph_after("三\n四") == "三\n"
    assert paragraph_after("三</p>") == "三<"


def test_neighbours_on_the_page_gain_and_are_looked_up_once() -> None:
    known: dict[str, bool] = {}
    assert repetition_gain("湛江市", "在湛江市", known) == 4.5
    assert known == {"湛江": True, "江市": True, "湛江市": True}
    assert repetition_gain("湛江市", "", known) == 4.5


def test_punctuation_turns_what_ngrams_leave_open() -> None:
    texts = ranked([("好。，", -20.0), ("好。他", -20.1)], "七月", "們", "", language())
    assert [text for text, _ in texts] == ["好。他", "好。，"]


def test_a_text_far_below_the_best_is_not_ranked() -> None:
    assert ranked([("甲", -1.0), ("乙", -9.5)], "", "", "", language()) == [("甲", -1.0)]
