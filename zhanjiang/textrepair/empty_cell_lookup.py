"""Which characters can stand around bytes that show nothing, by GBK and the language alone; looked up once.

Cells without a character show nothing: of two characters in a shifted run the end of one and the start of the next are
gone where they make such a cell.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from operator import itemgetter
from typing import Final, NamedTuple

from zhanjiang.textrepair.alphabet import Row, alphabet
from zhanjiang.textrepair.language import UNKNOWN, Language
from zhanjiang.textrepair.tables import cells

_TRIED: Final = 9
"""So many characters are tried on either side of two vanished bytes."""
_SIGN_LEADS: Final = frozenset((0xA1, 0xA3))
_COMMAS: Final = "，、"
_JOINED: Final = 2.0
"""What a word of two brings at the least beyond its characters one by one, to count before it is whole."""
_COMMON_WORD: Final = -10.0
"""Only words as common as this are looked for where four bytes vanished in a row."""
_MOST_WORDS: Final = 12
_NEVER: Final = -99.0


class Joining(NamedTuple):
    """Characters that make a word with the one ahead: what each brings, the most of that, and the best's score."""

    gains: dict[Row, float]
    most: float
    best: float


NOTHING_JOINS: Final = Joining({}, 0.0, _NEVER)


@cache
def empty_trails() -> dict[int, frozenset[int]]:
    """For each first byte of a cell without a character, the second bytes of such cells."""
    found: dict[int, set[int]] = {}
    for code, character in cells().items():
        if not character:
            found.setdefault(code[0], set()).add(code[1])
    return {lead: frozenset(trails) for lead, trails in found.items()}


class Vanishing:
    """The look-ups of one language. Bytes are lead and trail bytes of GBK, neighbours are folded characters."""

    def __init__(self, language: Language) -> None:
        """Sort the characters that can end in the first byte of an empty cell; the rest is looked up when asked for."""
        self._alphabet, self._followers, self._words = alphabet(language), language.followers, language.words
        self._empty = empty_trails()
        self._ending_empty: dict[str, list[Row]] = {}
        for row in self._alphabet.high:
            if row.trail in self._empty:
                self._ending_empty.setdefault(row.folded, []).append(row)
        # What is looked up depends on a few bytes and characters, and the same are met on every page.
        self.starts = cache(self._starts)
        self.linked = cache(self._linked)
        self.lasts = cache(self._lasts)
        self.peak = cache(self._peak)
        self.joining = cache(self._joining)
        self.words = cache(self._words_hidden)
        self.signs = cache(self._signs)
        self.lone = cache(self._lone)

    def _starts(self, lead: int) -> list[Row]:
        """The common characters that start with a lead byte and whose trail byte can begin an empty cell."""
        return [row for row in self._alphabet.by_lead.get(lead, ()) if row.trail in self._empty][:_TRIED]

    def _linked(self, before: str, lead: int) -> list[tuple[Row, float]]:
        """The characters that start with a byte, may be half hidden, and make a word with the one before."""
        followers = self._followers.get(before, {})
        rows = self._alphabet.by_lead.get(lead, ())
        return [
            (row, followers[row.folded] - row.alone)
            for row in rows
            if row.trail in self._empty and row.folded in followers
        ]

    def _lasts(self, lead: int, trail: int, behind: int) -> tuple[list[Row], float]:
        """The likeliest characters that end in `behind` and whose lead byte vanishes with the trail byte before it.

        The number is what the best of them brings as a word of one or two characters.
        """
        before, empty = self._alphabet.rows[lead << 8 | trail], self._empty[trail]
        joined = self._followers.get(before.folded, {})
        rows = (row for row in self._alphabet.by_trail.get(behind, ()) if row.lead in empty)
        scored = [(max(row.alone, joined.get(row.folded, _NEVER) - before.alone), row) for row in rows]
        scored.sort(reverse=True)
        return [row for _, row in scored[:_TRIED]], scored[0][0] if scored else _NEVER

    def _peak(self, lead: int, behind: int) -> float:
        """What two characters around vanished bytes bring at most where they make no word with what is before."""
        gains = (row.alone + self.lasts(lead, row.trail, behind)[1] for row in self.starts(lead))
        return max(gains, default=_NEVER)

    def _joining(self, trail: int, ahead: str) -> Joining:
        """The characters ending in a byte that make a word with the one ahead."""
        alone = self._words.get(ahead, UNKNOWN)
        words = (
            (row, self._followers[row.folded][ahead] + row.variant - row.alone - alone)
            for row in self._alphabet.ending.get(trail, ())
            if ahead in self._followers.get(row.folded, {})
        )
        gains = {row: gain for row, gain in words if gain > _JOINED}
        best = max((row.alone + gain for row, gain in gains.items()), default=_NEVER)
        return Joining(gains, max(gains.values()), best) if gains else NOTHING_JOINS

    def _words_hidden(self, lead: int) -> list[tuple[Row, Row, float]]:
        """The common words of two, with their scores, that start with a byte and hide a pair within and one behind."""
        found = [
            (first, second, score + first.variant + second.variant)
            for first in self._alphabet.by_lead.get(lead, ())
            if first.trail in self._empty
            for folded, score in self._behind(first)
            for second in self._ending_empty.get(folded, ())
            if second.lead in self._empty[first.trail]
        ]
        common = [word for word in found if word[2] > _COMMON_WORD]
        return sorted(common, key=itemgetter(2), reverse=True)[:_MOST_WORDS]

    def _behind(self, first: Row) -> Iterator[tuple[str, float]]:
        """What stands behind a character: what makes a word with it, and what begins behind a comma."""
        if first.character == "，":
            return ((folded, first.alone + self._words[folded]) for folded in self._ending_empty if folded.isalpha())
        return (
            (folded, score) for folded, score in self._followers.get(first.folded, {}).items() if score > _COMMON_WORD
        )

    def _signs(self, last: int) -> list[Row]:
        """The commas that vanish between a byte and the next character."""
        commas = (self._alphabet.rows[int.from_bytes(sign.encode("gbk"))] for sign in _COMMAS)
        return self.hidden_by(last, commas)

    def _lone(self, before: str, last: int) -> list[Row]:
        """The characters of two high bytes, the first vanished with `last`, that are common or make a word."""
        followers, high = self._followers.get(before, {}), self._alphabet.high
        signs = [row for row in high if row.lead in _SIGN_LEADS][: 2 * _TRIED]
        joined = [row for row in high if row.folded in followers]
        return self.hidden_by(last, dict.fromkeys([*signs, *high[:_TRIED], *joined]))

    def hidden_by(self, last: int, rows: Iterable[Row]) -> list[Row]:
        """Those characters whose lead byte vanishes with the byte before it."""
        empty = self._empty[last]
        return [row for row in rows if row.lead in empty]


@cache
def vanishing(language: Language) -> Vanishing:
    """The one set of look-ups of a language."""
    return Vanishing(language)
