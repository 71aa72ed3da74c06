"""Bylines in the text: where they stand, and how much of a story is asked whether it is one."""

from __future__ import annotations

import pytest

from zhanjiang.processors import set_bylines
from zhanjiang.processors.set_bylines import bylines_at_ends, reads_as_byline_in_text

_STORY = [f"港口昨日启用第{number}座码头，货船陆续靠泊。" for number in range(50)]


@pytest.mark.parametrize(("story", "asked"), [(_STORY, 2), ([*_STORY, "文/林小溪"], 53)])
def test_paragraphs_are_asked_only_where_one_at_an_end_is_a_byline(
    story: list[str], asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []

    def ask(text: str) -> bool:
        texts.append(text)
        return reads_as_byline_in_text(text)

    monkeypatch.setattr(set_bylines, "reads_as_byline_in_text", ask)
    assert bylines_at_ends(story) == [at for at, text in enumerate(story) if text == "文/林小溪"]
    assert len(texts) == asked


@pytest.mark.parametrize(
    ("text", "is_byline"),
    [
        ("□林小溪（霞山）", True),
        ("□林小溪 摄", False),
        ("作者：林小溪", True),
        ("林小溪 摄影报道", True),
        ("嘉宾：林小溪", False),
        ("文/林小溪 " * 40, False),
    ],
)
def test_a_line_is_a_byline_by_its_roles_or_by_what_sets_its_names_off(text: str, is_byline: bool) -> None:
    assert reads_as_byline_in_text(text) is is_byline


def test_no_paragraphs_have_no_bylines() -> None:
    assert bylines_at_ends([]) == []
