"""The charset of a page: bytes in, characters out.

Headers and pages lie about their charset often enough. Chinese text in another encoding is hardly ever valid UTF-8, so
what is valid UTF-8 and holds Chinese is that, whatever is declared; nearly every page is decided so, at the price of
one decoding. For the others each declared charset and the usual ones are tried, and compared by how much of what they
give is Chinese as it is printed: common characters, rather than rare ones, letters of other scripts and errors. What is
declared and decodes without an error goes first, unless another gives far better Chinese.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding

_CHINESE: Final = re.compile("[一-鿿]")
_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_USUAL: Final = ("utf-8", "gb18030", "big5hkscs")
_SAMPLE: Final = 3000
"""How many characters beyond ASCII are judged."""
_GOOD: Final = 0.9
"""The quality of a page that needs no comparison."""
_CLEARLY: Final = 0.3
"""By how much of the text another charset must be better than one that is declared and decodes."""
# Characters beyond ASCII, but for the marks that are printed between Chinese ones in whatever charset.
_TELLING: Final = re.compile(
    "[^\x00-\x7f\xa0-\xb7\xd7\u2000-\u206f\u2100-\u2bff\u3000-\u303f\ufe10-\ufe6f\uff00-\uff65\ufeff\U0001f000-\U0001faff]"
)
# CESU-8: a character outside the basic plane as two surrogates of three bytes each.
_SURROGATES: Final = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_HZ: Final = re.compile(rb"~\{(?:[!-w][!-~])+~\}")
_REFERENCES: Final = re.compile(
    r"&#(?:[xX]([dD][89abAB][0-9a-fA-F]{2})|(5[56][0-9]{3}));&#(?:[xX]([dD][c-fC-F][0-9a-fA-F]{2})|(5[67][0-9]{3}));"
)
# What Python leaves in the Private Use Area though GBK's A3A0 is a blank, and GB 18030 has long had a place for it.
_PRIVATE: Final = {
    0xE5E5: 0x3000,
    **dict(zip(range(0xE78D, 0xE797), (0xFE10, 0xFE12, 0xFE11, *range(0xFE13, 0xFE1A)), strict=True)),
    0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7,
    0xE832: 0x9FB8, 0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE864: 0x9FBB,
    0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE831: 0x215D7, 0xE83B: 0x2298F, 0xE855: 0x241FE,
}  # fmt: skip


def decode(body: bytes, content_type: str | None = None) -> str:
    """Decode a page's bytes; ``content_type`` is its header. NUL bytes are dropped.

    >>> decode("湛江".encode("utf-8"), "text/html; charset=gbk")
    '湛江'
    >>> decode("湛江新闻网昨日报道".encode("gbk"), "text/html; charset=utf-8")
    '湛江新闻网昨日报道'
    >>> decode("湛江報道".encode("big5"), "text/html; charset=big5")
    '湛江報道'
    """
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(encoding, "replace").replace("\0", "")
    body = body.removeprefix(codecs.BOM_UTF8)
    text = _as_valid_utf8(body)
    if text is not None and b"\0" not in body and _CHINESE.search(text):
        return text
    others = _USUAL if text is None else ("utf-8",)
    return _best(body, content_type, (*_likely(body), *others)).replace("\0", "")


def _as_valid_utf8(body: bytes) -> str | None:
    """The page in UTF-8, or in CESU-8; None where it is neither."""
    with suppress(UnicodeDecodeError):
        return body.decode()
    with suppress(UnicodeDecodeError):
        return _with_surrogates_joined(body).decode()
    return None


def mend_characters(html: str) -> str:
    """Join references to surrogates, and give the blank of GBK that is private elsewhere.

    >>> mend_characters("&#55357;&#56832; &#xD83D;&#xDE00;"), mend_characters("湛江\\ue5e5港")
    ('😀 😀', '湛江\\u3000港')
    """
    if "\ue5e5" in html:
        html = html.replace("\ue5e5", "\u3000")
    return _REFERENCES.sub(_joined, html) if _REFERENCES.search(html) else html


def _joined(pair: re.Match[str]) -> str:
    high, low = (int(pair[at], 16) if pair[at] else int(pair[at + 1]) for at in (1, 3))
    if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
        return pair[0]
    return chr(0x10000 + (high - 0xD800 << 10) + low - 0xDC00)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a charset makes of a page: ``quality`` is the share of it that is Chinese as printed."""

    text: str
    quality: float
    is_whole: bool


def _best(body: bytes, content_type: str | None, others: Iterable[str]) -> str:
    """The page as the best of the possible charsets gives it; of equals, as the declared or the first one."""
    if body.isascii() and b"~{" not in body and b"\0" not in body:
        return body.decode()
    declared = dict.fromkeys(_declared(body, content_type))
    readings: dict[str, _Reading] = {}
    for name in dict.fromkeys((*declared, *others)):
        readings[name] = reading = _read(body, name)
        if reading.quality >= _GOOD and (reading.is_whole or name == "utf-8"):
            return reading.text
    best = max(readings.values(), key=lambda reading: reading.quality)
    trusted = (readings[name] for name in declared if readings[name].is_whole)
    return next((reading for reading in trusted if reading.quality >= best.quality - _CLEARLY), best).text


def _declared(body: bytes, content_type: str | None) -> Iterator[str]:
    """The charsets that header and page declare, as Python's codecs of the widest charset of each family."""
    for name in (http_content_type_encoding(content_type), html_body_declared_encoding(body)):
        if name is None or name.startswith(("utf-16", "utf-32", "utf_16", "utf_32")):
            continue  # a page that declares these in ASCII is not in them
        family = {"gb": "gb18030", "eu": "gb18030", "bi": "big5hkscs", "cp95": "big5hkscs"}
        usual = (wide for start, wide in family.items() if name.startswith(start) and not name.startswith("euc_jp"))
        if _is_charset(name):
            yield next(usual, name)


@cache
def _is_charset(name: str) -> bool:
    """Say whether a codec of Python is a charset, unlike base64 or idna: it gives a text of whatever bytes."""
    with suppress(LookupError, UnicodeError):
        return bool(bytes(range(0x100)).decode(name, "replace"))
    return False


def _likely(body: bytes) -> list[str]:
    """The charsets that the form of the bytes suggests: UTF-16 by its many NUL bytes, HZ by its brackets."""
    start = body[:1000]
    if start.count(0) * 20 > len(start):
        return ["utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"]
    return ["hz"] if body.isascii() and _HZ.search(body) else []


def _read(body: bytes, encoding: str) -> _Reading:
    if encoding == "utf-8":
        body = _with_surrogates_joined(body)
    try:
        text, is_whole = body.decode(encoding), True
    except UnicodeDecodeError:
        text, is_whole = body.decode(encoding, _ERRORS.get(encoding, "replace")), False
    if encoding == "gb18030":
        text = text.translate(_PRIVATE)
    return _Reading(text, _quality(text), is_whole)


def _with_surrogates_joined(body: bytes) -> bytes:
    return _SURROGATES.sub(_as_utf8, body)


def _as_utf8(surrogates: re.Match[bytes]) -> bytes:
    return surrogates[0].decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16").encode()


def _replace(error: UnicodeError) -> tuple[str, int]:
    """Replace a byte that the charset of China refuses; 80 is the Euro sign."""
    assert isinstance(error, UnicodeDecodeError)
    return "€" if error.object[error.start] == 0x80 else "\ufffd", error.start + 1


codecs.register_error("zhanjiang.gb", _replace)
_ERRORS: Final = {"gb18030": "zhanjiang.gb"}


def _quality(text: str) -> float:
    """The share of the characters beyond ASCII, punctuation marks aside, that are common Chinese ones."""
    telling = [match[0] for match in islice(_TELLING.finditer(text), _SAMPLE)]
    common = _common()
    return sum(character in common for character in telling) / len(telling) if telling else 0


@cache
def _common() -> frozenset[str]:
    """The characters that the charsets of China and Taiwan set apart as the common ones: some 7000."""
    of_china = b"".join(bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF))
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    of_taiwan = b"".join(bytes((lead, trail)) for lead in range(0xA4, 0xC7) for trail in trails)
    return frozenset(of_china.decode("gb2312", "ignore") + of_taiwan.decode("big5", "ignore"))
