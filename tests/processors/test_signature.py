"""How alike texts are, and whether their signatures say so."""

from __future__ import annotations

from random import Random

import pytest

from zhanjiang.processors.folding import fold_letters, simplified_forms
from zhanjiang.processors.signature import THRESHOLD, compared, sign, similarity
from zhanjiang.textrepair import to_simplified

_FORM = "市气象台{}日{}时发布：今天白天到夜间，我市晴间多云，局部有阵雨，气温{}到{}度，偏南风{}级，湿度{}到{}。"
_CHARACTERS = "".join(bytes((row, cell)).decode("gbk") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF))


def _text(seed: int, length: int = 400) -> str:
    return "".join(Random(seed).choices(_CHARACTERS, k=length))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("湛江市昨日舉行禁毒宣傳進校園活動", "湛江市昨日举行禁毒宣传进校园活动"),
        ("共１２场，ＡＢ两组。", "共12场,ab两组."),
        ("码头昨日启用。\n\n市民称便。", "码头昨日启用——“市民称便”"),
    ],
)
def test_script_width_signs_and_blanks_are_no_difference(one: str, other: str) -> None:
    assert fold_letters(one) == fold_letters(other)
    assert similarity(one, other) == 1
    assert sign(one) == sign(other)


def test_similarity_is_the_share_of_runs_of_four_that_both_have() -> None:
    text = _text(1)
    assert similarity(text, text[:200]) == pytest.approx(197 / 397)
    assert similarity(text, _text(2)) < 0.01


def test_a_short_text_is_equal_or_not() -> None:
    text = _text(1, 79)
    assert similarity(text, f"{text}。") == 1
    assert similarity(text, text[:-1]) == 0
    assert len(sign(text).bands) == 1
    assert set(sign(text).bands).isdisjoint(sign(text[:-1]).bands)


def test_no_text_has_no_signature() -> None:
    assert sign("").bands == sign("。，！").bands == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, ""),
        ("", ""),
        ("详情见视频！", ""),
        ("航道水深图昨日更新，请留意。", "码头启用\n航道水深图昨日更新，请留意。"),
        (_text(1, 30), _text(1, 30)),
        (_text(1, 300), _text(1, 300)),
    ],
)
def test_a_single_line_is_compared_with_its_headline_and_a_phrase_not_at_all(text: str | None, expected: str) -> None:
    assert compared("码头启用", text) == expected


def test_texts_alike_share_a_band_and_most_of_the_sketch() -> None:
    found = 0
    for seed in range(200):
        text = _text(seed)
        changed = text[:100] + _text(seed + 1000, 40) + text[140:]
        assert similarity(text, changed) >= THRESHOLD
        one, other = sign(text), sign(changed)
        found += bool(set(one.bands) & set(other.bands)) and one.resembles(other.sketch)
    assert found >= 196


def test_texts_unlike_share_no_band_and_little_of_the_sketch() -> None:
    signatures = [sign(_text(seed)) for seed in range(200)]
    assert len({band for signature in signatures for band in signature.bands}) == 200 * 8
    assert not any(signatures[0].resembles(other.sketch) for other in signatures[1:])


def test_a_form_with_other_numbers_is_known_by_its_sketch() -> None:
    chance = Random(1)
    forms = ["".join(_FORM.format(*(chance.randint(1, 99) for _ in range(7))) for _ in range(6)) for _ in range(20)]
    assert max(similarity(forms[0], other) for other in forms[1:]) < THRESHOLD
    assert not any(sign(forms[0]).resembles(sign(other).sketch) for other in forms[1:])


def test_a_signature_is_what_it_is_in_stores_already_written() -> None:
    signature = sign("湛江港" * 40)
    assert (signature.bands[0], signature.sketch.hex()) == (23113797977766, "c767204add4a2406a38f6f6f1d7a8af2")
    assert sign("码头昨日启用，市民称便。").bands == (-7818549985830402140,)


def test_characters_are_simplified_as_the_dictionaries_simplify_them() -> None:
    # Of 麪 the dictionaries make a variant, 麺, which no simplified text keeps; stored signatures do.
    characters = {*map(chr, range(0x4E00, 0x9FA6, 31)), *simplified_forms()} - {"麪"}
    assert len(characters) > 3_700
    assert [character for character in characters if fold_letters(character) != to_simplified(character)] == []
