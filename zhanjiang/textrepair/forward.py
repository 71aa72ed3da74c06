"""The forward model: what a mirror's software does to a traditional page, byte by byte.

Two passes over GBK bytes, each ending in a decoding that turns a lead byte without a trail byte into `?` and eats what
follows it. The first puts `(reading)` behind every two bytes that are a character of the table, whether they are one
character or the end of one and the start of the next. The second cuts in before the five signs ， 。 ！ ？ ；, wherever
their bytes stand, so that a lead byte before them is left alone. Rules with their examples: docs/textrepair.md.
The replica keeps a copy of these rules, because it imports nothing of ours; a change here belongs there too.
"""

import codecs
import re
from functools import cache, lru_cache
from typing import Final

from zhanjiang.textrepair.tables import SIGN_CODES, SIGNS, Table, cells, known_table, narrow

_FOREIGN: Final = "\x01"
"""Stands in the bytes for a character that GBK lacks; the character itself is put back behind the last decoding."""

_CUT: Final = b"\x02"
_PRIVATE: Final = 0xF0000
_SIGN: Final = re.compile(f"[{SIGNS}]")
_NARROW: Final = re.compile("[\x00-\x7f]")


def _decode_private(error: UnicodeError) -> tuple[str, int]:
    """Decode what the codec refuses: a cell without a character becomes a private one, a lone lead byte `?`."""
    assert isinstance(error, UnicodeDecodeError)
    code = error.object[error.start : error.start + 2]
    if code[0] in (0x80, 0xFF):
        return ("€" if code[0] == 0x80 else ""), error.start + 1
    if code in cells():
        return chr(_PRIVATE + (code[0] - 0x81) * 191 + code[1] - 0x40), error.start + 2
    return "?", min(error.start + 2, len(error.object))


def _encode_private(error: UnicodeError) -> tuple[bytes, int]:
    """Encode a private character as the cell it came from, and any other that GBK lacks as a mark of its place."""
    assert isinstance(error, UnicodeEncodeError)
    if error.object[error.start] == "€":
        return b"\x80", error.start + 1
    lead, trail = divmod(ord(error.object[error.start]) - _PRIVATE, 191)
    known = 0 <= lead <= 0xFE - 0x81
    return (bytes((lead + 0x81, trail + 0x40)) if known else _FOREIGN.encode()), error.start + 1


codecs.register_error("textrepair.private", lambda error: _decode_private(error))
codecs.register_error("textrepair.cell", lambda error: _encode_private(error))

_HIDDEN: Final = re.compile("[\x02\U000f0000-\U000fffff]")


@cache
def _known_codes() -> frozenset[bytes]:
    return frozenset(character.encode("gbk") for character in known_table())


@lru_cache(16)
def _second_bytes(codes: frozenset[bytes]) -> re.Pattern[bytes]:
    """Second bytes of codes behind first bytes. Two classes of bytes are compiled faster than all pairs."""
    leads, trails = (re.escape(bytes({code[side] for code in codes})) for side in (0, 1))
    return re.compile(b"(?<=[" + leads + b"])[" + trails + b"]", re.DOTALL)


def annotate(source: bytes, table: Table) -> bytes:
    """Put `(reading)` behind every two bytes of `source` that are a character of the table, at odd offsets too.

    >>> annotate("日報".encode("gbk"), {"請": "qǐng", "報": "bào"}).decode("gbk", "replace")
    '日�(qǐng)�(bào)'
    """
    if not table:
        return source
    readings = {character.encode("gbk"): f"({reading})".encode("gbk") for character, reading in table.items()}
    # Most tables are a part of the known one, for which one pattern serves.
    seconds = _second_bytes(_known_codes().union(readings))
    return seconds.sub(lambda found: found[0] + readings.get(source[found.start() - 1 : found.end()], b""), source)


@cache
def _straddle_pattern() -> re.Pattern[str]:
    """Two characters whose middle bytes may be a sign: one that ends as a sign begins, one that begins as it ends."""
    shown = [(code, character) for code, character in cells().items() if character]
    starts, ends = ({sign[side] for sign in SIGN_CODES} for side in (0, 1))
    before = "".join(character for code, character in shown if code[1] in starts)
    behind = "".join(character for code, character in shown if code[0] in ends)
    return re.compile(f"[{re.escape(before)}](?=([{re.escape(behind)}]))")


def _straddled(match: re.Match[str]) -> bool:
    return match[0].encode("gbk")[1:] + match[1].encode("gbk")[:1] in SIGN_CODES


def cut_places(text: str) -> list[tuple[int, int]]:
    """Where a cut may go, as (character, byte within it): before each sign made of two characters' bytes, and before
    the whole signs behind it, up to the next ASCII character, since the page is out of step there.
    """
    straddling = [match.start() for match in _straddle_pattern().finditer(text) if _straddled(match)]
    found = {(place, 1) for place in straddling}
    for place in straddling:
        narrow = _NARROW.search(text, place)
        end = narrow.start() if narrow else len(text)
        found.update((match.start(), 0) for match in _SIGN.finditer(text, place, end))
    return sorted(found)


def cut_before_signs(text: str, kept: frozenset[int] = frozenset()) -> bytes:
    """The bytes of a text with a cut before each sign, also one made of two characters' middle bytes.

    `kept` numbers the signs (in order, from 0) that are left whole with what stands before them.

    >>> cut_before_signs("小，")
    b'\\xd0\\x02\\xa1\\x02\\xa3\\xac'
    """
    parts: list[bytes] = []
    done, split = 0, b""
    for number, (place, offset) in enumerate(cut_places(text)):
        if number in kept:
            continue
        if place >= done:
            parts += split, text[done:place].encode("gbk", "textrepair.cell")
            split, done = text[place].encode("gbk", "textrepair.cell"), place + 1
        parts += split[:offset], _CUT
        split = split[offset:]
    return b"".join([*parts, split, text[done:].encode("gbk", "textrepair.cell")])


def decode_annotated(text: str, table: Table) -> str:
    """The page behind the first pass. Private characters stand for empty cells, U+0001 for what GBK lacks."""
    return annotate(text.encode("gbk", "textrepair.cell"), table).decode("gbk", "textrepair.private")


def damage(text: str, table: Table, *, halfwidth: bool = False, kept_signs: frozenset[int] = frozenset()) -> str:
    """What a mirror that annotates the characters of `table` makes of a traditional text.

    `halfwidth` shows full-width ASCII signs as half-width ones, as most mirrors do. No rule is known for the signs
    before which nothing is cut though a lead byte stands there: `kept_signs` names them by number.
    Characters that GBK lacks pass unchanged.

    >>> damage("日報", {"請": "qǐng", "報": "bào"}), damage("。“十四五”", {})
    ('日?qǐng)?bào)', '?！笆奈濉?')
    """
    return shown_of(decode_annotated(text, table), text, halfwidth=halfwidth, kept_signs=kept_signs)


def shown_of(annotated: str, text: str, *, halfwidth: bool, kept_signs: frozenset[int]) -> str:
    """What the second pass makes of the page behind the first, which was made of `text`: see `damage`."""
    shown = cut_before_signs(annotated, kept_signs).decode("gbk", "textrepair.private")
    shown = _HIDDEN.sub("", shown)
    if _FOREIGN in annotated:
        foreign = iter([character for character in text if not _in_gbk(character)])
        shown = re.sub(_FOREIGN, lambda _: next(foreign, ""), shown)
    return narrow(shown) if halfwidth else shown


def _in_gbk(character: str) -> bool:
    return character.isascii() or _FOREIGN.encode() != character.encode("gbk", "textrepair.cell")
