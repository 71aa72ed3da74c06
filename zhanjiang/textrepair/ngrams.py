"""How likely a character is after the one to three before it: n-grams, mapped from one file and never parsed.

A history of no to three characters has entries, which are characters with their logarithms, and a back-off weight: a
character that does not stand among the entries has that weight and its chance after the shorter history. Logarithms
are natural; a byte holds one in steps of `_STEP`. `benchmarks/count_ngrams.py` makes the file.
"""

import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from zhanjiang.textrepair.learning import LearnedCounts
from zhanjiang.textrepair.trie import Format, Trie, write_trie

_FORMAT: Final = Format(b"ngrams2\n", "B", "install the package again")
"""The kind of file that n-grams are stored in."""
_STEP: Final = 1 / 14
"""What one step of a stored byte is worth: 256 of them reach down to -18, where the rarest characters are."""
_LOGARITHMS: Final = tuple(-byte * _STEP for byte in range(256))
_KEPT: Final = 2**14
"""How many rows and chains stay in memory, some 20 MB: a page uses a few thousand, many pages the same ones."""
_DOUBT: Final = 5.0
"""Learned counts of a history weigh as much as the file where they are this many times the kinds of characters. By
hand."""

Entries = Mapping[str, float]


class Followers(NamedTuple):
    """What follows a history: its back-off weight, and characters with their logarithms."""

    backoff: float
    entries: Entries


_NOTHING: Final = Followers(0.0, {})
"""What follows a history that is unknown."""


Chain = tuple[Entries, Entries, float, float]
"""What follows a text of at most three characters: logarithms of what follows its last two or three; of what follows
its last one, which come after the first weight; all others come after the second. A plain tuple is read fastest.
"""


class Ngrams:
    """The n-grams of a file. Rows are read on demand and cached, since pages use few of them, again and again."""

    def __init__(self, path: Path, learned: LearnedCounts | None = None) -> None:
        """Map the file. ValueError where it is missing, none, cut short or changed."""
        self._trie = Trie(path, _FORMAT)
        self._learned = learned
        self.row = lru_cache(_KEPT)(self._read_row)
        self.chain = lru_cache(_KEPT)(self._read_chain)
        self._none = self._stored(0, 0)

    def _read_row(self, history: str) -> Followers | None:
        """What follows a history of up to three characters, or None where it is unknown."""
        number = self._trie.number(history)
        row = None if number is None else self._stored(len(history), number)
        if self._learned and history in self._learned:
            return self._mixed(history, row or _NOTHING, self._learned.followers(history))
        return row

    def _stored(self, length: int, number: int) -> Followers:
        """The row of a history as the file has it."""
        level = self._trie.levels[length]
        characters, values = level.followers(number)
        entries = dict(zip(characters, map(_LOGARITHMS.__getitem__, values), strict=True))
        return Followers(_LOGARITHMS[level.backoffs[number]], entries)

    def _mixed(self, history: str, row: Followers, counts: Mapping[str, int]) -> Followers:
        """The row with learned counts mixed in, which are trusted the less, the more kinds of characters they have."""
        total = sum(counts.values())
        doubt = _DOUBT * len(counts)
        kept = math.log(doubt / (total + doubt))
        entries = {character: logarithm + kept for character, logarithm in row.entries.items()}
        for character, count in counts.items():
            known = row.entries.get(character)
            if known is None:
                known = row.backoff + self.logarithm(history[1:], character)
            entries[character] = math.log((count + doubt * math.exp(known)) / (total + doubt))
        return Followers(row.backoff + kept, entries)

    def entries(self, history: str) -> Entries:
        """The characters that stand after a history, with their logarithms."""
        row = self.row(history)
        return row.entries if row else {}

    def goes_on(self, history: str) -> bool:
        """Whether anything is known to follow a history."""
        return self._trie.number(history) is not None or (self._learned is not None and history in self._learned)

    def entry(self, history: str, character: str) -> float | None:
        """The logarithm of one of a history's entries, looked up without the others."""
        if self._learned and history in self._learned:
            return self.entries(history).get(character)
        number = self._trie.number(history)
        value = None if number is None else self._trie.levels[len(history)].value(number, character)
        return None if value is None else _LOGARITHMS[value]

    def _read_chain(self, before: str) -> Chain:
        near: dict[str, float] = {}
        weight = 0.0
        for start in range(len(before) - 1):
            row = self.row(before[start:])
            if row:
                near = {character: weight + score for character, score in row.entries.items()} | near
                weight += row.backoff
        last = self.row(before[-1:]) or _NOTHING if before else _NOTHING
        return near, last.entries, weight, weight + last.backoff

    def logarithm(self, before: str, character: str) -> float:
        """The logarithm of the probability of a character after a text of at most three."""
        near, far, far_weight, weight = self.chain(before)
        score = near.get(character)
        if score is not None:
            return score
        score = far.get(character)
        return self.alone(character) + weight if score is None else score + far_weight

    def alone(self, character: str) -> float:
        """The logarithm of a character's share in all text."""
        return self._none.entries.get(character, self._none.backoff)


def write_ngrams(path: Path, rows: Mapping[str, Followers]) -> None:
    """Write the rows of histories, of which each begins with another; the back-off of "" is an unknown character's."""
    runs = {history + after: _byte(score) for history, row in rows.items() for after, score in row.entries.items()}
    write_trie(path, _FORMAT, runs, {history: _byte(row.backoff) for history, row in rows.items()})


def _byte(logarithm: float) -> int:
    return min(max(round(-logarithm / _STEP), 0), 255)
