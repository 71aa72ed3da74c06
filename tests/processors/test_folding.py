"""The fold of searches and comparisons: what is no difference, and what stands where."""

from __future__ import annotations

from random import Random

import pytest
from opencc import OpenCC

from zhanjiang.processors.folding import fold, fold_letters, fold_with_places

_CHARACTERS = "".join(
    bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)
)


@pytest.mark.parametrize("standard", ["s2t", "s2tw", "s2hk"])
def test_a_character_is_the_same_in_every_standard(standard: str) -> None:
    convert = OpenCC(standard).convert
    assert [one for one in _CHARACTERS if fold(convert(one)) != fold(one)] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("看著麵攤，衞生間", "看着面摊,卫生间"),
        ("乾淨 瞭解 儘量 什麼", "干净 了解 尽量 什么"),
        ("ＡＢＣ　１２", "abc 12"),
        ("Ⅳ…①", "iv...1"),
    ],
)
def test_script_width_and_case_are_no_difference(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_punctuation_is_one_where_texts_are_searched_alone() -> None:
    assert fold("港，区。") == "港,区。"
    assert fold_letters("港，区。") == "港区"


def test_what_stands_in_a_text_stands_in_the_folded_text() -> None:
    chance = Random(7)
    text = "".join(chance.choices("湛江港務乾ＡbＣ①㎡…，。 　！😀ßİﬁ", k=400))
    folded, places = fold_with_places(text)
    assert folded == fold(text) == "".join(map(fold, text))
    assert len(places) == len(folded) + 1
    for at, character in enumerate(folded):
        assert character in fold(text[places[at]])
    for _ in range(200):
        start = chance.randrange(len(text))
        assert fold(text[start : start + 6]) in folded
