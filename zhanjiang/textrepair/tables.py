"""The tables of the damage: readings, GBK codes, and the five signs that the mirrors' software keeps together.

`table.tsv` holds the characters that mirrors were seen to annotate, each with its one reading. `readings.tsv` holds
every traditional character of GBK with its Mandarin readings (from the pinyin-data project, MIT licence): a mirror's
table is its own, and a character that `table.tsv` lacks is recognised by these. Both are read at first use.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

TONED: Final = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
"""The vowels that carry a tone mark. All stand in GBK, so that readings survive the mirrors' re-encoding."""

SYLLABLE: Final = f"[a-zü]{{0,4}}[{TONED}][a-z]{{0,2}}"
"""One pinyin syllable with its tone, as a regular expression: `zhuàng`, `ér`, `ā`, `lüè` is `l`+`üè`."""

READING: Final = re.compile(f"\\(({SYLLABLE})\\)")
"""A whole reading: `(huì)`."""

SIGNS: Final = "，。！？；"
"""The signs before which a lead byte is cut off; GBK A3AC, A1A3, A3A1, A3BF, A3BB."""

WIDE_SIGNS: Final = {ord(narrow): wide for narrow, wide in zip(",!?;:()", "，！？；：（）", strict=True)}
"""Half-width signs to the full-width ones that stood there when the page was damaged."""

SIGN_CODES: Final = frozenset(sign.encode("gbk") for sign in SIGNS)

_FULLWIDTH: Final = re.compile("[\uff01-\uff5e]")

Table = Mapping[str, str]
"""Character to reading: what one mirror annotates."""

_HERE: Final = Path(__file__).parent


def _rows(name: str) -> dict[str, str]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()[1:]
    return {line[0]: line[2:] for line in lines}


@cache
def known_table() -> dict[str, str]:
    """The characters that mirrors were seen to annotate, with the reading they print.

    >>> known_table()["長"]
    'zhǎng'
    """
    return _rows("table.tsv")


@cache
def traditional_readings() -> dict[str, tuple[str, ...]]:
    """Every reading of every traditional character in GBK, the commonest first.

    >>> traditional_readings()["頁"]
    ('yè', 'xié')
    """
    return {character: tuple(readings.split(",")) for character, readings in _rows("readings.tsv").items()}


@cache
def characters_by_reading() -> dict[str, tuple[bytes, ...]]:
    """GBK codes of the traditional characters that have a reading, for each reading."""
    found: dict[str, list[bytes]] = {}
    for character, readings in traditional_readings().items():
        for reading in readings:
            found.setdefault(reading, []).append(character.encode("gbk"))
    return {reading: tuple(codes) for reading, codes in found.items()}


def is_cell(lead: int, trail: int) -> bool:
    """Whether two bytes make a cell of GBK, with or without a character in it.

    >>> is_cell(0xAA, 0xA1), is_cell(0x81, 0x7F), is_cell(0x80, 0x40)
    (True, False, False)
    """
    return 0x81 <= lead <= 0xFE and 0x40 <= trail <= 0xFE and trail != 0x7F


def last_byte(text: str) -> int:
    """The byte that a text ends in, as GBK; ASCII is taken for full-width, which most mirrors show half-width.

    >>> hex(last_byte("湛")), hex(last_byte("8")), last_byte("")
    ('0xbf', '0xb8', 0)
    """
    code = text[-1:].encode("gbk", "ignore")
    return (code[0] | 0x80 if len(code) == 1 else code[1]) if code else 0


def _character(code: bytes) -> str:
    try:
        return code.decode("gbk")
    except UnicodeDecodeError:
        return ""


@cache
def cells() -> dict[bytes, str]:
    """Every two-byte cell of GBK with its character; '' for a cell without one, which shows as nothing at all."""
    codes = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF) if trail != 0x7F)
    return {code: _character(code) for code in codes}


def narrow(text: str) -> str:
    """A text with its full-width ASCII signs made half-width, as most mirrors show them.

    >>> narrow("好！（一）")
    '好!(一)'
    """
    return _FULLWIDTH.sub(lambda sign: chr(ord(sign[0]) - 0xFEE0), text)


def plausible(character: str, reading: str) -> bool:
    """Whether a mirror's table can hold this pair: a traditional character with one of its readings.

    >>> plausible("長", "zhǎng"), plausible("重", "chóng")
    (True, False)
    """
    return reading in traditional_readings().get(character, ())
