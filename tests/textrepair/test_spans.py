"""Broken spans are found where a `?` put the page out of step, and read until it is in step again."""

import pytest

from zhanjiang.textrepair import damage
from zhanjiang.textrepair.annotations import Annotations
from zhanjiang.textrepair.empty_cells import EmptyCells
from zhanjiang.textrepair.language import language
from zhanjiang.textrepair.lattice import Lattice
from zhanjiang.textrepair.spans import DamagedPage, Span, find_breaks, read_span


def _read(shown: str, table: dict[str, str]) -> Span | None:
    start = shown.index("?")
    empty_cells = EmptyCells(Lattice(language(), Annotations(table), 8))
    return read_span(empty_cells, DamagedPage(shown, ""), start, shown[:start])


@pytest.mark.parametrize(
    ("text", "breaks"),
    [("日?qǐng)?bào)", [1, 7]), ("是嗎?", []), ("好?，大", [1]), ("小??，", [1]), ("a?, b", []), ("(a)?，好", [3])],
)
def test_breaks_stand_before_torn_annotations_and_marks(text: str, breaks: list[int]) -> None:
    assert list(find_breaks(text)) == breaks


def test_a_span_ends_where_the_page_is_in_step_again() -> None:
    shown = damage("湛江日報訊，大家好", {"請": "qǐng", "報": "bào"})
    span = _read(shown, {"請": "qǐng", "報": "bào"})
    assert span is not None
    assert shown[span.start : span.end] == "?qǐng)?bào)"
    assert [text for text, _ in span.texts] == ["報"]
    assert not span.implausible


def test_other_hypotheses_follow_the_likeliest() -> None:
    span = _read(damage("這是好事。“十四五”", {}), {})
    assert span is not None
    assert span.texts[0][0] == "。“十四五”"
    scores = [score for _, score in span.texts]
    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)


def test_a_span_without_a_text_is_none() -> None:
    assert _read("好?qǐng)丂", {"請": "qǐng"}) is None


def test_a_question_with_an_exclamation_that_makes_sense_was_written() -> None:
    span = _read("他長大了?!我們都不相信這件事情。", {})
    assert span == Span(4, 5, [("?", 0.0)])
