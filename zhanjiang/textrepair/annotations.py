"""Which characters can stand before a reading: the page's own table, and what other mirrors are known to annotate."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from zhanjiang.textrepair.tables import Table, characters_by_reading, known_table

_OUTSIDE_TABLE: Final = (-1.0, -6.0)
"""The cost of a character that the page shows nowhere annotated: known from other mirrors, or never met."""


@cache
def _outside(reading: str) -> dict[int, float]:
    """The codes of the characters that have a reading, with the cost of each where the page does not show it."""
    known = {character.encode("gbk") for character, found in known_table().items() if found == reading}
    codes = characters_by_reading().get(reading, ())
    return {int.from_bytes(code): _OUTSIDE_TABLE[code not in known] for code in codes}


class Readings:
    """A page's table in both directions. `of`: the reading of a GBK code."""

    def __init__(self, table: Table) -> None:
        """Take the characters that the page shows annotated."""
        self.of = {int.from_bytes(character.encode("gbk")): reading for character, reading in table.items()}
        self._codes: dict[str, Mapping[int, float]] = {}

    def codes(self, reading: str) -> Mapping[int, float]:
        """The codes that can stand before a reading, each with its cost; those of the table cost nothing."""
        found = self._codes.get(reading)
        if found is None:
            others = {code: cost for code, cost in _outside(reading).items() if code not in self.of}
            found = others | {code: 0.0 for code, own in self.of.items() if own == reading}
            self._codes[reading] = found
        return found
