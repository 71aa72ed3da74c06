"""What of a text a reader sees: no controls and no marks of direction, but whole emoji."""

from __future__ import annotations

import re
import unicodedata

import pytest

from zhanjiang.processors.text import _NORMAL, clean_line, clean_lines, letters, marked_text, plain_line


@pytest.mark.parametrize("code", [0x08, 0x7F, 0xAD, 0x200B, 0x200D, 0x202A, 0x202C, 0x202E, 0x2066, 0x2069, 0xFEFF])
def test_invisible_characters_are_dropped(code: int) -> None:
    assert clean_line(f"{chr(code)}湛江{chr(code)}港{chr(code)}") == "湛江港"


@pytest.mark.parametrize(
    "emoji", ["\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u2764\ufe0f\u200d\U0001f525", "\U0001f44d\U0001f3fd"]
)
def test_an_emoji_stays_whole(emoji: str) -> None:
    assert clean_line(f" 海边\u200b{emoji}一家人 ") == f"海边{emoji}一家人"


_UNSEEN = [
    *(0x00, 0x08, 0x1B, 0x1F, 0x7F, 0x80, 0x9B, 0x9F, 0xAD, 0x034F, 0x061C, 0x115F, 0x180E, 0x200B, 0x200C, 0x200D),
    *(0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0x3164, 0xD800, 0xDFFF, 0xE000, 0xFDD0),
    *(0xFEFF, 0xFFA0, 0xFFF9, 0xFFFE, 0xE0001, 0xE0041, 0xF0000, 0x10FFFF),
]
_BREAKS = [0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029]


@pytest.mark.parametrize("code", _UNSEEN)
def test_no_form_of_a_text_has_what_no_reader_sees(code: int) -> None:
    text = f"{chr(code)}湛江{chr(code)}港{chr(code)}"
    assert clean_lines(text) == "湛江港"
    assert plain_line(text) == " 湛江 港 "
    assert marked_text(text) == "\ufffd湛江\ufffd港\ufffd"
    assert clean_line(text).replace(" ", "") == "湛江港"


@pytest.mark.parametrize("code", _BREAKS)
def test_every_line_break_is_a_plain_one_or_none(code: int) -> None:
    text = f"湛江{chr(code)}港"
    assert (clean_lines(text), plain_line(text), clean_line(text)) == ("湛江\n港", "湛江 港", "湛江 港")
    assert len(marked_text(text).splitlines()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "湛江\u3000港", "👨\u200d👩\u200d👧", "❤\ufe0f\u200d🔥", "1\ufe0f\u20e3", "葛\U000e0100城", "👍🏽",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "𠮷", "（…—·“”）", "é", "ü\u0308",
    ],
)  # fmt: skip
def test_what_readers_see_stays(text: str) -> None:
    assert clean_lines(text) == plain_line(text) == marked_text(text) == text
    assert clean_line(text) == " ".join(text.split())


@pytest.mark.parametrize("text", ["港\ufe0f\ufe0f\ufe0e", "港\ufe0f\u200b\ufe0f", "港\ufe0f\U000e0100\U000e01ef"])
def test_a_character_has_one_variation_at_most(text: str) -> None:
    assert clean_lines(text) == clean_line(text) == "港\ufe0f"


def test_letters_need_no_normal_form_where_all_characters_have_it() -> None:
    characters = [chr(code) for code in (*range(0x3500), *range(0x4E00, 0xA000, 7), *range(0xF900, 0x10000))]
    normal = [character for character in characters if _NORMAL.fullmatch(character)]
    assert len(normal) > 3_000
    as_normalised = [re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", one)).lower() for one in normal]
    assert list(map(letters, normal)) == as_normalised
    assert letters("ＡＢ１㎏\u0041\u030a") == "ab1kgå"
