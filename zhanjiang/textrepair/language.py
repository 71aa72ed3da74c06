"""How likely a Chinese text is: n-grams of characters, in a script of their own.

The n-grams were counted in simplified text; a repaired page is traditional, by a table that only its mirror has. So
both are folded: every character becomes the simplified one that OpenCC gives for it, digits and letters become one
character each, and half-width punctuation full-width. `variant` distinguishes characters that fold alike by how often
OpenCC's conversions produce each. All scores are natural logarithms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from zhanjiang.textrepair.folding import folding
from zhanjiang.textrepair.learning import LearnedCounts
from zhanjiang.textrepair.ngrams import Ngrams
from zhanjiang.textrepair.words import Words

NGRAMS: Final = Path(__file__).parent / "ngrams.bin"
"""Counted in news, laws and word lists by benchmarks/count_ngrams.py; docs/textrepair.md names the sources."""


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """`fold`: character to its folded one, where they differ. `ngrams`: which folded character follows which;
    `words`: which of them make words.

    `variant`: the logarithm of a character's share among those that fold to the same one; 0 where absent.
    """

    fold: Mapping[str, str]
    variant: Mapping[str, float]
    ngrams: Ngrams
    words: Words

    def folded(self, text: str) -> str:
        """A text in the script of the n-grams."""
        return "".join([self.fold.get(character, character) for character in text])

    def alone(self, character: str) -> float:
        """The logarithm of a character's share in all text."""
        return self.ngrams.logarithm("", self.fold.get(character, character)) + self.variant.get(character, 0.0)


@cache
def language(learned: Path | None = None) -> Language:
    """The language, loaded at the first call. `learned`: a file of counts from `learn`."""
    fold, variant = folding()
    return Language(fold, variant, Ngrams(NGRAMS, LearnedCounts(learned) if learned else None), Words())
