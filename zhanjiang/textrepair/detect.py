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

from zhanjiang.textrepair.prefilter import CUT
from zhanjiang.textrepair.tables import (
    READING,
    SIGNS,
    SYLLABLE,
    WIDE_SIGNS,
    characters_by_reading,
    known_table,
    plausible,
)

_ANNOTATED: Final = re.compile(f"([\u4e00-\u9fff])\\(({SYLLABLE})\\)")
_TORN: Final = re.compile(f"\\?({SYLLABLE})\\)")
_SHIFTED: Final = re.compile(f"\\?[{SIGNS},!;?][^\x00-\x7f]*([@-~])\\(({SYLLABLE})\\)")
"""A reading behind a letter, in what a cut put out of step: the letter is the end of a character so read."""
_UNWRITTEN: Final = re.compile(
    "\\?(?<=[^\x00-\x7f)]\\?)(?:\\?{1,2}[，。；,;]|[！!]\\?(?![！？!?])|[，。！？；][a-z`^_{|}~](?=[^\x00-\x7f]))"
)
"""Marks and signs as chats have them not."""
_LETTERED: Final = re.compile("\\?(?<=[^\x00-\x7f)]\\?)[,!?;][a-z`^_{|}~](?=[^\x00-\x7f])")
"""The same half-width, which a chat may have: `??h`."""
_LESSON: Final = re.compile(
    "[拼注讀读發发][音]|生字|生詞|生词|[讀读念][作做成]|多音字|[課课]文|朗[讀读]|[詞词字]典|怎[麼么樣样]+[念讀读寫写]|[聽听][寫写]"
)
_HANZI: Final = re.compile("[\u4e00-\u9fff]+")
_ASCII: Final = re.compile("[\x00-\x7f]+")

_LEAST_READINGS: Final = 3
_LEAST_CHARACTERS: Final = 2
_MOST_ANNOTATED: Final = 0.5
"""Above this share of annotated characters a text is a lesson, not a news page."""
_SPARSE: Final = 8
_SPARSER: Final = 12
"""A few readings are a mirror's only if so many characters come on each; more where all stand on one character."""
_HELPED: Final = frozenset("數發調創轉結應強養當會見號長過覺擔種將著場無監")
"""Those of the mirrors' characters of which a reader may want to know which reading is meant."""
_LOOK_BACK: Final = 24
"""How far before a torn reading an opening bracket is looked for."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a page shows of its damage. `table` is what the page itself proves of its mirror's table.

    `annotated` counts the readings that fit a table, `odd` those that fit none, `torn` the readings without their
    opening bracket that fit the bytes before them. The rest is asked only where readings are few: `unwritten` is
    whether a mark stands before a sign as nobody writes it (or as few do, where two characters are annotated), `lone`
    whether one stands before a sign that may be damage without any reading, which only the language can tell.
    `lesson`: the text speaks of sounds.
    """

    table: dict[str, str]
    annotated: int
    odd: int
    torn: int
    hanzi: int
    unwritten: bool
    lone: bool
    lesson: bool

    @property
    def damaged(self) -> bool:
        """Whether all of it together can only come from a mirror's software."""
        fitting = self.annotated + self.torn
        if self.torn:
            return self.odd <= fitting
        if self.odd * 8 > fitting or self.annotated > self.hanzi * _MOST_ANNOTATED:
            return False
        if self.annotated >= _LEAST_READINGS and len(self.table) >= _LEAST_CHARACTERS:
            return True
        if self.odd or self.lesson or not any(map(_of_mirrors, self.table.items())):
            return False
        sparse = _SPARSE if len(self.table) >= _LEAST_CHARACTERS else _SPARSER
        return self.unwritten or (self._unhelpful and self.hanzi >= self.annotated * sparse)

    @property
    def _unhelpful(self) -> bool:
        """Whether two characters, or one three times, are annotated for nobody: one at least needs no help."""
        several = self.annotated >= _LEAST_READINGS or len(self.table) >= _LEAST_CHARACTERS
        return several and not _HELPED.issuperset(self.table) and all(map(_of_mirrors, self.table.items()))


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
    torn += sum(_ends_in(*shifted) for shifted in _SHIFTED.findall(text))
    annotated = sum(characters.values()) - odd
    few = not torn and (annotated < _LEAST_READINGS or len(table) < _LEAST_CHARACTERS)
    return Evidence(
        table,
        annotated=annotated,
        odd=odd,
        torn=torn,
        hanzi=sum(map(len, _HANZI.findall(wide))),
        unwritten=few and any(kind.search(text) for kind in (_UNWRITTEN, _LETTERED)[: len(table)]),
        lone=few and CUT.search(READING.sub("", text)) is not None,
        lesson=few and _LESSON.search(wide) is not None,
    )


def _of_mirrors(annotated: tuple[str, str]) -> bool:
    """Whether mirrors were seen to print this reading behind this character."""
    return known_table().get(annotated[0]) == annotated[1]


def _fits(character: str, reading: str) -> bool:
    return known_table().get(character, reading) == reading and plausible(character, reading)


def _is_torn(text: str, match: re.Match[str]) -> bool:
    """Whether `?reading)` follows from the bytes: the character before it ends in the lead byte of one so read."""
    before = READING.sub("", text[max(0, match.start() - _LOOK_BACK) : match.start()])
    if not before or before.rfind("(") > before.rfind(")") or before.rfind("（") > before.rfind("）"):
        return False
    lead = before[-1].translate(WIDE_SIGNS).encode("gbk", "ignore")[1:2]
    return any(code[:1] == lead for code in characters_by_reading().get(match[1], ()))


def _ends_in(letter: str, reading: str) -> bool:
    """Whether a character so read has the letter as its second byte."""
    return any(code[1] == ord(letter) for code in characters_by_reading().get(reading, ()))
