"""Which characters can stand before an annotation: the page's own table, and what other mirrors annotate."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from zhanjiang.textrepair.tables import Table, codes_by_pinyin, known_table

_OUTSIDE_TABLE: Final = (-1.0, -6.0)
"""Logarithmic cost of a character that the page annotates nowhere else: known from other mirrors, or never met."""


@cache
def _outside(pinyin: str) -> dict[int, float]:
    """The GBK codes of the characters with this pinyin, each with its cost where the page's table lacks it."""
    known = {character.encode("gbk") for character, annotation in known_table().items() if annotation == pinyin}
    codes = codes_by_pinyin().get(pinyin, ())
    return {int.from_bytes(code): _OUTSIDE_TABLE[code not in known] for code in codes}


class Annotations:
    """A page's table in both directions. `of`: the annotation of a GBK code."""

    def __init__(self, table: Table) -> None:
        """Take the characters that the page shows annotated."""
        self.of = {int.from_bytes(character.encode("gbk")): pinyin for character, pinyin in table.items()}
        self._codes: dict[str, Mapping[int, float]] = {}

    def codes(self, pinyin: str) -> Mapping[int, float]:
        """The codes that can stand before an annotation, each with its cost; those of the table cost nothing."""
        codes = self._codes.get(pinyin)
        if codes is None:
            others = {code: cost for code, cost in _outside(pinyin).items() if code not in self.of}
            codes = others | {code: 0.0 for code, own in self.of.items() if own == pinyin}
            self._codes[pinyin] = codes
        return codes
