"""Walk the bytes of a broken span: every text that the page can have had there, the likeliest first.

The page shows tokens; they come from one stream of GBK bytes, some of them lost. A state (`state.py`) is a text that
fits all tokens so far. Known bytes move a state on, lost bytes branch it, and each fact of docs/textrepair.md drops
what contradicts it. The language ranks the rest, and the best states go on.
`empty_cells.EmptyCells` adds the bytes that show nothing; it builds on the public methods of a lattice.
"""

import math
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Final

from zhanjiang.textrepair.alphabet import AlphabetRow, alphabet
from zhanjiang.textrepair.annotations import Annotations
from zhanjiang.textrepair.language import Language
from zhanjiang.textrepair.state import (
    BEGUN,
    BONUS,
    LAST,
    NOTHING,
    PENDING,
    SCORE,
    TAIL,
    State,
    charged,
    merged,
)
from zhanjiang.textrepair.tables import MARKS, last_byte

_UNANNOTATED: Final = -14.0
"""Logarithmic cost of a character of the page's table that has no annotation. By hand: nearly forbidden."""
UNCUT: Final = -3.0
"""Logarithmic cost of a mark in a shifted run that nothing was cut before, as mostly something is. By hand."""
STOPS: Final = tuple("，。、；：！？")
_STOPS: Final = frozenset(STOPS)
TWO_MARKS: Final = -7.0
"""Logarithmic cost of one punctuation mark right after another. By hand."""
_SPREAD: Final = 7.5
"""States whose score is lower than the best by more than this logarithm are dropped. Lowered from 9 for speed."""
_EURO: Final = 0x80
"""The byte that some mirrors show as a euro sign and others not at all."""
_MADE: Final = 2
"""For lost bytes this many times the beam are made, since some of them will merge. By hand."""
BEFORE: Final = 3
"""How many characters before a span take part in its score: as many as the longest history has."""
_FIRST: Final = itemgetter(0)


class Lattice:
    """The states of one page's broken spans. Its methods take states and give the states after one more fact."""

    def __init__(self, language: Language, annotations: Annotations, beam: int) -> None:
        """Keep the `beam` best states; `annotations` are the page's table and the known characters beside it."""
        self.annotations = annotations
        self.beam = beam
        self.walked = 0
        """How many tokens the walks over the page's spans have moved over."""
        self.language = language
        self.alphabet = alphabet(language)
        self._of, self._rows = annotations.of, self.alphabet.rows
        self._chain = language.ngrams.chain

    def folded(self, code: bytes) -> str:
        """The character of these two bytes in the script of the n-grams; '' where there is none."""
        row = self._rows.get(int.from_bytes(code)) if len(code) == 2 else None
        return row.folded if row else ""

    def begin(self, before: str) -> State:
        """The state after a few plain characters, which are free."""
        return (0.0, NOTHING, last_byte(before), self.language.folded(before)[-BEFORE:], "", (), 0.0)

    def emit(self, state: State, character: str, last: int = 0) -> State:
        """The state with one more character of any kind; `last` is its last byte."""
        row = self.alphabet.plain.get((character, last))
        if row is None:
            folded, variant = self.language.fold.get(character, character), self.language.variant.get(character, 0.0)
            unigram = self.language.ngrams.alone(folded)
            row = AlphabetRow(0, last, character, folded, unigram + variant, variant, unigram)
            self.alphabet.plain[character, last] = row
        return self.append(state, row)

    def score(self, before: str, text: str) -> float:
        """The logarithm of the probability of a text after another one, character by character."""
        state = self.begin(before[-BEFORE:])
        for character in text:
            state = self.emit(state, character)
        return state[SCORE]

    def append(self, state: State, row: AlphabetRow, cost: float = 0.0, begun: int = NOTHING) -> State:
        """The state with one more character; `begun`: a byte after it."""
        score, _, _, tail, text, others, _ = state
        folded = row.folded
        near, far, far_weight, weight = self._chain(tail)
        chance = near.get(folded)
        if chance is None:
            chance = far.get(folded)
            chance = row.unigram + weight if chance is None else chance + far_weight
        score += chance + row.variant + cost
        last = row.trail if begun == NOTHING else begun
        return (score, begun, last, (tail + folded)[-3:], text + row.character, others, 0.0)

    def push(self, state: State, byte: int, annotation: str | None = None) -> State | None:
        """The state after one more known byte, `annotation` right after it; None where that cannot be."""
        score, pending, last, tail, text, others, bonus = state
        cost = 0.0
        if self._of.get(last << 8 | byte) != annotation:
            allowed = _UNANNOTATED if annotation is None else self.annotations.codes(annotation).get(last << 8 | byte)
            if allowed is None:
                return None
            cost = allowed
        if pending == NOTHING:
            if byte >= 0x80:
                return (score, byte, byte, tail, text, others, bonus)
            return charged(self.emit(state, chr(byte), byte), cost)
        row = self._rows.get(pending << 8 | byte)
        return self.append(state, row, cost) if row else None

    def push_all(self, states: Iterable[State], code: bytes, annotation: str | None = None) -> list[State]:
        """The states after one or two known bytes, `annotation` right after the last."""
        if len(code) == 1:
            return [moved for state in states if (moved := self.push(state, code[0], annotation))]
        number = code[0] << 8 | code[1]
        cost = 0.0
        if self._of.get(number) != annotation:
            allowed = _UNANNOTATED if annotation is None else self.annotations.codes(annotation).get(number)
            if allowed is None:
                return []
            cost = allowed
        return self._push_pair(states, number, cost)

    def _push_pair(self, states: Iterable[State], number: int, cost: float) -> list[State]:
        """The states after the two bytes of `number`, each charged with `cost`."""
        lead, trail = divmod(number, 256)
        whole = self._rows.get(number)
        moved = []
        for state in states:
            _, pending, last, _, text, _, _ = state
            shifted = pending != NOTHING
            row = self._rows.get(pending << 8 | lead) if shifted else whole
            if row:
                broken = _UNANNOTATED if last << 8 | lead in self._of else 0.0
                if row.character in _STOPS:
                    broken += TWO_MARKS if text.endswith(STOPS) else 0.0
                    broken += UNCUT if shifted and row.character in MARKS else 0.0
                if shifted and trail < 0x80:
                    moved.append(self.emit(self.append(state, row, cost + broken), chr(trail), trail))
                else:
                    moved.append(self.append(state, row, cost + broken, trail if shifted else NOTHING))
        return moved

    def unshown(self, states: Iterable[State], annotation: str) -> Iterator[State]:
        """The annotation follows a byte 80, which some mirrors show as a euro sign and others not at all."""
        for state in states:
            moved = self.push(state, _EURO, annotation) if state[PENDING] != NOTHING else None
            if moved:
                yield moved

    def push_bytes(self, states: Iterable[State], code: bytes) -> list[State]:
        """The states after some known bytes without an annotation."""
        moved = states
        for byte in code:
            moved = [after for state in moved if (after := self.push(state, byte))]
        return list(moved)

    def lost_trail(self, states: Iterable[State]) -> list[State]:
        """The waiting lead byte lost its trail byte, which was taken for a lead byte and so is no ASCII."""
        return self.branch_all((state, self.alphabet.lone.get(state[PENDING], ())) for state in states)

    def lost_lead(self, states: Iterable[State], trail: int) -> list[State]:
        """A character lost its lead byte, and its trail byte is known."""
        rows = self.alphabet.by_trail.get(trail, ())
        return self.branch_all((state, rows) for state in states if state[PENDING] == NOTHING)

    def branch_all(self, states: Iterable[tuple[State, Iterable[AlphabetRow]]]) -> list[State]:
        """The best of several states, each with one of its own characters more."""
        scored: list[tuple[float, State, AlphabetRow]] = []
        least = -math.inf
        for state, rows in states:
            new = self.scored(state, rows, least)
            if new:
                least = max(least, max(new)[0] - _SPREAD)
                scored += [(score, state, row) for score, row in new if score > least]
        made = sorted([ending for ending in scored if ending[0] > least], key=_FIRST, reverse=True)
        return self.best([self.made(state, row, score) for score, state, row in made[: self.beam * _MADE]])

    def branch(self, state: State, rows: Iterable[AlphabetRow], least: float) -> list[State]:
        """The states above `least` with one of several characters more, the best first."""
        scored = self.scored(state, rows, least)
        scored.sort(reverse=True)
        return [self.made(state, row, score) for score, row in scored]

    def scored(self, state: State, rows: Iterable[AlphabetRow], least: float) -> list[tuple[float, AlphabetRow]]:
        """What a state would score with one of several characters more, where that is above `least`."""
        near, far, far_weight, weight = self._chain(state[TAIL])
        before = state[SCORE]
        scored = []
        for row in rows:
            score = near.get(row.folded)
            if score is None:
                score = far.get(row.folded)
                score = row.unigram + weight if score is None else score + far_weight
            score += before + row.variant
            if score > least:
                scored.append((score, row))
        return scored

    def made(self, state: State, row: AlphabetRow, score: float, bonus: float = 0.0) -> State:
        """The state with one more character whose score is known, charged for what contradicts the table.

        A character of the page's table cannot stand without its annotation, nor can two bytes that are such a one.
        """
        _, _, last, tail, text, others, _ = state
        lead, trail = row.lead, row.trail
        if lead << 8 | trail in self._of or last << 8 | lead in self._of:
            score += _UNANNOTATED
        return (score, NOTHING, trail, (tail + row.folded)[-3:], text + row.character, others, bonus)

    def torn(self, states: Iterable[State], annotation: str, *, two: bool) -> Iterator[State]:
        """`?qǐng)`: the last byte before the annotation is gone, or with `two` perhaps the last two."""
        for state in states:
            for code in self.annotations.codes(annotation):
                lead, trail = divmod(code, 256)
                if lead == state[LAST]:
                    moved = self.push(state, trail, annotation)
                    if moved:
                        yield moved
                elif two:
                    yield from self.push_all((state,), bytes((lead, trail)), annotation)

    def best(self, states: list[State]) -> list[State]:
        """The best states, none much worse than the first; those that nothing later can tell apart are merged."""
        if len(states) < 2:
            return states
        ranked = [
            (state[SCORE] + state[BONUS] - (0.0 if state[PENDING] == NOTHING else BEGUN), state) for state in states
        ]
        ranked.sort(key=_FIRST, reverse=True)
        least = max(score - state[BONUS] for score, state in ranked) - _SPREAD
        kept: dict[tuple[str, int, int], list[State]] = {}
        for score, state in ranked:
            if score < least:
                break
            key = (state[TAIL], state[PENDING], state[LAST])
            if key in kept:
                kept[key].append(state)
            elif len(kept) < self.beam:
                kept[key] = [state]
        return [merged(alike) if len(alike) > 1 else alike[0] for alike in kept.values()]
