"""Neighbours: probabilities add up, and the news decides between words that are equally likely."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.textrepair.test_learning import EVIDENCE
from zhanjiang.textrepair import RepairConfig, damage, learn, repair
from zhanjiang.textrepair.language import language
from zhanjiang.textrepair.learning import count
from zhanjiang.textrepair.neighbours import Neighbours
from zhanjiang.textrepair.tables import known_table

TEXTS = ["海边有海鱼，海边有海风。", "山边有风，山上有海。"]


@given(st.text("海边有鱼风山", max_size=2))
def test_chances_of_counted_characters_add_up_to_at_most_one(before: str) -> None:
    neighbours = Neighbours(count(TEXTS))
    chances = [math.exp(neighbours.score(before + character, len(before))) for character in "海边有鱼，风。山上"]
    assert all(0 < chance < 1 for chance in chances)
    assert sum(chances) <= 1 + 1e-9


@pytest.mark.parametrize(
    ("likely", "implausible"), [("七月十日前", "七月收前"), ("大家都说", "大家都税"), ("今年以来", "今年以赖")]
)
def test_news_knows_which_character_follows(likely: str, implausible: str) -> None:
    neighbours = language().neighbours
    assert neighbours.score(likely, 2) / len(likely[2:]) > neighbours.score(implausible, 2) / len(implausible[2:])


def test_learned_neighbours_decide(tmp_path: Path) -> None:
    page = damage(EVIDENCE + "村民說得好。“海水稻豐收了！”", known_table())
    path = tmp_path / "words.json.gz"
    assert "海水稻" not in repair(page).text
    learn(["海水稻的收成好。海水稻丰收了，海水稻真好。"] * 9, path)
    assert repair(page, RepairConfig(learned=path)).text.endswith("村民說得好。“海水稻豐收了！”")
