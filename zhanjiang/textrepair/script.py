"""From a mirror's traditional script back to the portal's simplified one: the inverse of a conversion.

A mirror converted simplified text, so the text to find is the one whose conversion gives the page. Plain reversal is
not that inverse: it takes 鉅 to 巨, which no conversion ever turned into 鉅; the portal wrote 钜. OpenCC's tables do
the work in both directions, and every place where its forward conversion does not give the page back is looked at.
"""

from collections.abc import Callable
from functools import cache
from typing import Final

from zhanjiang.textrepair.tables import cells

_NEAR: Final = 6
"""So many characters on either side decide which phrase a character is in."""


@cache
def _converter(configuration: str) -> Callable[[str], str]:
    from opencc import OpenCC

    return OpenCC(configuration).convert


@cache
def _sources() -> dict[str, tuple[str, ...]]:
    """For each character that a conversion produces, those it comes from: itself, if ever, as the last."""
    characters = "".join(character for character in cells().values() if "\u4e00" <= character <= "\u9fff")
    found: dict[str, list[str]] = {}
    for source, made in zip(characters, _one_by_one(characters), strict=True):
        found.setdefault(made, []).append(source)
    return {made: tuple(sorted(sources, key=made.__eq__)) for made, sources in found.items()}


def _one_by_one(characters: str) -> list[str]:
    return _converter("s2t")("\n".join(characters)).split("\n")


def to_simplified(text: str) -> str:
    """The simplified text whose conversion gives this traditional one; what no conversion gives is simply reversed.

    >>> to_simplified("李鉅良"), to_simplified("鐘錶")
    ('李钜良', '钟表')
    """
    simplified = _converter("t2s")(text)
    again = _converter("s2t")(simplified)
    if again == text or not len(again) == len(simplified) == len(text):
        return simplified
    characters = list(simplified)
    for place, (made, wanted) in enumerate(zip(again, text, strict=True)):
        if made != wanted:
            characters[place] = _source(characters, place, wanted)
    return "".join(characters)


def _source(characters: list[str], place: int, wanted: str) -> str:
    """The character whose conversion in its place gives `wanted`; the one that stands there where none does."""
    before = "".join(characters[max(0, place - _NEAR) : place])
    behind = "".join(characters[place + 1 : place + _NEAR + 1])
    for source in _sources().get(wanted, ()):
        if _converter("s2t")(before + source + behind)[len(before) : len(before) + 1] == wanted:
            return source
    return characters[place]


def is_traditional(text: str) -> bool:
    """Whether more of a text's characters are traditional than are simplified.

    >>> is_traditional("湛江市昨日舉行活動"), is_traditional("湛江市昨日举行活动")
    (True, False)
    """
    return _differences(text, "t2s") > _differences(text, "s2t")


def _differences(text: str, configuration: str) -> int:
    changed = _converter(configuration)(text)
    return 0 if changed == text else sum(a != b for a, b in zip(text, changed, strict=False))


def in_script(text: str, script: str) -> str:
    """A text in `hans` or `hant`, unchanged where it is so already; `none` leaves every text as it is.

    >>> in_script("數字報", "hans"), in_script("数字报", "hant"), in_script("数字報", "none")
    ('数字报', '數字報', '数字報')
    """
    if script == "none" or is_traditional(text) == (script == "hant"):
        return text
    return to_simplified(text) if script == "hans" else _converter("s2t")(text)
