"""The language: folded words, variants, what makes words, and what was learned."""

import math
from pathlib import Path

import pytest

from zhanjiang.textrepair import learn
from zhanjiang.textrepair.language import LONGEST_WORD, UNKNOWN, folding, language
from zhanjiang.textrepair.learning import count


def test_traditional_text_is_folded_to_the_script_of_the_words() -> None:
    assert language().folded("經濟，報紙,") == "经济，报纸，"
    assert folding()["著"] == "着"
    assert "湛" not in folding()


def test_words_are_logarithms_of_shares_and_no_longer_than_four() -> None:
    words = language().words
    assert max(map(len, words)) <= LONGEST_WORD
    assert all(score < 0 for score in words.values())
    assert words["经济"] > words["湛江"] > UNKNOWN


def test_followers_and_beginnings_are_those_of_the_words() -> None:
    built = language()
    assert built.followers["湛"]["江"] == built.words["湛江"]
    assert all(word[:2] in built.beginnings for word in ("办公室", "全国人大") if word in built.words)
    assert all(2 <= len(beginning) < LONGEST_WORD for beginning in built.beginnings)


def test_a_simplified_variant_is_rare_on_a_traditional_page() -> None:
    variant = language().variant
    assert variant["报"] < variant.get("報", 0.0)
    assert all(score <= 0 for score in variant.values())


@pytest.mark.parametrize("run", ["湛江", "海鲜"])
def test_learned_runs_never_lower_a_word(tmp_path: Path, run: str) -> None:
    path = tmp_path / "words.json.gz"
    learn([run * 3], path)
    assert language(path).words[run] >= language().words.get(run, -math.inf)


def test_runs_that_occur_once_are_not_counted() -> None:
    assert count(["湛江海鲜湛江"]) == {"湛": 2, "江": 2, "湛江": 2}
