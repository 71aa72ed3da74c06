"""The characters of GBK with their scores in a language, looked up by their bytes."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from zhanjiang.textrepair.language import Language
from zhanjiang.textrepair.tables import cells

_COMMON: Final = -13.4
"""Natural logarithm: rarer characters are not tried for lost bytes; some 4,000 remain. Raised from -14.5 for speed."""


@dataclass(slots=True, eq=False)
class AlphabetRow:
    """A character with its two GBK bytes. `alone` is its score without context: that of `folded`, and `variant`.

    No tuple, since the attributes of a class with slots are read fastest.
    """

    lead: int
    trail: int
    character: str
    folded: str
    alone: float
    variant: float
    unigram: float

    def __lt__(self, other: "AlphabetRow") -> bool:
        """The order of the codes, for rows whose scores are alike."""
        return (self.lead, self.trail) < (other.lead, other.trail)


class Alphabet:
    """The characters of GBK in one language, by code, by lead byte and by trail byte, the commonest first.

    The ideographic space is among `rows` alone: it is no guess for a character that lost a byte.
    """

    def __init__(self, language: Language) -> None:
        """Look every character up once; about 30 ms."""
        self.rows: dict[int, AlphabetRow] = {}
        for code, character in cells().items():
            if character:
                folded, variant = language.fold.get(character, character), language.variant.get(character, 0.0)
                unigram = language.ngrams.alone(folded)
                row = AlphabetRow(code[0], code[1], character, folded, unigram + variant, variant, unigram)
                self.rows[code[0] << 8 | code[1]] = row
        shown = [row for row in self.rows.values() if not row.character.isspace()]
        common = sorted((row for row in shown if row.alone > _COMMON), key=_alone, reverse=True)
        self.by_lead: dict[int, list[AlphabetRow]] = {}
        self.by_trail: dict[int, list[AlphabetRow]] = {}
        self.ending: dict[int, list[AlphabetRow]] = {}
        for row in shown:
            if row.folded in language.ngrams.entries("") and language.ngrams.goes_on(row.folded):
                self.ending.setdefault(row.trail, []).append(row)
        for row in common:
            self.by_lead.setdefault(row.lead, []).append(row)
            self.by_trail.setdefault(row.trail, []).append(row)
        self.lone = {lead: [row for row in rows if row.trail >= 0x80] for lead, rows in self.by_lead.items()}
        self.high = [row for row in common if row.trail >= 0x80 and row.lead > 0xA0]
        self.plain: dict[tuple[str, int], AlphabetRow] = {}


def _alone(row: AlphabetRow) -> float:
    return row.alone


@cache
def alphabet(language: Language) -> Alphabet:
    """The one alphabet of a language."""
    return Alphabet(language)
