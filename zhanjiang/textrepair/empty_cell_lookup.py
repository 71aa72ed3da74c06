"""Which characters can stand around bytes that show nothing, by GBK and the language alone; each looked up once.

A cell of GBK without a character shows nothing. In a shifted run a pair of bytes is the end of one character and the
start of the next; where the pair is such a cell, both are gone.
"""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import islice
from typing import Final, NamedTuple

from zhanjiang.textrepair.alphabet import AlphabetRow, alphabet
from zhanjiang.textrepair.language import Language
from zhanjiang.textrepair.tables import cells

_TRIED: Final = 6
"""How many characters are tried on either side of two vanished bytes. Lowered from 9 for speed."""
_MARK_LEADS: Final = frozenset((0xA1, 0xA3))
"""The lead bytes of the punctuation marks."""
_COMMAS: Final = "，、"
"""The marks that vanish as a whole."""
_JOINED: Final = 2.0
"""A character joins the text before it where its logarithm there is so much higher than alone. By hand."""
_MOST_PAIRS: Final = 6
"""How many pairs of characters around vanished bytes are tried though the page shows a usual one. By hand."""
_MOST_MIDDLES: Final = 8
"""How many characters that vanish as a whole are tried after another one. By hand."""
_FOLLOWS: Final = -7.0
"""Least logarithm of such a character after that one. By hand."""
_KEPT: Final = 2**14
"""How many answers that depend on the text before stay in memory."""
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
        self.pairs = cache(self._pairs_around)
        self.middles = lru_cache(_KEPT)(self._hidden_middles)
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

    def _pairs_around(self, lead: int, byte: int) -> list[tuple[float, AlphabetRow]]:
        """The first characters of the likeliest pairs around vanished bytes, with the scores of the pairs."""
        starts = (row for row in self._alphabet.by_lead.get(lead, ()) if row.trail in self._empty)
        scored = [(row.alone + self.lasts(lead, row.trail, byte)[1], row) for row in starts]
        return sorted(scored, reverse=True)[:_MOST_PAIRS]

    def _hidden_middles(self, first: AlphabetRow) -> tuple[float, list[AlphabetRow]]:
        """The characters that vanish as a whole after another one: commas, and what often follows it.

        The number is the best one's score after that character.
        """
        followers = self._ngrams.entries(first.folded)
        commas = (self._alphabet.rows[int.from_bytes(mark.encode("gbk"))] for mark in _COMMAS)
        often = (row for folded in followers for row in self._ending_empty.get(folded, ()))
        rows = self.hidden_by(first.trail, dict.fromkeys([*commas, *often]))
        scored = [(followers.get(row.folded, row.alone) + row.variant, row) for row in rows]
        likely = sorted((one for one in scored if one[0] > _FOLLOWS), reverse=True)[:_MOST_MIDDLES]
        return (likely[0][0] if likely else _NEVER), [row for _, row in likely]

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


@cache
def empty_cell_lookup(language: Language) -> EmptyCellLookup:
    """The one set of look-ups of a language."""
    return EmptyCellLookup(language)
