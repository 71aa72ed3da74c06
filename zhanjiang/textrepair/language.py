"""How likely a Chinese text is: n-grams of characters, in a script of their own.

The n-grams were counted in simplified text; a repaired page is traditional, by a table that only its mirror has. So
both are folded: every character becomes the simplified one that OpenCC gives for it, digits and letters become one
character each, and half-width punctuation full-width. `variant` distinguishes characters that fold alike by how often
OpenCC's conversions produce each. All scores are natural logarithms.
"""

import math
import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from zhanjiang.textrepair.learning import read_counts
from zhanjiang.textrepair.ngrams import Ngrams
from zhanjiang.textrepair.words import Words

NGRAMS: Final = Path(__file__).parent / "ngrams.bin"
"""Counted in news, laws and word lists by benchmarks/count_ngrams.py; docs/textrepair.md names the sources."""
CHARACTERS: Final = Path(__file__).parent / "characters.tsv"
"""Characters with what they fold to and the logarithm of their share, made by the same script."""

_WIDE: Final = dict(zip(",!?;:()「」『』％<> \xa0\u3000", "，！？；：（）“”‘’.\n\n\n\n\n", strict=True))
_CLASSES: Final = {"0": ("0123456789", "０１２３４５６７８９"), "a": (string.ascii_letters,)}
"""What folds to one character: which digit or letter it is depends on nothing before it."""
_OTHER: Final = "."
"""What the rest of ASCII folds to."""
_OTHER_SHARE: Final = -2.0
"""The logarithm of each one's share. By hand."""


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


def plain_folding() -> tuple[dict[str, str], dict[str, float]]:
    """What does not depend on a script: ASCII and its full-width forms, folded, and the logarithms of their shares."""
    fold = {chr(code): _OTHER for code in range(0x21, 0x7F)}
    variant = dict.fromkeys(fold, _OTHER_SHARE)
    for folded, widths in _CLASSES.items():
        for characters in widths:
            fold |= dict.fromkeys(characters, folded)
            variant |= dict.fromkeys(characters, -math.log(len(characters)))
    for character, folded in _WIDE.items():
        fold[character] = folded
        variant.pop(character, None)
    return fold, variant


@cache
def language(learned: Path | None = None) -> Language:
    """The language, loaded at the first call. `learned`: a file of counts from `learn`."""
    fold, variant = plain_folding()
    for line in CHARACTERS.read_text(encoding="utf-8").splitlines():
        character, folded, share = line.split("\t")
        if folded != character:
            fold[character] = folded
        if share != "0":
            variant[character] = float(share)
    counts: dict[str, float] = {}
    for run, count in (read_counts(learned) if learned else {}).items():
        folded = "".join([fold.get(character, character) for character in run])
        counts[folded] = counts.get(folded, 0.0) + count
    return Language(fold, variant, Ngrams(NGRAMS, counts), Words())
