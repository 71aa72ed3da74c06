"""The forward model: what a mirror's software does to a traditional page, byte by byte.

Two passes over GBK bytes; each ends in a decoding that turns a lead byte without a trail byte into `?` and swallows
the byte after it. The first inserts `(pinyin)` after every two bytes that are a character of the table, whether they
are one character or the end of one and the start of the next. The second cuts before the five marks ， 。 ！ ？ ；,
wherever their bytes stand, so that a lead byte before them is alone. Rules with examples: docs/textrepair.md.

Some mirrors decode silently, each page in one way: a lead byte without a trail byte is dropped and swallows nothing. So
a cut leaves no `?` and a shifted run ends before the `(` or `<` itself: “六保”任務 is shown `“六！比蝿(wù)`.
The replica has a copy of these rules, because it imports nothing of this package; change both together.
"""

import codecs
import re
from functools import cache, lru_cache
from itertools import compress, count, pairwise
from typing import Final

from zhanjiang.textrepair.tables import MARK_CODES, MARKS, Table, cells, narrow

_FOREIGN: Final = "\x01"
"""Stands in the bytes for a character that GBK lacks, which comes back after the last decoding."""

_CUT: Final = b"\x02"
"""Stands in the bytes for a cut."""
_PRIVATE: Final = 0xF0000
"""The first of the private characters that stand for empty cells."""
_WHOLE_MARK: Final = re.compile(f"[{MARKS}、]")
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


def _decode_silent(error: UnicodeError) -> tuple[str, int]:
    """The same, but a lone lead byte is dropped and swallows nothing."""
    shown, end = _decode_private(error)
    return (shown, end) if shown != "?" else ("", error.start + 1)  # type: ignore[attr-defined]


def _encode_private(error: UnicodeError) -> tuple[bytes, int]:
    """Encode a private character as the cell it came from, and any other that GBK lacks as `_FOREIGN`."""
    assert isinstance(error, UnicodeEncodeError)
    if error.object[error.start] == "€":
        return b"\x80", error.start + 1
    lead, trail = divmod(ord(error.object[error.start]) - _PRIVATE, 191)
    known = 0 <= lead <= 0xFE - 0x81
    return (bytes((lead + 0x81, trail + 0x40)) if known else _FOREIGN.encode()), error.start + 1


codecs.register_error("textrepair.private", lambda error: _decode_private(error))
codecs.register_error("textrepair.silent", lambda error: _decode_silent(error))
codecs.register_error("textrepair.cell", lambda error: _encode_private(error))

_HIDDEN: Final = re.compile("[\x02\U000f0000-\U000fffff]")


def annotate(source: bytes, table: Table) -> bytes:
    """Insert `(pinyin)` after every two bytes of `source` that are a character of the table, at odd offsets too.

    >>> annotate("日報".encode("gbk"), {"請": "qǐng", "報": "bào"}).decode("gbk", "replace")
    '日�(qǐng)�(bào)'
    """
    annotations = {tuple(character.encode("gbk")): f"({pinyin})".encode("gbk") for character, pinyin in table.items()}
    parts: list[bytes] = []
    done = 0
    for end in compress(count(2), map(annotations.__contains__, pairwise(source))):
        parts += source[done:end], annotations[source[end - 2], source[end - 1]]
        done = end
    return b"".join([*parts, source[done:]])


@cache
def _straddle_pattern() -> re.Pattern[str]:
    """Two characters whose middle bytes may be a mark: one that ends as a mark begins, one that begins as it ends."""
    shown = [(code, character) for code, character in cells().items() if character]
    starts, ends = ({mark[side] for mark in MARK_CODES} for side in (0, 1))
    before = "".join(character for code, character in shown if code[1] in starts)
    after = "".join(character for code, character in shown if code[0] in ends)
    return re.compile(f"[{re.escape(before)}](?=([{re.escape(after)}]))")


def _straddled(match: re.Match[str]) -> bool:
    return match[0].encode("gbk")[1:] + match[1].encode("gbk")[:1] in MARK_CODES


@lru_cache(2)
def cut_positions(text: str) -> tuple[tuple[int, int], ...]:
    """Where a cut may go, as (number of the character, byte within it): before each mark made of two characters' bytes,
    and before the whole marks after it, up to the next ASCII character, since the page is out of step there. Few
    mirrors cut before 、 too, and only there.
    """
    straddling = [match.start() for match in _straddle_pattern().finditer(text) if _straddled(match)]
    positions = {(position, 1) for position in straddling}
    end = 0
    for position in straddling:
        if position >= end:
            narrow = _NARROW.search(text, position)
            end = narrow.start() if narrow else len(text)
            positions.update((match.start(), 0) for match in _WHOLE_MARK.finditer(text, position, end))
    return tuple(sorted(positions))


def commas(text: str) -> frozenset[int]:
    """The numbers of the positions before 、, where most mirrors cut nothing."""
    return frozenset(
        number for number, (position, offset) in enumerate(cut_positions(text)) if text[position] == "、" and not offset
    )


def cut_before_marks(text: str, uncut: frozenset[int] = frozenset()) -> bytes:
    """The bytes of a text with a cut before each mark, also one made of two characters' middle bytes.

    `uncut`: the numbers (in order, from 0) of the marks before which nothing is cut.

    >>> cut_before_marks("小，")
    b'\\xd0\\x02\\xa1\\x02\\xa3\\xac'
    """
    parts: list[bytes] = []
    done, split = 0, b""
    for number, (position, offset) in enumerate(cut_positions(text)):
        if number in uncut:
            continue
        if position >= done:
            parts += split, text[done:position].encode("gbk", "textrepair.cell")
            split, done = text[position].encode("gbk", "textrepair.cell"), position + 1
        parts += split[:offset], _CUT
        split = split[offset:]
    return b"".join([*parts, split, text[done:].encode("gbk", "textrepair.cell")])


def decode_annotated(text: str, table: Table, *, silent: bool = False) -> str:
    """The page after the first pass. Private characters stand for empty cells, U+0001 for what GBK lacks."""
    return decoded(annotate(text.encode("gbk", "textrepair.cell"), table), silent=silent)


def decoded(code: bytes, *, silent: bool) -> str:
    """The page after one decoding, with private characters for empty cells."""
    return code.decode("gbk", "textrepair.silent" if silent else "textrepair.private")


def damage(
    text: str, table: Table, *, halfwidth: bool = False, uncut_marks: frozenset[int] = frozenset(), silent: bool = False
) -> str:
    """Damage a traditional text as a mirror does that annotates the characters of `table`.

    `halfwidth` shows full-width ASCII as half-width, as most mirrors do. No rule is known for the marks before which
    nothing is cut though a lead byte stands there: `uncut_marks` gives their numbers. `silent`: a lone lead byte is
    dropped without a `?` and swallows nothing. Characters that GBK lacks pass unchanged.

    >>> damage("日報", {"請": "qǐng", "報": "bào"}), damage("。“十四五”", {})
    ('日?qǐng)?bào)', '?！笆奈濉?')
    >>> damage("日報", {"請": "qǐng", "報": "bào"}, silent=True), damage("。“十四五”", {}, silent=True)
    ('日(qǐng)(bào)', '！笆奈濉')
    """
    annotated = decode_annotated(text, table, silent=silent)
    uncut = uncut_marks | commas(annotated)
    return shown_of(annotated, text, halfwidth=halfwidth, uncut_marks=uncut, silent=silent)


def shown_of(annotated: str, text: str, *, halfwidth: bool, uncut_marks: frozenset[int], silent: bool = False) -> str:
    """The page after the second pass, from the page after the first and the `text` it was made of: see `damage`."""
    shown = decoded(cut_before_marks(annotated, uncut_marks), silent=silent)
    shown = _HIDDEN.sub("", shown)
    if _FOREIGN in annotated:
        foreign = iter([character for character in text if not _in_gbk(character)])
        shown = re.sub(_FOREIGN, lambda _: next(foreign, ""), shown)
    return narrow(shown) if halfwidth else shown


def _in_gbk(character: str) -> bool:
    return character.isascii() or _FOREIGN.encode() != character.encode("gbk", "textrepair.cell")
