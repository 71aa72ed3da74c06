"""Evidence first: is a page damaged at all, and which characters does its mirror annotate?

Text that is not damaged must come back identical, so everything here is a reason to say no. A damaged page shows
annotations after traditional characters of a table, one pinyin for each character, at every occurrence, among many
characters that are never annotated; or annotations whose bracket was swallowed (`?qǐng)`), which no writer makes.
Teachers annotate common characters too, a character once or with two pinyins, or every character of a line.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from zhanjiang.textrepair.prefilter import CUT
from zhanjiang.textrepair.tables import (
    ANNOTATION,
    MARKS,
    SYLLABLE,
    WIDE_MARKS,
    codes_by_pinyin,
    known_table,
    last_byte,
    plausible,
)

_ANNOTATED: Final = re.compile(f"([\u4e00-\u9fff])\\(({SYLLABLE})\\)")
_TORN: Final = re.compile(f"\\?({SYLLABLE})\\)")
_ANNOTATION_END: Final = re.compile(f"[(?]({SYLLABLE})\\)")
_SHIFTED: Final = re.compile(f"\\?[{MARKS},!;?][^\x00-\x7f]*([@-~])\\(({SYLLABLE})\\)")
"""An annotation after a letter, in what a cut put out of step: the letter is the end of the annotated character."""
_UNWRITTEN: Final = re.compile(
    "\\?(?<=[^\x00-\x7f)]\\?)(?:\\?{1,2}[，。；,;]|[！!]\\?(?![！？!?])|[，。！？；][a-z`^_{|}~](?=[^\x00-\x7f]))"
)
"""`?` and punctuation as no chat has them."""
_LETTERED: Final = re.compile("\\?(?<=[^\x00-\x7f)]\\?)[,!?;][a-z`^_{|}~](?=[^\x00-\x7f])")
"""The same with half-width marks, which a chat may have: `??h`."""
_LESSON: Final = re.compile(
    "[拼注讀读發发][音]|生字|生詞|生词|[讀读念][作做成]|多音字|[課课]文|朗[讀读]|[詞词字]典|怎[麼么樣样]+[念讀读寫写]|[聽听][寫写]"
)
_HANZI: Final = re.compile("[\u4e00-\u9fff]+")
_ASCII: Final = re.compile("[\x00-\x7f]+")

_LEAST_ANNOTATIONS: Final = 3
"""How many annotations are evidence by themselves. By hand."""
_LEAST_CHARACTERS: Final = 2
"""How many different characters they must annotate. By hand."""
_MOST_ANNOTATED: Final = 0.5
"""Above this share (0 to 1) of annotated characters a text is a lesson, no news page. By hand."""
_SPARSE: Final = 8
"""A few annotations are a mirror's only if there are so many characters for each. By hand; was 12."""
_SPARSER: Final = 12
"""How many characters there must be for each of a few annotations where all annotate the same one. By hand."""
_MOST_IMPLAUSIBLE: Final = 8
"""One annotation that fits no table is allowed for so many that do. By hand."""
_OCCURRENCES: Final = 1.25
"""A character of the table may occur so many times for each annotation of it: nearly always annotated. By hand."""
_HELPED: Final = frozenset("數發調創轉結應強養當會見號長過覺擔種將著場無監")
"""Those of the mirrors' characters that have a second pinyin, so that a writer may annotate them for readers."""
_MOST_QUOTED: Final = 3
"""A text that quotes a mirror has so many annotations at most. By hand."""
_OTHERWISE: Final = {"長": "cháng"}
"""What a whole family of mirrors prints after a character that the others annotate differently."""
_LOOK_BACK: Final = 24
"""How many characters before a torn annotation an opening bracket is looked for. By hand."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a page shows of its damage. `table`: the part of its mirror's table that the page proves.

    `annotated` counts the annotations that fit a table, `implausible` those that fit none, `torn` those without an
    opening bracket that fit the bytes before them, `late` those that fit a character begun by the last byte before
    them, as silent mirrors show them; `hanzi` counts characters. The rest is examined only where
    annotations are few: `unwritten`: a `?` stands before punctuation as nobody writes it (or as few do, where two
    characters are annotated); `lone`: one stands where only the language can decide; `lesson`: the text is about
    pronunciation.
    """

    table: dict[str, str]
    annotated: int
    implausible: int
    torn: int
    late: int
    hanzi: int
    unwritten: bool
    lone: bool
    lesson: bool

    @property
    def damaged(self) -> bool:
        """Whether only a mirror's software can have made all of it."""
        fitting = self.annotated + self.torn
        if self.torn:
            return self.implausible <= fitting
        if self.implausible * _MOST_IMPLAUSIBLE > fitting or self.annotated > self.hanzi * _MOST_ANNOTATED:
            return False
        if self.annotated >= _LEAST_ANNOTATIONS and len(self.table) >= _LEAST_CHARACTERS:
            return True
        if self.implausible or self.lesson or not any(map(_of_mirrors, self.table.items())):
            return False
        sparse = _SPARSE if len(self.table) >= _LEAST_CHARACTERS else _SPARSER
        return self.unwritten or (self._unhelpful and self.hanzi >= self.annotated * sparse)

    @property
    def _unhelpful(self) -> bool:
        """Whether two characters, or one three times, are annotated for nobody: one at least needs no help."""
        several = self.annotated >= _LEAST_ANNOTATIONS or len(self.table) >= _LEAST_CHARACTERS
        return several and not _HELPED.issuperset(self.table) and all(map(_of_mirrors, self.table.items()))


@lru_cache(1)  # a crawl asks whether a page is damaged, and then repairs it
def evidence(text: str) -> Evidence:
    """Weigh a text's annotations. Costs one pass; loads the small tables, not the language."""
    pairs = Counter(_ANNOTATED.findall(text))
    characters = Counter(character for character, _ in pairs.elements())
    wide = _ASCII.sub("", text)
    table, implausible, late = {}, 0, 0
    for (character, pinyin), count in pairs.items():
        if (
            count == characters[character]
            and _fits(character, pinyin)
            and wide.count(character) <= count * _OCCURRENCES
        ):
            table[character] = pinyin
        elif is_late(character, pinyin):
            late += count
        else:
            implausible += count
    torn = sum(_is_torn(text, match) for match in _TORN.finditer(text))
    torn += sum(_ends_in(*shifted) for shifted in _SHIFTED.findall(text))
    annotated = sum(characters.values()) - implausible - late
    if torn:
        implausible, late = implausible + late, 0
    if 0 < torn + annotated <= _MOST_QUOTED and _stands_plain(text):
        torn = 0
    few = not torn and (annotated < _LEAST_ANNOTATIONS or len(table) < _LEAST_CHARACTERS)
    return Evidence(
        table,
        annotated=annotated,
        implausible=implausible,
        torn=torn,
        late=late,
        hanzi=sum(map(len, _HANZI.findall(wide))),
        unwritten=few and any(kind.search(text) for kind in (_UNWRITTEN, _LETTERED)[: len(table)]),
        lone=few and CUT.search(ANNOTATION.sub("", text)) is not None,
        lesson=few and _LESSON.search(wide) is not None,
    )


def _stands_plain(text: str) -> bool:
    """Whether a character that the text's annotations belong to stands elsewhere without one: it quotes a mirror."""
    quoted = {*_ANNOTATION_END.findall(text)}
    characters = (character for character, pinyin in known_table().items() if pinyin in quoted)
    return any(text.count(character) > text.count(f"{character}(") for character in characters)


def _of_mirrors(annotated: tuple[str, str]) -> bool:
    """Whether mirrors were seen to print this pinyin after this character."""
    return known_table().get(annotated[0]) == annotated[1]


@lru_cache(2**14)
def _fits(character: str, pinyin: str) -> bool:
    usual = known_table().get(character, pinyin) == pinyin or _OTHERWISE.get(character) == pinyin
    return usual and plausible(character, pinyin)


def is_late(character: str, pinyin: str) -> bool:
    """Whether the annotation belongs to a character of which only the first byte is shown, as the last one before it.

    >>> is_late("蝿", "wù"), is_late("務", "wù")
    (True, False)
    """
    return not plausible(character, pinyin) and last_byte(character) in _leads().get(pinyin, ())


@cache
def _leads() -> dict[str, set[int]]:
    """For each pinyin that mirrors print, the first bytes of the characters they print it after."""
    leads: dict[str, set[int]] = {}
    for character, pinyin in known_table().items():
        leads.setdefault(pinyin, set()).add(character.encode("gbk")[0])
    return leads


def _is_torn(text: str, match: re.Match[str]) -> bool:
    """Whether the bytes explain `?qǐng)`: the character before ends in the lead byte of one with this pinyin."""
    before = ANNOTATION.sub("", text[max(0, match.start() - _LOOK_BACK) : match.start()])
    if not before or before.rfind("(") > before.rfind(")") or before.rfind("（") > before.rfind("）"):
        return False
    lead = before[-1].translate(WIDE_MARKS).encode("gbk", "ignore")[1:2]
    return any(code[:1] == lead for code in codes_by_pinyin().get(match[1], ()))


def _ends_in(letter: str, pinyin: str) -> bool:
    """Whether a character with this pinyin has the letter as its second byte."""
    return any(code[1] == ord(letter) for code in codes_by_pinyin().get(pinyin, ()))
