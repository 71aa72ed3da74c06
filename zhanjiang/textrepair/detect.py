"""Evidence first: is a page damaged at all, and which characters does its mirror annotate?

Text that is not damaged must come back identical, so that everything here is a reason to say no. A damaged page shows
readings behind traditional characters of a table, one reading a character, at every occurrence, among many characters
that are never annotated; or readings whose bracket was eaten (`?qǐng)`), which no writer makes. Teachers annotate
common characters too, a character once or with two readings, or every character of a line.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from zhanjiang.textrepair.tables import READING, SYLLABLE, characters_by_reading, known_table, plausible

_ANNOTATED: Final = re.compile(f"([\u4e00-\u9fff])\\(({SYLLABLE})\\)")
_TORN: Final = re.compile(f"\\?({SYLLABLE})\\)")
_CUT: Final = re.compile("\\?(?:(?<=[^\x00-\x7f].)|(?<=\\).))[，。；！,;](?=[^\x00-\x7f]| ?[A-Za-z])")
"""`?` right before a sign: no writer sets these two together, but for `?!`."""
_HANZI: Final = re.compile("[\u4e00-\u9fff]+")
_ASCII: Final = re.compile("[\x00-\x7f]+")

_LEAST_READINGS: Final = 3
_LEAST_CHARACTERS: Final = 2
_MOST_ANNOTATED: Final = 0.5
"""Above this share of annotated characters a text is a lesson, not a news page."""
_LOOK_BACK: Final = 24
"""How far before a torn reading an opening bracket is looked for."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a page shows of its damage. `table` is what the page itself proves of its mirror's table.

    `annotated` counts the readings that fit a table, `odd` those that fit none, `torn` the readings without their
    opening bracket that fit the bytes before them, `cut` the marks that stand right before a sign.
    """

    table: dict[str, str]
    annotated: int
    odd: int
    torn: int
    cut: int
    hanzi: int

    @property
    def damaged(self) -> bool:
        """Whether all of it together can only come from a mirror's software."""
        fitting = self.annotated + self.torn
        if self.torn:
            return self.odd <= fitting
        if self.odd * 8 > fitting or self.annotated > self.hanzi * _MOST_ANNOTATED:
            return False
        several = self.annotated >= _LEAST_READINGS and len(self.table) >= _LEAST_CHARACTERS
        return several or (self.annotated > 0 and self.cut > 0)


def evidence(text: str) -> Evidence:
    """Weigh a text's readings. Costs one pass; loads the small tables, not the language."""
    pairs = Counter(_ANNOTATED.findall(text))
    characters = Counter(character for character, _ in pairs.elements())
    wide = _ASCII.sub("", text)
    table, odd = {}, 0
    for (character, reading), count in pairs.items():
        if count == characters[character] and _fits(character, reading) and wide.count(character) <= count * 1.25:
            table[character] = reading
        else:
            odd += count
    torn = sum(_is_torn(text, match) for match in _TORN.finditer(text))
    cut = len(_CUT.findall(text))
    return Evidence(table, sum(characters.values()) - odd, odd, torn, cut, sum(map(len, _HANZI.findall(wide))))


def _fits(character: str, reading: str) -> bool:
    return known_table().get(character, reading) == reading and plausible(character, reading)


def _is_torn(text: str, match: re.Match[str]) -> bool:
    """Whether `?reading)` follows from the bytes: the character before it ends in the lead byte of one so read."""
    before = READING.sub("", text[max(0, match.start() - _LOOK_BACK) : match.start()])
    if not before or before.rfind("(") > before.rfind(")") or before.rfind("（") > before.rfind("）"):
        return False
    lead = before[-1].encode("gbk", "ignore")[1:2]
    return any(code[:1] == lead for code in characters_by_reading().get(match[1], ()))
