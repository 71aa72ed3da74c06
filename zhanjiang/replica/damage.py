"""What a mirror's software does to a page: annotations spliced into its bytes, and the accidents that follow.

This is a copy of the rules that also stand in the project's text repair, written a second time on purpose: the
replica shares no code with what it tests, so that one mistake cannot agree with itself. A rule learnt on one side
belongs on the other. All rules work on GBK bytes, so an annotation may land in the middle of a character.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_CUT = b"\x02"
# ， 。 ！ ？ ； stay whole wherever their bytes stand, also as the end of one character and the start of the next.
_SIGN = re.compile(b"(?=\xa3\xac|\xa1\xa3|\xa3\xa1|\xa3\xbf|\xa3\xbb)")
_TOKEN = re.compile(
    b"(?P<ascii>[\x00-\x7f]+)|(?P<pair>[\x81-\xfe][\x40-\x7e\x80-\xfe])|(?P<lone>[\x81-\xfe][\x00-\x3f\x7f\xff]?)"
    b"|(?P<odd>[\x80\xff])",
    re.DOTALL,
)
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


@cache
def known_annotations() -> dict[str, str]:
    """Return the annotations that mirrors are known to put after characters; each mirror's table is a subset."""
    lines = (Path(__file__).parent / "data" / "annotations.tsv").read_text("utf-8").splitlines()[1:]
    return {character: annotation for character, _, annotation in (line.partition("\t") for line in lines)}


def damage(text: str, table: Mapping[str, str], half_width: bool = False, silent: bool = False) -> str:
    """Return what a mirror shows of a text in traditional script; ``table`` has annotations by character.

    What GBK lacks shows as ``?``. ``half_width`` shows full-width punctuation as ASCII, as most mirrors do. A
    ``silent`` mirror drops a lone lead byte, which leaves no ``?`` and eats nothing.

    >>> damage("日報", {"請": "qǐng", "報": "bào"})
    '日?qǐng)?bào)'
    >>> damage("來搶沙發", {"來": "lái", "頁": "yè", "發": "fā"})
    '來(lái)?yè)屔嘲l(fā)'
    >>> damage("日報，“六保”任務", {"請": "qǐng", "報": "bào", "務": "wù"}, silent=True)
    '日(qǐng)(bào)，“六！比蝿(wù)'
    """
    once = _settle(_annotate(text.encode("gbk", "replace"), table), silent)
    twice = _SIGN.sub(_CUT, once)
    shown = "".join(_shown(token, silent) for token in _TOKEN.finditer(twice)).replace(_CUT.decode(), "")
    return shown.translate(_HALF_WIDTH) if half_width else shown


def _annotate(source: bytes, table: Mapping[str, str]) -> bytes:
    """Put ``(annotation)`` after every two bytes that are a character of the table, whatever they are halves of."""
    spliced = {character.encode("gbk"): f"({annotation})".encode("gbk") for character, annotation in table.items()}
    parts = bytearray(source[:1])
    for index in range(1, len(source)):
        parts.append(source[index])
        parts += spliced.get(source[index - 1 : index + 1], b"")
    return bytes(parts)


def _settle(spliced: bytes, silent: bool) -> bytes:
    """Read the bytes once: a lead byte whose next byte cannot follow becomes ``?`` and eats it, or is dropped."""
    return _TOKEN.sub(lambda token: _left(token, silent) if token["lone"] else token[0], spliced)


def _left(token: re.Match[bytes], silent: bool) -> bytes:
    """What is left of a lone lead byte and the byte after it."""
    return token[0][1:] if silent else b"?"


def _shown(token: re.Match[bytes], silent: bool) -> str:
    """What one unit shows: a cell without a character shows nothing."""
    if token["lone"]:
        return _left(token, silent).decode("ascii", "ignore")
    if token["odd"]:
        return "€" if token["odd"] == b"\x80" else ""
    return token[0].decode("gbk", "ignore")
