"""A cut alone is evidence only where the text shown makes no sense and its repair does."""

import pytest

from zhanjiang.textrepair.cut_evidence import may_be_cut, shows_cut
from zhanjiang.textrepair.detect import evidence
from zhanjiang.textrepair.language import language
from zhanjiang.textrepair.spans import Span

SHOWN = "這是一件好事?！笆奈濉?"
SPAN = Span(6, 12, [("。“十四五”", -21.0)])


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (SHOWN, True),
        ("生字：這是一件好事?！笆奈濉?", False),
        ("我(wǒ)說這是一件好事?！笆奈濉?", False),
        ("這?是?一?件?好?事?！笆?奈?", False),
        ("這是一件好事。", False),
    ],
    ids=["cut", "lesson", "implausible_annotation", "lost_characters", "clean"],
)
def test_a_cut_is_worth_a_repair_where_nothing_speaks_against_damage(text: str, cut: bool) -> None:
    assert may_be_cut(text, evidence(text)) is cut


def test_nonsense_that_a_repair_explains_is_a_cut() -> None:
    assert SHOWN[SPAN.start : SPAN.end] == "?！笆奈濉?"
    assert shows_cut(SHOWN, [SPAN], language())


def test_a_text_that_makes_sense_as_shown_is_no_cut() -> None:
    shown = "這是一件好事?！大家都來"
    assert not shows_cut(shown, [Span(6, 10, [("。！大家", -15.0)])], language())


def test_every_question_mark_must_be_explained() -> None:
    assert not shows_cut("這是?件好事?！笆奈濉?", [Span(6, 12, SPAN.texts)], language())


def test_a_repair_without_sense_is_no_cut() -> None:
    assert not shows_cut(SHOWN, [Span(6, 12, [("。“鱻鬮齾”", -60.0)])], language())


def test_without_a_wide_character_after_the_mark_nothing_is_shown() -> None:
    assert not shows_cut("這是一件好事?！a", [Span(6, 8, [("。！", -5.0)])], language())
