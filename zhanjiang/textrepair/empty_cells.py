"""Pairs of bytes that show nothing: two characters lose a byte each, and the page does not show where."""

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Final

from zhanjiang.textrepair.alphabet import AlphabetRow
from zhanjiang.textrepair.empty_cell_lookup import NOTHING_JOINS, Joining, empty_cell_lookup, empty_trails
from zhanjiang.textrepair.lattice import STOPS, Lattice
from zhanjiang.textrepair.state import LAST, PENDING, SCORE, TAIL, State

_WORSE: Final = 6.0
"""A text with vanished bytes is dropped where its logarithm is that much lower than without. By hand."""
_WORST: Final = 30.0
"""By how much such a text may be lower where without vanished bytes no text fits at all. By hand."""
_KEPT: Final = 8
"""How many texts with vanished bytes go on: as many as the beam has."""
_USUAL: Final = -3.0
"""The logarithm of the commonest characters' probability."""
_ASCII_LEADS: Final = frozenset(range(0xA1, 0xA8))
"""Bytes that make an empty cell with an ASCII character."""
_LONGER: Final = 4.0
"""Most that a word of three or four characters gains over one of two, as a logarithm. By hand."""
_DOUBLED: Final = "—…"
"""Marks that are written twice."""
_DOUBLED_LEAD: Final = 0xA1
"""The lead byte of the marks that are written twice."""
_COMMA: Final = -3.0
"""Logarithmic cost of a comma that vanished as a whole with a byte of each neighbour, as few do. By hand."""
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
            starts = self._beside_usual(state, joining) if usual else []
            if usual and not starts:
                continue
            shown = self.lattice.push(state, byte, annotation)
            least = shown[SCORE] - _WORSE if shown else state[SCORE] - _WORST
            if state[PENDING] == _DOUBLED_LEAD:
                yield from self._doubled(state, byte, annotation, least)
            if not usual:
                peak = state[SCORE] + self._lookup.peak(state[PENDING], byte) + joining.most
                starts = self._likely(state) if peak > least else self._linked(state)
                yield from self._after_words(state, byte, annotation, least, joining)
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
                yield from self._annotated(lattice.made(state, row, score), rows, annotation)
            elif score + gain + longer > least:
                ended = lattice.made(state, row, score)
                endings += self._lasts(ended, rows, least, joining)
                for mark in self._lookup.commas(row.trail):
                    rows, gain = self._lookup.lasts(mark.lead, mark.trail, byte)
                    if score + mark.alone + _COMMA + max(gain, joining.best) > least:
                        endings += self._lasts(lattice.append(ended, mark, _COMMA), rows, least, joining)
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

    def _after_words(
        self, state: State, byte: int, annotation: str | None, least: float, joining: Joining
    ) -> Iterator[State]:
        """The states after a common word of two that hides one pair of bytes within and one after it.

        So 政府 (D5FE B8AE) vanishes before whatever begins with a high byte: FEB8 shows nothing, nor does AE with it.
        """
        endings: list[_Ending] = []
        for first, second, _ in self._lookup.words(state[PENDING]):
            rows, gain = self._lookup.lasts(second.lead, second.trail, byte)
            gain = max(gain, joining.best)
            ended = self.lattice.append(state, first)
            if ended[SCORE] + gain <= least:  # one more character makes nothing likelier
                continue
            ended = self.lattice.append(ended, second)
            if ended[SCORE] + gain > least:
                if annotation is not None:
                    yield from self._annotated(ended, rows, annotation)
                else:
                    endings += self._lasts(ended, rows, least, joining)
        yield from self._best_made(endings, _KEPT)

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
                yield from self._annotated(whole, rows, annotation)
            elif whole[SCORE] + gain > least:
                yield from self.lattice.branch(whole, rows, least)[:_KEPT]

    def _likely(self, state: State) -> list[AlphabetRow]:
        """The characters that may stand around vanished bytes: common ones, and those that make a word."""
        common = self._lookup.starts(state[PENDING])
        return common + [row for row in self._linked(state) if row not in common]

    def _linked(self, state: State) -> list[AlphabetRow]:
        """The characters that start with the waiting byte, may be half hidden, and make a word with the one before."""
        return self._lookup.linked(state[TAIL], state[PENDING])

    def _beside_usual(self, state: State, joining: Joining) -> list[AlphabetRow]:
        """What may stand around vanished bytes though a usual character is shown: words, and commas before a word.

        So the start of 同 vanishes in ，同時, which leaves ，時.
        """
        commas = (row for row in self._lookup.starts(state[PENDING]) if row.character in STOPS)
        return self._linked(state) or (list(commas) if joining.gains else [])

    def _annotated(self, state: State, rows: Iterable[AlphabetRow], annotation: str) -> Iterator[State]:
        """The states with one of the characters that can have the annotation."""
        for row in rows:
            cost = self.lattice.annotations.codes(annotation).get(row.lead << 8 | row.trail)
            if cost is not None:
                yield self.lattice.append(state, row, cost)

    def vanished_lost(self, states: Iterable[State], least: float) -> list[State]:
        """Two vanished bytes, and after them a lead byte that lost its trail: 而知， is B6F8 D6AA, F8D6 shows nothing.

        A sixth of the runs end so, many of them in a mark: 所， is CBF9 A3AC. Nothing below `least` is given.
        """
        endings: list[_Ending] = []
        for state in states:
            for score, row in self.lattice.scored(state, self._likely(state), least - _USUAL):
                ended = self.lattice.made(state, row, score)
                scored = self.lattice.scored(ended, self._lone_after(ended), least)
                endings += [(total, ended, last, 0.0) for total, last in scored]
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
        leads = {lead for lead, _ in codes}
        for state in states:
            rows = [row for row in self._lookup.starts(state[PENDING]) if not leads.isdisjoint(empty[row.trail])]
            endings = self.lattice.branch(state, rows, state[SCORE] - _WORST) if rows else []
            endings += [
                self.lattice.append(self.lattice.append(state, first), second)
                for first, second, _ in self._lookup.words(state[PENDING])
            ]
            for ended in endings:
                for code in codes:
                    if code[0] in empty[ended[LAST]]:
                        yield from self.lattice.push_all((ended,), bytes(code), annotation)
