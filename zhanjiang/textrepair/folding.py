"""The script of the n-grams: every character becomes the simplified one that OpenCC gives for it, digits and letters
become one character each, and half-width punctuation full-width.
"""

import math
import string
from functools import cache
from pathlib import Path
from typing import Final

CHARACTERS: Final = Path(__file__).parent / "characters.tsv"
"""Characters with what they fold to and the logarithm of their share, made by benchmarks/count_ngrams.py."""
_WIDE: Final = dict(zip(",!?;:()「」『』％<> \xa0\u3000", "，！？；：（）“”‘’.\n\n\n\n\n", strict=True))
_CLASSES: Final = {"0": ("0123456789", "０１２３４５６７８９"), "a": (string.ascii_letters,)}
"""What folds to one character: which digit or letter it is depends on nothing before it."""
_OTHER: Final = "."
"""What the rest of ASCII folds to."""
_OTHER_SHARE: Final = -2.0
"""The logarithm of each one's share. By hand."""

Folding = tuple[dict[str, str], dict[str, float]]
"""What characters fold to, where they differ, and the logarithm of a character's share among those that fold alike."""


def plain_folding() -> Folding:
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
def folding() -> Folding:
    """The folding of all characters, read at the first call."""
    fold, variant = plain_folding()
    for line in CHARACTERS.read_text(encoding="utf-8").splitlines():
        character, folded, share = line.split("\t")
        if folded != character:
            fold[character] = folded
        if share != "0":
            variant[character] = float(share)
    return fold, variant
