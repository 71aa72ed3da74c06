"""Words learned from clean articles turn a choice that the word lists get wrong."""

import gzip
import random
import tracemalloc
from pathlib import Path

import pytest

from tests.textrepair.measuring import measure
from tests.textrepair.news import sample, simplified_article
from zhanjiang.textrepair import LearnedCounts, RepairConfig, damage, learn, repair
from zhanjiang.textrepair.learning import FORMAT
from zhanjiang.textrepair.tables import known_table
from zhanjiang.textrepair.trie import write_trie

EVIDENCE = "市長說，經濟發展要靠產業，農業、醫療都要辦好。\n"


def test_learned_words_decide(tmp_path: Path) -> None:
    page = damage(EVIDENCE + "他們走進小巷，訪問林三夭。“十四五”再見。", known_table())
    path = tmp_path / "words.bin"
    before = repair(page).text
    assert "林三夭" in before or any("夭" not in guess.text for guess in repair(page).guesses)
    assert learn(["访问林三夭。林三夭说，林三夭的家。"] * 5, path) > 0
    assert "林三夭" in repair(page, RepairConfig(learned=path)).text


def test_learned_words_make_nothing_worse(tmp_path: Path) -> None:
    path = tmp_path / "words.bin"
    rng = random.Random(99)
    learn((simplified_article(rng) for _ in range(100)), path)
    pages = random.Random(42)
    samples = [sample(pages) for _ in range(25)]
    before, after = measure(samples), measure(samples, RepairConfig(learned=path))
    assert after.wrong_sentences <= before.wrong_sentences
    assert after.wrong_flagged >= 0.9


def test_what_was_learned_takes_the_place_of_what_was_before(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "words.bin"
    learn(["湛江海鮮"] * 3, path)
    before = LearnedCounts(path)
    assert learn(["湛江湛江湛江"], path) == 7
    assert LearnedCounts(path).followers("湛江湛") == {"江": 2}
    assert before.followers("海") == {"鲜": 3}  # a crawl that runs meanwhile goes on with the words it has
    assert [file.name for file in path.parent.iterdir()] == ["words.bin"]


@pytest.mark.parametrize("content", [b"no words", gzip.compress(b'{"a": 2}', mtime=0), b""])
def test_another_file_is_an_error_that_says_to_learn_again(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "words.bin"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"words\.bin .*learn the words again"):
        repair(damage(EVIDENCE + "他們走進小巷。“十四五”再見。", known_table()), RepairConfig(learned=path))


def test_a_large_file_is_mapped_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "words.bin"
    runs = {f"{chr(0x4E00 + first)}{chr(0x4E00 + second)}": 2 for first in range(300) for second in range(300)}
    write_trie(path, FORMAT, runs, {})
    tracemalloc.start()
    assert len(LearnedCounts(path).followers("一")) == 300
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 500_000 > 2 * peak
