"""How likely a text is by its likeliest words, each alone: what news has not said yet may still be made of words.

The n-grams know which character follows which in the texts that were counted; the lists know words that those texts
lack. The file has the format of the n-grams: a word's last character is an entry of those before it.
"""

import math
from functools import lru_cache
from pathlib import Path
from typing import Final

from zhanjiang.textrepair.ngrams import Ngrams
from zhanjiang.textrepair.trie import LONGEST

WORDS: Final = Path(__file__).parent / "words.bin"
"""The words of jieba and wordfreq, made by benchmarks/count_ngrams.py."""
_UNKNOWN: Final = -17.0
"""The logarithm of a character that no list has. By hand."""
_KEPT: Final = 2**15
"""How many words, and runs that are none, stay in memory, some 4 MB."""


class Words:
    """The words of up to four folded characters, with their logarithms."""

    def __init__(self, path: Path = WORDS) -> None:
        """Map the file; ValueError where it is missing, none, cut short or changed."""
        self._words = Ngrams(path)
        self._alone = self._words.entries("")
        self._word = lru_cache(_KEPT)(self._read_word)

    def _read_word(self, word: str) -> float:
        """The logarithm of a word; no text is as unlikely as what is none."""
        score = self._words.entry(word[:-1], word[-1])
        return -math.inf if score is None else score

    def score(self, text: str) -> float:
        """The logarithm of the probability of a folded text, cut into its likeliest words."""
        scores = [0.0]
        for end, character in enumerate(text, 1):
            best = scores[-1] + self._alone.get(character, _UNKNOWN)
            for start in range(max(end - LONGEST, 0), end - 1):
                score = scores[start] + self._word(text[start:end])
                if score > best:
                    best = score
            scores.append(best)
        return scores[-1]
