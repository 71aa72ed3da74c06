"""The language: folded characters, variants, which character follows which, and what was learned."""

from pathlib import Path

import pytest

from tests.textrepair.test_learning import EVIDENCE
from zhanjiang.textrepair import RepairConfig, damage, learn, repair
from zhanjiang.textrepair.language import language
from zhanjiang.textrepair.learning import count
from zhanjiang.textrepair.tables import known_table


def test_traditional_text_is_folded_to_the_script_of_the_ngrams() -> None:
    assert language().folded("經濟，報紙,") == "经济，报纸，"
    assert language().fold["著"] == "着"
    assert "湛" not in language().fold


def test_digits_and_letters_fold_to_one_each_and_share_its_chance() -> None:
    built = language()
    assert built.folded("2024年Ａ型AB,<p>") == "0000年Ａ型aa，\na\n"
    assert built.alone("7") == pytest.approx(built.ngrams.logarithm("", "0") - 2.303, abs=0.01)


def test_a_simplified_variant_is_rare_on_a_traditional_page() -> None:
    variant = language().variant
    assert variant["报"] < variant.get("報", 0.0)
    assert all(score <= 0 for score in variant.values())


@pytest.mark.parametrize(
    ("likely", "implausible"), [("七月十日前", "七月收前"), ("大家都说", "大家都税"), ("今年以来", "今年以赖")]
)
def test_ngrams_know_which_character_follows(likely: str, implausible: str) -> None:
    def mean(text: str) -> float:
        chances = [language().ngrams.logarithm(text[max(at - 3, 0) : at], text[at]) for at in range(2, len(text))]
        return sum(chances) / len(chances)

    assert mean(likely) > mean(implausible)


def test_runs_that_occur_once_are_not_counted() -> None:
    assert count(["湛江海鲜湛江"]) == {"湛": 2, "江": 2, "湛江": 2}


def test_learned_neighbours_decide(tmp_path: Path) -> None:
    page = damage(EVIDENCE + "村民說得好。“雷蓬稻豐收了！”", known_table())
    path = tmp_path / "words.bin"
    assert "雷蓬稻" not in repair(page).text
    learn(["雷蓬稻的收成好。雷蓬稻丰收了，雷蓬稻真好。"] * 9, path)
    assert repair(page, RepairConfig(learned=path)).text.endswith("村民說得好。“雷蓬稻豐收了！”")
