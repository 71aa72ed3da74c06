"""The tables of the damage: annotations, GBK codes, and the five marks that the mirrors' software keeps together.

`table.tsv` lists the characters that mirrors were seen to annotate, each with its one pinyin. `pinyin.tsv` lists every
traditional character of GBK with all its pinyins (from the pinyin-data project, MIT licence): each mirror has its own
table, and a character that `table.tsv` lacks is recognised by these. Both are read at first use.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

TONED: Final = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
"""The vowels that carry a tone mark. All stand in GBK, so annotations survive the mirrors' re-encoding."""

SYLLABLE: Final = f"[a-zü]{{0,4}}[{TONED}][a-z]{{0,2}}"
"""One pinyin syllable with its tone, as a regular expression: `zhuàng`, `ér`, `ā`, `lüè` is `l`+`üè`."""

ANNOTATION: Final = re.compile(f"\\(({SYLLABLE})\\)")
"""A whole annotation: `(huì)`."""

MARKS: Final = "，。！？；"
"""The punctuation marks before which a lead byte is cut off; GBK A3AC, A1A3, A3A1, A3BF, A3BB."""

WIDE_MARKS: Final = {ord(narrow): wide for narrow, wide in zip(",!?;:()", "，！？；：（）", strict=True)}
"""Half-width marks to the full-width ones that stood there when the page was damaged."""

MARK_CODES: Final = frozenset(mark.encode("gbk") for mark in MARKS)

_FULLWIDTH: Final = re.compile("[\uff01-\uff5e]")

Table = Mapping[str, str]
"""Character to pinyin: what one mirror annotates."""

_HERE: Final = Path(__file__).parent


def _rows(name: str) -> dict[str, str]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()[1:]
    return {line[0]: line[2:] for line in lines}


@cache
def known_table() -> dict[str, str]:
    """The characters that mirrors were seen to annotate, with the pinyin they print.

    >>> known_table()["長"]
    'zhǎng'
    """
    return _rows("table.tsv")


@cache
def pinyin_of_traditional() -> dict[str, tuple[str, ...]]:
    """Every pinyin of every traditional character in GBK, the commonest first.

    >>> pinyin_of_traditional()["頁"]
    ('yè', 'xié')
    """
    return {character: tuple(pinyins.split(",")) for character, pinyins in _rows("pinyin.tsv").items()}


@cache
def codes_by_pinyin() -> dict[str, tuple[bytes, ...]]:
    """For each pinyin, the GBK codes of the traditional characters that have it."""
    codes: dict[str, list[bytes]] = {}
    for character, pinyins in pinyin_of_traditional().items():
        for pinyin in pinyins:
            codes.setdefault(pinyin, []).append(character.encode("gbk"))
    return {pinyin: tuple(of_pinyin) for pinyin, of_pinyin in codes.items()}


def last_byte(text: str) -> int:
    """The last byte of a text in GBK; ASCII is taken for full-width, which most mirrors show half-width. 0 for none.

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
    """Every two-byte cell of GBK with its character; '' for an empty cell, which shows nothing at all."""
    codes = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF) if trail != 0x7F)
    return {code: _character(code) for code in codes}


def narrow(text: str) -> str:
    """A text with its full-width ASCII made half-width, as most mirrors show it.

    >>> narrow("好！（一）")
    '好!(一)'
    """
    return _FULLWIDTH.sub(lambda mark: chr(ord(mark[0]) - 0xFEE0), text)


def plausible(character: str, pinyin: str) -> bool:
    """Whether a mirror's table can have this pair: a traditional character with one of its pinyins.

    >>> plausible("長", "zhǎng"), plausible("重", "chóng")
    (True, False)
    """
    return pinyin in pinyin_of_traditional().get(character, ())


def overlapping(byte: int, count: int) -> bytes:
    """The bytes before a mark that are cut off one by one, each being the start of a mark that overlaps the next.

    >>> overlapping(0xA3, 2).hex()
    'a3a1'
    """
    pair = (0xA1, 0xA3) if byte == 0xA3 else (0xA3, 0xA1)
    return bytes(pair[step % 2] for step in reversed(range(count)))


def widened(shown: str) -> bytes:
    """The bytes of the full-width form of an ASCII character; b'' where there is none."""
    if shown == " ":
        return b"\xa1\xa1"
    return bytes((0xA3, ord(shown) + 0x80)) if "!" <= shown <= "~" else b""
