"""How likely a text is by its likeliest words, each alone: what news has not said yet may still be made of words.

The n-grams know which character follows which in the texts that were counted; the lists know words that those texts
lack. The file has the format of the n-grams: a word's last character is an entry of those before it.
"""

from pathlib import Path
from typing import Final

from zhanjiang.textrepair.ngrams import Ngrams
from zhanjiang.textrepair.trie import LONGEST

WORDS: Final = Path(__file__).parent / "words.bin"
"""The words of jieba and wordfreq, made by benchmarks/count_ngrams.py."""
_UNKNOWN: Final = -17.0
"""The logarithm of a character that no list has. By hand."""


class Words:
    """The words of up to four folded characters, with their logarithms."""

    def __init__(self, path: Path = WORDS) -> None:
        """Map the file; ValueError where it is missing, none, cut short or changed."""
        self._words = Ngrams(path)

    def score(self, text: str) -> float:
        """The logarithm of the probability of a folded text, cut into its likeliest words."""
        scores = [0.0]
        for end in range(1, len(text) + 1):
            character = text[end - 1]
            best = scores[-1] + self._words.entries("").get(character, _UNKNOWN)
            for start in range(max(end - LONGEST, 0), end - 1):
                word = self._words.entries(text[start : end - 1]).get(character)
                if word is not None and scores[start] + word > best:
                    best = scores[start] + word
            scores.append(best)
        return scores[-1]
