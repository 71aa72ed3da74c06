"""Counts from clean articles: the portal's own words are the best for its mirrors.

Every run of one to four characters that occurs at least twice counts as a word; that needs no segmentation and covers
phrases that word lists lack. Punctuation marks count as characters, since damage breaks them too.
"""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from zhanjiang.textrepair.folding import folding
from zhanjiang.textrepair.trie import Format, Trie, write_trie

FORMAT: Final = Format(b"counts1\n", "I", "learn the words again, as with scrapy repair --learn")
"""The kind of file that counts are stored in."""
_RUN: Final = re.compile("[\u4e00-\u9fff，。、；：！？“”《》（）]+")
_LENGTHS: Final = (1, 2, 3, 4)
"""The lengths of the runs in characters, up to the longest word of the language."""
_LEAST_COUNT: Final = 2
"""Rarer runs are left out: most would be chance. By hand."""


def count(texts: Iterable[str]) -> Counter[str]:
    """Count the runs of one to four characters of clean texts, leaving out those that occur once.

    >>> count(["湛江湛江"])["湛江"]
    2
    """
    runs: Counter[str] = Counter()
    for text in texts:
        for run in _RUN.findall(text):
            for length in _LENGTHS:
                runs.update(run[start : start + length] for start in range(len(run) - length + 1))
    return Counter({word: number for word, number in runs.items() if number >= _LEAST_COUNT})


def learn(texts: Iterable[str], path: Path) -> int:
    """Write the counts of clean texts, in the script of the n-grams, to `path`, and return how many runs these are."""
    fold, _ = folding()
    counts: Counter[str] = Counter()
    for run, number in count(texts).items():
        counts["".join([fold.get(character, character) for character in run])] += number
    path.parent.mkdir(parents=True, exist_ok=True)
    write_trie(path, FORMAT, counts, {})
    return len(counts)


class LearnedCounts:
    """The counts of a file, mapped: a store's articles teach a million runs, of which a page uses a few."""

    def __init__(self, path: Path) -> None:
        """Map the file; ValueError where it is missing, none, cut short or changed: learn again."""
        self._trie = Trie(path, FORMAT)

    def __contains__(self, history: str) -> bool:
        """Whether it is known what follows a history of one to three characters."""
        return history != "" and self._trie.number(history) is not None

    def followers(self, history: str) -> dict[str, int]:
        """How often each character follows a history that is known."""
        number = self._trie.number(history)
        assert number is not None
        characters, counts = self._trie.levels[len(history)].followers(number)
        return dict(zip(characters, counts, strict=True))
