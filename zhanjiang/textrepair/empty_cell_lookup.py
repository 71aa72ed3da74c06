"""Which characters can stand around bytes that show nothing, by GBK and the language alone; each looked up once.

A cell of GBK without a character shows nothing. In a shifted run a pair of bytes is the end of one character and the
start of the next; where the pair is such a cell, both are gone.
"""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import islice, takewhile
from operator import itemgetter
from typing import Final, NamedTuple

from zhanjiang.textrepair.alphabet import AlphabetRow, alphabet
from zhanjiang.textrepair.language import Language
from zhanjiang.textrepair.tables import cells

_TRIED: Final = 9
"""How many characters are tried on either side of two vanished bytes. Raised from 7 by hand."""
_MARK_LEADS: Final = frozenset((0xA1, 0xA3))
"""The lead bytes of the punctuation marks."""
_COMMAS: Final = "，、"
"""The marks that vanish as a whole."""
_JOINED: Final = 2.0
"""A character joins the text before it where its logarithm there is so much higher than alone. By hand."""
_COMMON_WORD: Final = -10.0
"""Least logarithm of two characters that are looked for where four bytes vanished in a row. By hand."""
_MOST_WORDS: Final = 12
"""How many such pairs are tried. By hand."""
_KEPT: Final = 2**14
"""How many answers that depend on the text before stay in memory."""
_ROUNDED: Final = 1e-6
"""More than additions of logarithms round."""
_NEVER: Final = -99.0
"""A logarithm that no text comes near: the score of what cannot be."""


class Joining(NamedTuple):
    """Characters that the next one shown joins: the gain of each, the greatest gain, and the best score.

    `hidden`: those whose lead byte vanishes with a byte, by this byte, as far as they were looked up.
    """

    gains: dict[AlphabetRow, float]
    most: float
    best: float
    hidden: dict[int, list[AlphabetRow]]


NOTHING_JOINS: Final = Joining({}, 0.0, _NEVER, {})


@cache
def empty_trails() -> dict[int, frozenset[int]]:
    """For each first byte of a cell without a character, the second bytes of such cells."""
    trails: dict[int, set[int]] = {}
    for code, character in cells().items():
        if not character:
            trails.setdefault(code[0], set()).add(code[1])
    return {lead: frozenset(of_lead) for lead, of_lead in trails.items()}


class EmptyCellLookup:
    """The look-ups of one language. Bytes are lead and trail bytes of GBK; neighbours are folded characters."""

    def __init__(self, language: Language) -> None:
        """Sort the characters that can end in the first byte of an empty cell; look the rest up on demand."""
        self._alphabet, self._ngrams = alphabet(language), language.ngrams
        self._empty = empty_trails()
        self._high: dict[str, list[AlphabetRow]] = {}
        self._ending_empty: dict[str, list[AlphabetRow]] = {}
        marks = (row for row in self._alphabet.high if row.lead in _MARK_LEADS)
        self._marks = list(islice(marks, 2 * _TRIED))
        for row in self._alphabet.high:
            self._high.setdefault(row.folded, []).append(row)
            if row.trail in self._empty:
                self._ending_empty.setdefault(row.folded, []).append(row)
        # Each answer depends on a few bytes and characters, and every page asks for the same ones.
        self.starts = cache(self._starts)
        self.linked = lru_cache(_KEPT)(self._linked)
        self.lasts = cache(self._lasts)
        self.peak = cache(self._peak)
        self.joining = lru_cache(_KEPT)(self._joining)
        self.words = cache(self._words_hidden)
        self.commas = cache(self._hidden_commas)
        self.lone = lru_cache(_KEPT)(self._lone)

    def _starts(self, lead: int) -> list[AlphabetRow]:
        """The common characters that start with a lead byte and whose trail byte can begin an empty cell."""
        return [row for row in self._alphabet.by_lead.get(lead, ()) if row.trail in self._empty][:_TRIED]

    def _linked(self, before: str, lead: int) -> list[AlphabetRow]:
        """The characters that start with a byte, may be half hidden, and join the text before."""
        rows = (row for row in self._alphabet.by_lead.get(lead, ()) if row.trail in self._empty)
        return [row for row in rows if self._ngrams.logarithm(before, row.folded) + row.variant > row.alone + _JOINED]

    def _lasts(self, lead: int, trail: int, byte: int) -> tuple[list[AlphabetRow], float]:
        """The likeliest characters that end in `byte` and whose lead byte vanishes with the trail byte before it.

        The number is the best one's score, after that character or without context.
        """
        before, empty = self._alphabet.rows[lead << 8 | trail], self._empty[trail]
        joined = self._ngrams.entries(before.folded)
        rows = (row for row in self._alphabet.by_trail.get(byte, ()) if row.lead in empty)
        scored = [(max(row.alone, joined.get(row.folded, _NEVER) + row.variant), row) for row in rows]
        scored.sort(reverse=True)
        return [row for _, row in scored[:_TRIED]], scored[0][0] if scored else _NEVER

    def _peak(self, lead: int, byte: int) -> float:
        """The best score of two characters around vanished bytes that do not join the text before."""
        scores = (row.alone + self.lasts(lead, row.trail, byte)[1] for row in self.starts(lead))
        return max(scores, default=_NEVER)

    def _joining(self, trail: int, next_shown: str) -> Joining:
        """The characters ending in a byte that the next one shown joins."""
        alone = self._ngrams.alone(next_shown)
        pairs = ((row, self._ngrams.entry(row.folded, next_shown)) for row in self._alphabet.ending.get(trail, ()))
        gains = {row: score - alone for row, score in pairs if score is not None and score - alone > _JOINED}
        best = max((row.alone + gain for row, gain in gains.items()), default=_NEVER)
        return Joining(gains, max(gains.values()), best, {}) if gains else NOTHING_JOINS

    def _words_hidden(self, lead: int) -> list[tuple[AlphabetRow, AlphabetRow, float]]:
        """The common pairs, with their scores, that start with a byte and hide a pair of bytes within and one after."""
        hidden = [
            (first, second, first.alone + score + second.variant)
            for first in takewhile(_is_common, self._alphabet.by_lead.get(lead, ()))
            if first.trail in self._empty
            for folded, score in self._followers_of(first)
            for second in self._ending_empty.get(folded, ())
            if second.lead in self._empty[first.trail]
        ]
        common = [word for word in hidden if word[2] > _COMMON_WORD]
        return sorted(common, key=itemgetter(2), reverse=True)[:_MOST_WORDS]

    def _followers_of(self, first: AlphabetRow) -> Iterator[tuple[str, float]]:
        """What often follows a character, each with its score."""
        entries = self._ngrams.likeliest(first.folded, _COMMON_WORD - first.alone - _ROUNDED)
        return ((folded, score) for folded, score in entries if first.alone + score > _COMMON_WORD)

    def _hidden_commas(self, last: int) -> list[AlphabetRow]:
        """The commas that vanish between a byte and the next character."""
        commas = (self._alphabet.rows[int.from_bytes(mark.encode("gbk"))] for mark in _COMMAS)
        return self.hidden_by(last, commas)

    def _lone(self, before: str, last: int) -> list[AlphabetRow]:
        """The characters of two high bytes, the first vanished with `last`, that are common or join the text before."""
        high = self._alphabet.high
        joined = [row for folded in self._joining_after(before) for row in self._high.get(folded, ())]
        return self.hidden_by(last, dict.fromkeys([*self._marks, *high[:_TRIED], *joined]))

    def _joining_after(self, before: str) -> Iterator[str]:
        """The folded characters that join a text."""
        alone, weight = self._ngrams.entries(""), 0.0
        for row in filter(None, (self._ngrams.row(before[start:]) for start in range(len(before)))):
            for folded, score in row.entries.items():
                if weight + score > alone[folded] + _JOINED:
                    yield folded
            weight += row.backoff

    def hidden_by(self, last: int, rows: Iterable[AlphabetRow]) -> list[AlphabetRow]:
        """Those of the characters whose lead byte vanishes with the byte before it."""
        empty = self._empty[last]
        return [row for row in rows if row.lead in empty]


def _is_common(row: AlphabetRow) -> bool:
    """Whether a character is common enough to begin a common word."""
    return row.alone > _COMMON_WORD


@cache
def empty_cell_lookup(language: Language) -> EmptyCellLookup:
    """The one set of look-ups of a language."""
    return EmptyCellLookup(language)
