"""Pairs of bytes that show nothing: two characters lose a byte each, and the page does not show where."""

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Final

from zhanjiang.textrepair.alphabet import AlphabetRow
from zhanjiang.textrepair.empty_cell_lookup import NOTHING_JOINS, Joining, empty_cell_lookup, empty_trails
from zhanjiang.textrepair.lattice import STOPS, Lattice
from zhanjiang.textrepair.state import LAST, PENDING, SCORE, TAIL, State

_WORSE: Final = 5.0
"""A text with vanished bytes is dropped where its logarithm is that much lower than without. Was 6; for speed."""
_WORST: Final = 30.0
"""By how much such a text may be lower where without vanished bytes no text fits at all. By hand."""
_KEPT: Final = 8
"""How many texts with vanished bytes go on: as many as the beam has."""
_USUAL: Final = -3.0
"""The logarithm of the commonest characters' probability."""
_ASCII_LEADS: Final = frozenset(range(0xA1, 0xA8))
"""Bytes that make an empty cell with an ASCII character."""
_LONGER: Final = 1.0
"""What a word of three or four characters gains over one of two, as a logarithm. Lowered from 4 for speed."""
_DOUBLED: Final = "—…"
"""Marks that are written twice."""
_DOUBLED_LEAD: Final = 0xA1
"""The lead byte of the marks that are written twice."""
_COMMA: Final = -3.0
"""Logarithmic cost of a comma that vanished as a whole with a byte of each neighbour, as few do. By hand."""
_MIDDLE: Final = 2.0
"""By how much higher the logarithm must be of a text in which a whole character vanished, as few do. By measurement."""
_DOUBTFUL: Final = -6.0
"""Vanished bytes are looked for where the logarithm of the character shown is lower than this. By measurement."""

_Ending = tuple[float, State, AlphabetRow, float]
"""A state with one more character: score with the look-ahead bonus, state, character, bonus."""


class EmptyCells:
    """The texts of which two bytes vanished: the end of one character and the start of the next.

    They can have stood between any two pairs of a shifted run, so they are looked for only where what the page shows
    makes poor words. Works on the states of `lattice` by its public methods.
    """

    def __init__(self, lattice: Lattice) -> None:
        """Look up what may stand around vanished bytes in the lattice's language."""
        self.lattice = lattice
        self._lookup = empty_cell_lookup(lattice.language)

    def vanished(
        self, states: Iterable[State], byte: int, annotation: str | None = None, next_shown: str = ""
    ) -> Iterator[State]:
        """The states after two vanished bytes and `byte`, which ends the second character.

        `annotation` follows that byte; `next_shown` is the character shown next, folded. Gives none where the
        character that the page shows is a usual one.
        """
        joining = self._lookup.joining(byte, next_shown) if next_shown else NOTHING_JOINS
        for state in states:
            usual = self._usual(state, byte)
            shown = self.lattice.push(state, byte, annotation)
            least = shown[SCORE] - _WORSE if shown else state[SCORE] - _WORST
            starts = self._beside_usual(state, byte, least, joining) if usual else []
            if usual and not starts:
                continue
            if state[PENDING] == _DOUBLED_LEAD:
                yield from self._doubled(state, byte, annotation, least)
            if not usual:
                peak = state[SCORE] + self._lookup.peak(state[PENDING], byte) + joining.most
                starts = self._likely(state) if peak > least else self._linked(state)
            yield from self._around(state, starts, byte, annotation, least, joining)

    def _around(
        self,
        state: State,
        starts: list[AlphabetRow],
        byte: int,
        annotation: str | None,
        least: float,
        joining: Joining,
    ) -> Iterator[State]:
        """The states after two vanished bytes between one of `starts` and the character that ends in `byte`."""
        endings: list[_Ending] = []
        lattice = self.lattice
        scored = lattice.scored(state, starts, least - _USUAL) if starts else []
        for score, row in sorted(scored, reverse=True):
            rows, gain = self._lookup.lasts(state[PENDING], row.trail, byte)
            longer = _LONGER if lattice.language.ngrams.entries(state[TAIL][-1:] + row.folded) else 0.0
            if annotation is not None:
                yield from self._annotated(lattice.made(state, row, score), byte, annotation)
            elif score + gain + longer > least:
                endings += self._lasts(lattice.made(state, row, score), rows, least, joining)
            for whole, middle in self._middles(state, row, score, least - _USUAL + _MIDDLE):
                if annotation is not None:
                    yield from self._annotated(whole, byte, annotation)
                    continue
                rows, gain = self._lookup.lasts(middle.lead, middle.trail, byte)
                if whole[SCORE] + max(gain, joining.best) > least + _MIDDLE:
                    endings += self._lasts(whole, rows, least + _MIDDLE, joining)
            if len(endings) > _KEPT:
                endings = sorted(endings, key=itemgetter(0), reverse=True)[:_KEPT]
                least = endings[-1][0]
        yield from self._best_made(endings, _KEPT)

    def _lasts(self, ended: State, rows: list[AlphabetRow], least: float, joining: Joining) -> list[_Ending]:
        """What may stand after the vanished bytes: usual characters, and those that make a word with the next."""
        endings = [(total, ended, last, 0.0) for total, last in self.lattice.scored(ended, rows, least)]
        if joining.gains:
            joined = joining.hidden.get(ended[LAST])
            if joined is None:
                joined = joining.hidden[ended[LAST]] = self._lookup.hidden_by(ended[LAST], joining.gains)
            for total, last in self.lattice.scored(ended, joined, least - joining.most) if joined else ():
                bonus = joining.gains[last]
                if total + bonus > least:
                    endings.append((total + bonus, ended, last, bonus))
        return endings

    def _best_made(self, endings: list[_Ending], count: int) -> list[State]:
        """The `count` best states, each with its character."""
        endings.sort(key=itemgetter(0), reverse=True)
        return [self.lattice.made(ended, last, total - bonus, bonus) for total, ended, last, bonus in endings[:count]]

    def _usual(self, state: State, byte: int) -> bool:
        """Whether the character shown is a likely one after the text before it."""
        row = self.lattice.alphabet.rows.get(state[PENDING] << 8 | byte)
        if row is None:
            return False
        likely = self.lattice.language.ngrams.logarithm(state[TAIL], row.folded) + row.variant
        return likely > _DOUBTFUL

    def _doubled(self, state: State, byte: int, annotation: str | None, least: float) -> Iterator[State]:
        """A dash or dots, whose two characters hide both the pair between them and the one after.

        In a shifted run —— is A1 AAA1 AA, and cells of row AA show nothing.
        """
        for mark in _DOUBLED if state[PENDING] == _DOUBLED_LEAD else ():
            whole = self.lattice.emit(self.lattice.emit(state, mark), mark, mark.encode("gbk")[1])
            rows, gain = self._lookup.lasts(_DOUBLED_LEAD, whole[LAST], byte)
            if annotation is not None:
                yield from self._annotated(whole, byte, annotation)
            elif whole[SCORE] + gain > least:
                yield from self.lattice.branch(whole, rows, least)[:_KEPT]

    def _likely(self, state: State) -> list[AlphabetRow]:
        """The characters that may stand around vanished bytes: common ones, and those that make a word."""
        common = self._lookup.starts(state[PENDING])
        return common + [row for row in self._linked(state) if row not in common]

    def _linked(self, state: State) -> list[AlphabetRow]:
        """The characters that start with the waiting byte, may be half hidden, and make a word with the one before."""
        return self._lookup.linked(state[TAIL], state[PENDING])

    def _beside_usual(self, state: State, byte: int, least: float, joining: Joining) -> list[AlphabetRow]:
        """What may stand around vanished bytes though a usual character is shown: words, and commas before a word.

        So the start of 同 vanishes in ，同時, which leaves ，時; and of 生活 only 深 is left.
        """
        pairs = self._lookup.pairs(state[PENDING], byte)
        starts = self._linked(state) + [row for score, row in pairs if state[SCORE] + score > least]
        if joining.gains:
            starts += (row for row in self._lookup.starts(state[PENDING]) if row.character in STOPS)
        return list(dict.fromkeys(starts))

    def _annotated(self, state: State, byte: int, annotation: str) -> Iterator[State]:
        """The states with one of the characters that end in `byte` and can have the annotation."""
        empty = empty_trails().get(state[LAST], frozenset())
        for code, cost in self.lattice.annotations.codes(annotation).items():
            lead, trail = divmod(code, 256)
            if trail == byte and lead in empty:
                yield self.lattice.append(state, self.lattice.alphabet.rows[code], cost)

    def _middles(
        self, state: State, first: AlphabetRow, score: float, least: float
    ) -> Iterator[tuple[State, AlphabetRow]]:
        """The states after `first`, whose score is known, and one more character, of which nothing is shown; and it."""
        most, rows = self._lookup.middles(first)
        if score + most + _LONGER > least:
            ended = self.lattice.made(state, first, score)
            for total, middle in self.lattice.scored(ended, rows, least):
                paid = total + _COMMA if middle.character in STOPS else total
                yield self.lattice.made(ended, middle, paid), middle

    def vanished_lost(self, states: Iterable[State], least: float) -> list[State]:
        """Two vanished bytes, and after them a lead byte that lost its trail: 而知， is B6F8 D6AA, F8D6 shows nothing.

        A sixth of the runs end so, many of them in a mark: 所， is CBF9 A3AC. Nothing below `least` is given.
        """
        endings: list[_Ending] = []
        for state in states:
            for score, row in self.lattice.scored(state, self._likely(state), least - _USUAL):
                ended = self.lattice.made(state, row, score)
                for whole in (ended, *(after for after, _ in self._middles(state, row, score, least - _USUAL))):
                    scored = self.lattice.scored(whole, self._lone_after(whole), least)
                    endings += [(total, whole, last, 0.0) for total, last in scored]
        return self._best_made(endings, self.lattice.beam)

    def _lone_after(self, state: State) -> list[AlphabetRow]:
        """The characters of two high bytes, the first vanished, that are common or make a word with the text before."""
        return self._lookup.lone(state[TAIL], state[LAST])

    def vanished_ascii(self, states: Iterable[State]) -> list[State]:
        """The last byte of a shifted run vanished with the ASCII character after it: 力[ is C1A6 5B, A65B no cell."""
        lone = self.lattice.alphabet.lone
        return self.lattice.branch_all(
            (state, [row for row in lone.get(state[PENDING], ()) if row.trail in _ASCII_LEADS]) for state in states
        )

    def vanished_before(self, states: Iterable[State], annotation: str) -> Iterator[State]:
        """Two bytes that show nothing stand before `?qǐng)`, the second of them starting the annotated character."""
        empty = empty_trails()
        codes = [divmod(code, 256) for code in self.lattice.annotations.codes(annotation)]
        for state in states:
            endings = []
            for score, row in self.lattice.scored(state, self._likely(state), state[SCORE] - _WORST):
                ended = self.lattice.made(state, row, score)
                endings += [ended, *(whole for whole, _ in self._middles(state, row, score, state[SCORE] - _WORST))]
            for ended in endings:
                for code in codes:
                    if code[0] in empty[ended[LAST]]:
                        yield from self.lattice.push_all((ended,), bytes(code), annotation)
