"""N-grams: what is written is read back, chances add up to one, and learned counts are mixed in."""

import math
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanjiang.textrepair import LearnedCounts, learn
from zhanjiang.textrepair.language import language
from zhanjiang.textrepair.ngrams import Followers, Ngrams, write_ngrams

ROWS = {
    "": Followers(-12.0, {"海": -1.0, "水": -2.0, "稻": -3.0}),
    "海": Followers(-1.0, {"水": -0.5}),
    "海水": Followers(-0.5, {"稻": -1.5, "海": -2.5}),
    "水": Followers(-2.0, {}),
    "海水稻": Followers(0.0, {"海": -0.25}),
}

_SCORES = st.floats(-18, 0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_ngrams(tmp_path / "ngrams.bin", ROWS)
    return tmp_path / "ngrams.bin"


def test_rows_are_read_back_to_the_precision_of_a_byte(path: Path) -> None:
    ngrams = Ngrams(path)
    for history, row in ROWS.items():
        read = ngrams.row(history)
        assert read is not None
        assert read.backoff == pytest.approx(row.backoff, abs=0.04)
        assert read.entries == pytest.approx(dict(row.entries), abs=0.04)
    assert [ngrams.row(history) for history in ("稻", "海海", "水海水", "😀")] == [None] * 4


def test_what_no_row_has_is_as_likely_as_after_the_shorter_history(path: Path) -> None:
    ngrams = Ngrams(path)
    assert ngrams.logarithm("海水稻", "海") == pytest.approx(-0.25, abs=0.04)
    assert ngrams.logarithm("稻海水", "稻") == pytest.approx(-1.5, abs=0.04)
    assert ngrams.logarithm("海水", "水") == pytest.approx(-0.5 - 2.0 - 2.0, abs=0.1)
    assert ngrams.logarithm("海水", "鱼") == pytest.approx(-0.5 - 2.0 - 12.0, abs=0.1)


@given(st.text("海边有鱼，风山0\n的人大", max_size=3))
def test_chances_after_any_history_add_up_to_one(before: str) -> None:
    ngrams = language().ngrams
    total = sum(math.exp(ngrams.logarithm(before, character)) for character in ngrams.entries(""))
    assert total == pytest.approx(1, abs=0.06)  # a byte rounds each by up to 4 %


def test_learned_counts_are_mixed_in_and_what_is_known_stays(path: Path) -> None:
    learn(["海水"] * 9 + ["水海"] * 9 + ["海水稻"] * 9, path.with_name("words.bin"))
    before, after = Ngrams(path), Ngrams(path, LearnedCounts(path.with_name("words.bin")))
    assert after.logarithm("水", "海") > before.logarithm("水", "海")
    assert before.logarithm("海", "水") < after.logarithm("海", "水") < 0
    assert after.logarithm("海水", "海") < before.logarithm("海水", "海")
    assert after.logarithm("海水稻", "海") == before.logarithm("海水稻", "海")
    for ngrams in (before, after):
        for history in ("", "海", "海水", "水", "稻", "😀"):
            entries = ngrams.entries(history)
            assert all(ngrams.entry(history, character) == entries.get(character) for character in "海水稻鱼😀")


@given(st.dictionaries(st.text("海水稻人", max_size=3), st.dictionaries(st.characters(max_codepoint=0xD7FF), _SCORES)))
def test_any_rows_are_read_back(rows: dict[str, dict[str, float]]) -> None:
    written = {history[:length]: {} for history in rows for length in range(len(history) + 1)} | {"": {}} | rows
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ngrams.bin"
        write_ngrams(path, {history: Followers(-1.0, entries) for history, entries in written.items()})
        ngrams = Ngrams(path)
    for history, entries in written.items():
        assert ngrams.entries(history) == pytest.approx(entries, abs=0.04)


@pytest.mark.parametrize("damage", ["other", "empty", "missing", "longer", "shorter", "half", "head", "flipped"])
def test_a_file_that_is_not_whole_is_an_error_that_says_what_to_do(path: Path, damage: str) -> None:
    whole = path.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) * 2 // 3] ^= 1
    lengths = {"empty": 0, "shorter": len(whole) - 1, "half": len(whole) // 2, "head": 8}
    others = {"other": b"something else", "longer": whole + b"0", "flipped": bytes(flipped)}
    path.write_bytes(others.get(damage, whole[: lengths.get(damage)]))
    if damage == "missing":
        path.unlink()
    with pytest.raises(ValueError, match=r"ngrams\.bin .*install the package again"):
        Ngrams(path)
