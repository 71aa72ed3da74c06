"""Walk the bytes of a broken place: every text that the page can have had there, the likeliest first.

The page shows tokens; behind them lies one stream of GBK bytes, some of them lost. A state is a text that fits all
tokens so far, with the lead byte that waits for its trail byte. Known bytes move a state on, lost bytes branch it, and
each fact of docs/textrepair.md drops what contradicts it. What is left is ranked by the language, best states first.
"""

import math
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Final

from zhanjiang.textrepair.alphabet import Row, alphabet
from zhanjiang.textrepair.annotations import Readings
from zhanjiang.textrepair.language import UNKNOWN, Language
from zhanjiang.textrepair.state import BEGUN, NOTHING, State, charged, merged
from zhanjiang.textrepair.tables import SIGNS, last_byte

_UNANNOTATED: Final = -14.0
_NONE: Final[dict[str, float]] = {}
UNCUT: Final = -3.0
"""The cost of a sign in a shifted run before which nothing was cut: mostly something is."""
STOPS: Final = tuple("，。、；：！？")
TWO_SIGNS: Final = -7.0
"""The cost of one sign behind another."""
_SPREAD: Final = 7.5
_EURO: Final = 0x80
_MADE: Final = 2
"""For lost bytes so many times the beam are made, since some of them will be one."""
BEFORE: Final = 4
"""So many characters before a place take part in its words."""
_FIRST: Final = itemgetter(0)


class Lattice:
    """The states of one page's broken places. Its methods take states and give the states behind one more fact."""

    def __init__(self, language: Language, readings: Readings, beam: int) -> None:
        """Keep the `beam` best states; `readings` hold the page's table and every reading that stands on it."""
        self.readings = readings
        self.beam = beam
        self.language = language
        self._alphabet = alphabet(language)
        self._of, self._rows, self._words = readings.of, self._alphabet.rows, language.words

    def folded(self, code: bytes) -> str:
        """The character that begins with these bytes as the language has it, '' where there is none."""
        row = self._rows.get(int.from_bytes(code)) if len(code) == 2 else None
        return row.folded if row else ""

    def begin(self, before: str) -> State:
        """The state behind a few plain characters, which are free."""
        state: State = (0.0, -99.0, -99.0, -99.0, NOTHING, 0, "", "", (), 0.0)
        for character in before:
            state = self.emit(state, character)
        first, second, third, fourth = state[:4]
        return (0.0, second - first, third - first, fourth - first, NOTHING, last_byte(before), state[6], "", (), 0.0)

    def emit(self, state: State, character: str, last: int = 0) -> State:
        """The state with one more character of any kind."""
        row = self._alphabet.plain.get((character, last))
        if row is None:
            folded = self.language.fold.get(character, character)
            variant = self.language.variant.get(character, 0.0)
            alone = self._words.get(folded, UNKNOWN) + variant
            row = self._alphabet.plain[character, last] = Row(0, last, character, folded, alone, variant)
        return self._append(state, row)

    def score(self, before: str, text: str) -> float:
        """The logarithm of the probability of a text by its likeliest words, behind another one."""
        state = self.begin(before[-BEFORE:])
        for character in text:
            state = self.emit(state, character)
        return state[0]

    def _append(self, state: State, row: Row, cost: float = 0.0, begun: int = NOTHING) -> State:
        """The state with one more character, scored by the best word that ends in it; `begun`: a byte behind it."""
        words = self._words
        first, second, third, fourth, _, _, tail, text, others, _ = state
        _, last, character, folded, alone, variant = row
        best = first + alone
        run = tail + folded
        score = words.get(run[-2:])
        if score is not None and second + score + variant > best:
            best = second + score + variant
        score = words.get(run[-3:])
        if score is not None and third + score + variant > best:
            best = third + score + variant
        score = words.get(run)
        if score is not None and fourth + score + variant > best:
            best = fourth + score + variant
        variant += cost
        text += character
        scores = (best + cost, first + variant, second + variant, third + variant)
        return (*scores, begun, last if begun == NOTHING else begun, run[-3:], text, others, 0.0)

    def push(self, state: State, byte: int, reading: str | None = None) -> State | None:
        """The state behind one more known byte, `reading` standing right behind it; None where that cannot be."""
        first, second, third, fourth, pending, last, tail, text, others, hope = state
        cost = 0.0
        if self._of.get(last << 8 | byte) != reading:
            found = _UNANNOTATED if reading is None else self.readings.codes(reading).get(last << 8 | byte)
            if found is None:
                return None
            cost = found
        if pending == NOTHING:
            if byte >= 0x80:
                return (first, second, third, fourth, byte, byte, tail, text, others, hope)
            return charged(self.emit(state, chr(byte), byte), cost)
        row = self._rows.get(pending << 8 | byte)
        return self._append(state, row, cost) if row else None

    def push_all(self, states: Iterable[State], code: bytes, reading: str | None = None) -> list[State]:
        """The states behind one or two known bytes, the reading standing behind the last."""
        if len(code) == 1:
            return [moved for state in states if (moved := self.push(state, code[0], reading))]
        number = code[0] << 8 | code[1]
        cost = 0.0
        if self._of.get(number) != reading:
            found = _UNANNOTATED if reading is None else self.readings.codes(reading).get(number)
            if found is None:
                return []
            cost = found
        return self._shown(states, number, cost)

    def _shown(self, states: Iterable[State], number: int, cost: float) -> list[State]:
        """The states behind the two bytes of `number`, which no page shows without a cost of `cost`."""
        lead, trail = divmod(number, 256)
        whole = self._rows.get(number)
        found = []
        for state in states:
            shifted = state[4] != NOTHING
            row = self._rows.get(state[4] << 8 | lead) if shifted else whole
            if row:
                broken = _UNANNOTATED if state[5] << 8 | lead in self._of else 0.0
                if row.character in STOPS:
                    broken += TWO_SIGNS if state[7].endswith(STOPS) else 0.0
                    broken += UNCUT if shifted and row.character in SIGNS else 0.0
                if shifted and trail < 0x80:
                    found.append(self.emit(self._append(state, row, cost + broken), chr(trail), trail))
                else:
                    found.append(self._append(state, row, cost + broken, trail if shifted else NOTHING))
        return found

    def unshown(self, states: Iterable[State], reading: str) -> Iterator[State]:
        """The reading stands behind a byte 80, which some mirrors show as a euro sign and others not at all."""
        for state in states:
            moved = self.push(state, _EURO, reading) if state[4] != NOTHING else None
            if moved:
                yield moved

    def push_bytes(self, states: Iterable[State], code: bytes) -> list[State]:
        """The states behind some known bytes without a reading."""
        moved = list(states)
        for byte in code:
            moved = [found for state in moved if (found := self.push(state, byte))]
        return moved

    def lost_trail(self, states: Iterable[State]) -> list[State]:
        """The trail byte of the character that has begun is gone; as it was taken for a lead byte, it is no ASCII."""
        return self._branch_all((state, self._alphabet.lone.get(state[4], ())) for state in states)

    def lost_lead(self, states: Iterable[State], trail: int) -> list[State]:
        """A lead byte is gone, and the trail byte of its character is known: `trail` stands behind it."""
        rows = self._alphabet.by_trail.get(trail, ())
        return self._branch_all((state, rows) for state in states if state[4] == NOTHING)

    def _branch_all(self, states: Iterable[tuple[State, Iterable[Row]]]) -> list[State]:
        """The best states of several, each with one of its characters more."""
        found: list[tuple[float, State, Row]] = []
        for state, rows in states:
            scored = self._scored(state, rows, max(found, key=_FIRST)[0] - _SPREAD if found else -math.inf)
            found += [(score, state, row) for score, row in scored]
        found.sort(key=_FIRST, reverse=True)
        least = found[0][0] - _SPREAD if found else 0.0
        made = found[: self.beam * _MADE]
        return self.best([self._made(state, row, score) for score, state, row in made if score > least])

    def _branch(self, state: State, rows: Iterable[Row], least: float) -> list[State]:
        """The states above `least` with one of several characters more, the best first."""
        scored = self._scored(state, rows, least)
        scored.sort(reverse=True)
        return [self._made(state, row, score) for score, row in scored]

    def _scored(self, state: State, rows: Iterable[Row], least: float) -> list[tuple[float, Row]]:
        """What a state would score with one of several characters more, where it is above `least`."""
        words, followers = self._words.get, self.language.followers.get(state[6][-1:], _NONE)
        first, second, third, fourth, _, _, tail, *_ = state
        last_two = tail[-2:] if tail[-2:] in self.language.beginnings else ""
        last_three = tail if tail in self.language.beginnings else ""
        scored = []
        for row in rows:
            _, _, _, folded, best, variant = row
            best += first
            score = followers.get(folded)
            if score is not None and second + score + variant > best:
                best = second + score + variant
            if last_two:
                score = words(last_two + folded)
                if score is not None and third + score + variant > best:
                    best = third + score + variant
            if last_three:
                score = words(tail + folded)
                if score is not None and fourth + score + variant > best:
                    best = fourth + score + variant
            if best > least:
                scored.append((best, row))
        return scored

    def _made(self, state: State, row: Row, score: float, hope: float = 0.0) -> State:
        """The state with one more character whose score is known, charged for what contradicts the table.

        A character of the page's table cannot stand without its reading, nor two bytes that are one.
        """
        first, second, third, _, _, last, tail, text, others, _ = state
        lead, trail, character, folded, _, spent = row
        if lead << 8 | trail in self._of or last << 8 | lead in self._of:
            spent += _UNANNOTATED
            score += _UNANNOTATED
        scores = (score, first + spent, second + spent, third + spent)
        return (*scores, NOTHING, trail, (tail + folded)[-3:], text + character, others, hope)

    def torn(self, states: Iterable[State], reading: str, *, two: bool) -> Iterator[State]:
        """`?reading)`: the last byte before the reading is gone, or with `two` perhaps the last two."""
        for state in states:
            for code in self.readings.codes(reading):
                lead, trail = divmod(code, 256)
                if lead == state[5]:
                    moved = self.push(state, trail, reading)
                    if moved:
                        yield moved
                elif two:
                    yield from self.push_all((state,), bytes((lead, trail)), reading)

    def best(self, states: list[State]) -> list[State]:
        """The best states, none far behind the first, and those made one that agree in what matters from here on."""
        if len(states) < 2:
            return states
        ranked = [(state[0] + state[9] - (0.0 if state[4] == NOTHING else BEGUN), state) for state in states]
        ranked.sort(key=_FIRST, reverse=True)
        least = max(score - state[9] for score, state in ranked) - _SPREAD
        kept: dict[tuple[str, int, int], list[State]] = {}
        for score, state in ranked:
            if score < least:
                break
            key = (state[6], state[4], state[5])
            if key in kept:
                kept[key].append(state)
            elif len(kept) < self.beam:
                kept[key] = [state]
        return [merged(alike) if len(alike) > 1 else alike[0] for alike in kept.values()]
