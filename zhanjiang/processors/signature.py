"""How alike two texts are, and by what signature the texts like a given one are found among very many.

Texts are compared folded (``processors.folding``), without punctuation marks and blanks. They are
near-duplicates where the sets of their runs of four characters have a Jaccard similarity of ``THRESHOLD`` or more.

The signature is MinHash: a text's least hash in each of 88 orders. Of these 24 make eight bands, and two bits of each
of the others a sketch. Near-duplicates share a band. Now and then so do texts that share a fifth, such as a newsroom's
phrases, or a form with other numbers: the sketch rules most of these out without reading them. Texts of fewer than 80
characters have one band, their own hash: equal or not. Signatures are stored, so they must never change.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

from rensa import RMinHash  # type: ignore[import-untyped]

from zhanjiang.processors.folding import fold_letters

THRESHOLD: Final = 0.6
"""A tenth of the sentences replaced leaves about 0.8, in a short article 0.65; half of them left out, 0.5 at most."""

_SHINGLE: Final = 4
_SHORT: Final = 80  # folded characters below which a changed word is too much of the text
_SENTENCE: Final = (
    30  # below it a video's only line, such as 精彩赛况请看本报记者发来的视频, may come under many headlines
)
_PHRASE: Final = 10  # below it what is equal is a phrase such as 详情见视频, whatever the headline
_BANDS: Final = 8  # each costs a page of the index at every commit
_ROWS: Final = 3  # hashes a band
_SKETCHED: Final = 64  # hashes in the sketch
_ALIKE: Final = 35  # of them, agreeing by chance or not, in nearly all near-duplicates, and in few others
_LOWEST_BITS: Final = int("01" * _SKETCHED, 2)
_SEED: Final = 1


def compared(headline: str | None, text: str | None) -> str:
    """The text of an article that is compared: its own; after the headline where it is a single line; else none.

    >>> compared("轮渡复航", "轮渡昨日复航，市民请留意班次。"), compared("轮渡复航", "详情见视频。")
    ('轮渡复航\\n轮渡昨日复航，市民请留意班次。', '')
    """
    if text is None or len(text) >= _SHORT:
        return text or ""
    length = len(fold_letters(text))
    if length < _PHRASE:
        return ""
    return text if length >= _SENTENCE else f"{headline or ''}\n{text}"


def similarity(one: str, other: str) -> float:
    """The Jaccard similarity of two texts, from 0 to 1; short ones are equal (1) or not (0).

    >>> similarity("码头昨日启用，市民称便。", "碼頭昨日啟用 市民稱便")
    1.0
    """
    mine, others = _runs(one), _runs(other)
    shared = len(mine & others)
    return shared / (len(mine) + len(others) - shared)


@lru_cache(maxsize=8)  # one text is often verified against several
def _runs(text: str) -> frozenset[str]:
    """The runs of four characters of a text; a short text is one run."""
    folded = fold_letters(text)
    return frozenset(_shingles(folded) if len(folded) >= _SHORT else (folded,))


def _shingles(folded: str) -> list[str]:
    return [folded[start : start + _SHINGLE] for start in range(len(folded) - _SHINGLE + 1)]


class Signature(NamedTuple):
    """The key by which similar texts are found: bands, signed numbers of at most 64 bits, and a sketch of 16 bytes."""

    bands: tuple[int, ...]
    sketch: bytes

    def resembles(self, sketch: bytes) -> bool:
        """Say whether another text, with this sketch, may be a near-duplicate."""
        different = int.from_bytes(self.sketch) ^ int.from_bytes(sketch)
        return _SKETCHED - ((different | different >> 1) & _LOWEST_BITS).bit_count() >= _ALIKE


_signed: Final[dict[str, Signature]] = {}
"""Signatures that were computed elsewhere, of texts that are about to be stored: the latest 256."""
_MOST_SIGNED: Final = 256


def remember(text: str, signature: Signature) -> None:
    """Take the signature of a text that another process has computed, so that ``sign`` need not."""
    _signed[text] = signature
    if len(_signed) > _MOST_SIGNED:
        del _signed[next(iter(_signed))]


def sign(text: str) -> Signature:
    """The signature of a text: eight bands; one for a short text, none for an empty one."""
    return _signed.get(text) or _sign(text)


@lru_cache(maxsize=64)  # computed when the original is looked for, and needed again when the article is saved
def _sign(text: str) -> Signature:
    folded = fold_letters(text)
    if not folded:
        return Signature((), b"")
    if len(folded) < _SHORT:
        digest = blake2b(folded.encode(), digest_size=8).digest()
        return Signature((int.from_bytes(digest, signed=True),), b"")
    least = RMinHash(_BANDS * _ROWS + _SKETCHED, _SEED)
    least.update(_shingles(folded))
    hashes = least.digest()
    # The lower half of each hash is as good as the whole, and three of them are a number that databases index.
    packed = struct.pack(f"<{_BANDS * _ROWS}H", *[value & 0xFFFF for value in hashes[: _BANDS * _ROWS]])
    bands = [int.from_bytes(packed[start : start + 2 * _ROWS]) for start in range(0, len(packed), 2 * _ROWS)]
    sketch = int("".join(["0123"[value & 3] for value in hashes[_BANDS * _ROWS :]]), 4)
    return Signature(tuple(bands), sketch.to_bytes(_SKETCHED // 4))
