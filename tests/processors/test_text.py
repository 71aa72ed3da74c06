"""What of a text a reader sees: no controls and no marks of direction, but whole emoji."""

from __future__ import annotations

import pytest

from zhanjiang.processors.text import clean_line


@pytest.mark.parametrize("code", [0x08, 0x7F, 0xAD, 0x200B, 0x200D, 0x202A, 0x202C, 0x202E, 0x2066, 0x2069, 0xFEFF])
def test_invisible_characters_are_dropped(code: int) -> None:
    assert clean_line(f"{chr(code)}湛江{chr(code)}港{chr(code)}") == "湛江港"


@pytest.mark.parametrize(
    "emoji", ["\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u2764\ufe0f\u200d\U0001f525", "\U0001f44d\U0001f3fd"]
)
def test_an_emoji_stays_whole(emoji: str) -> None:
    assert clean_line(f" 海边\u200b{emoji}一家人 ") == f"海边{emoji}一家人"
