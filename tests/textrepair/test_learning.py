"""Words learned from clean articles turn a choice that the word lists get wrong."""

import random
from pathlib import Path

import pytest

from tests.textrepair.measuring import measure
from tests.textrepair.news import sample, simplified_article
from zhanjiang.textrepair import RepairConfig, damage, learn, repair
from zhanjiang.textrepair.learning import read_counts
from zhanjiang.textrepair.tables import known_table

EVIDENCE = "市長說，經濟發展要靠產業，農業、醫療都要辦好。\n"


def test_learned_words_decide(tmp_path: Path) -> None:
    page = damage(EVIDENCE + "他們走進小巷，訪問林三夭。“十四五”再見。", known_table())
    path = tmp_path / "words.json.gz"
    before = repair(page).text
    assert "林三夭" in before or any("夭" not in guess.text for guess in repair(page).guesses)
    assert learn(["访问林三夭。林三夭说，林三夭的家。"] * 5, path) > 0
    assert "林三夭" in repair(page, RepairConfig(learned=path)).text


def test_learned_words_make_nothing_worse(tmp_path: Path) -> None:
    path = tmp_path / "words.json.gz"
    rng = random.Random(99)
    learn((simplified_article(rng) for _ in range(100)), path)
    pages = random.Random(42)
    samples = [sample(pages) for _ in range(25)]
    before, after = measure(samples), measure(samples, RepairConfig(learned=path))
    assert after.wrong_sentences <= before.wrong_sentences
    assert after.wrong_flagged >= 0.9


def test_learning_adds_to_what_was_learned(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "words.json.gz"
    rng = random.Random(1)
    learn([simplified_article(rng)], path)
    first = read_counts(path).get("湛江", 0)
    learn(["湛江湛江湛江"], path)
    assert read_counts(path)["湛江"] >= first + 3


def test_a_file_that_is_no_gzip_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "words.json.gz"
    path.write_bytes(b"no gzip")
    with pytest.raises(OSError, match="gzip"):
        read_counts(path)
