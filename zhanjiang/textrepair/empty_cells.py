"""Pairs of bytes that show nothing: two characters less on the page, and no trace of where."""

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Final

from zhanjiang.textrepair.alphabet import Row
from zhanjiang.textrepair.annotations import Readings
from zhanjiang.textrepair.empty_cell_lookup import NOTHING_JOINS, Joining, empty_trails, vanishing
from zhanjiang.textrepair.language import Language
from zhanjiang.textrepair.lattice import STOPS, Lattice
from zhanjiang.textrepair.state import State

_WORSE: Final = 6.0
"""A text with vanished bytes is dropped where it is that much worse than without."""
_WORST: Final = 30.0
_KEPT: Final = 8
"""So many texts with vanished bytes are followed."""
_USUAL: Final = -3.0
"""What the commonest character costs."""
_LINK: Final = 2.0
"""Two characters make a word where they score so much better than one by one."""
_LINKED: Final = -9.0
_ASCII_LEADS: Final = frozenset(range(0xA1, 0xA8))
"""Bytes whose cells with ASCII characters show nothing."""
_LONGER: Final = 4.0
"""What a word of three or four characters can bring beyond one of two."""
_DOUBLED: Final = "—…"
_DOUBLED_LEAD: Final = 0xA1
"""Signs that are written twice, and the lead byte of both."""
_COMMA: Final = -3.0
"""The cost of a comma that vanished as a whole, with an end of each neighbour, as few do."""
_DOUBTFUL: Final = -7.0
"""Vanished bytes are looked for where the character that is shown costs more than this."""


class LatticeWithGaps(Lattice):
    """A lattice that also follows the texts of which two bytes vanished: the end of one character and the next's start.

    They can have stood between any two pairs of a shifted run, so that they are looked for only where the page as it is
    shown makes poor words.
    """

    def __init__(self, language: Language, readings: Readings, beam: int) -> None:
        """As a lattice, with what may stand around vanished bytes."""
        super().__init__(language, readings, beam)
        self._vanishing = vanishing(language)

    def vanished(
        self, states: Iterable[State], behind: int, reading: str | None = None, ahead: str = ""
    ) -> Iterator[State]:
        """Two bytes that show nothing may stand here: the end of one character and the start of the next.

        `behind` is the byte that follows in the stream and ends the second character, `reading` what stands behind it,
        `ahead` the character that is shown next.
        Gives the states behind that byte, and none where the character that the page shows as it is is a usual one.
        """
        joining = self._vanishing.joining(behind, ahead) if ahead else NOTHING_JOINS
        for state in states:
            usual = self._usual(state, behind)
            starts = self._beside_usual(state, joining) if usual else []
            if usual and not starts:
                continue
            shown = self.push(state, behind, reading)
            least = shown[0] - _WORSE if shown else state[0] - _WORST
            if state[4] == _DOUBLED_LEAD:
                yield from self._doubled(state, behind, reading, least)
            if not usual:
                peak = state[0] + self._vanishing.peak(state[4], behind) + joining.most
                starts = self._likely(state) if peak > least else self._linked(state)
                yield from self._behind_words(state, behind, reading, least, joining)
            yield from self._around(state, starts, behind, reading, least, joining)

    def _around(
        self,
        state: State,
        starts: list[Row],
        behind: int,
        reading: str | None,
        least: float,
        joining: Joining,
    ) -> Iterator[State]:
        """The states behind two vanished bytes that stand between one of the characters and the byte `behind`."""
        found: list[tuple[float, State, Row, float]] = []
        scored = self._scored(state, starts, least - _USUAL) if starts else []
        for score, row in sorted(scored, reverse=True):
            rows, gain = self._vanishing.lasts(state[4], row.trail, behind)
            longer = _LONGER if state[6][-1:] + row.folded in self.language.beginnings else 0.0
            if reading is not None:
                yield from self._read(self._made(state, row, score), rows, reading)
            elif score + gain + longer > least:
                ended = self._made(state, row, score)
                found += self._lasts(ended, rows, least, joining)
                for sign in self._vanishing.signs(row.trail):
                    rows, gain = self._vanishing.lasts(sign.lead, sign.trail, behind)
                    if score + sign.alone + _COMMA + max(gain, joining.best) > least:
                        found += self._lasts(self._append(ended, sign, _COMMA), rows, least, joining)
                if len(found) > _KEPT:
                    found = sorted(found, key=itemgetter(0), reverse=True)[:_KEPT]
                    least = found[-1][0]
        yield from self._best_made(found, _KEPT)

    def _lasts(
        self, ended: State, rows: list[Row], least: float, joining: Joining
    ) -> list[tuple[float, State, Row, float]]:
        """What may stand behind the vanished bytes: usual characters, and those that make a word with the next."""
        found = [(total, ended, last, 0.0) for total, last in self._scored(ended, rows, least)]
        if joining.gains:
            joined = self._vanishing.hidden_by(ended[5], joining.gains)
            for total, last in self._scored(ended, joined, least - joining.most):
                hope = joining.gains[last]
                if total + hope > least:
                    found.append((total + hope, ended, last, hope))
        return found

    def _behind_words(
        self, state: State, behind: int, reading: str | None, least: float, joining: Joining
    ) -> Iterator[State]:
        """The states behind a common word of two that hides a pair of bytes within and one behind it.

        So vanishes 政府 (D5FE B8AE) before whatever begins with a high byte: FEB8 shows nothing, nor does AE with it.
        """
        found: list[tuple[float, State, Row, float]] = []
        for first, second, score in self._vanishing.words(state[4]):
            rows, gain = self._vanishing.lasts(second.lead, second.trail, behind)
            if state[0] + score + max(gain, joining.best) > least:
                ended = self._append(self._append(state, first), second)
                if reading is not None:
                    yield from self._read(ended, rows, reading)
                else:
                    found += self._lasts(ended, rows, least, joining)
        yield from self._best_made(found, _KEPT)

    def _best_made(self, found: list[tuple[float, State, Row, float]], count: int) -> list[State]:
        """The best states with one of their characters more, so many of them."""
        found.sort(key=itemgetter(0), reverse=True)
        return [self._made(ended, last, total - hope, hope) for total, ended, last, hope in found[:count]]

    def _usual(self, state: State, behind: int) -> bool:
        """Whether the character shown is a very common one, or makes a word with the one before it."""
        row = self._alphabet.rows.get(state[4] << 8 | behind)
        if row is None:
            return False
        pair = self.language.followers.get(state[6][-1:], {}).get(row.folded, -99.0) + state[1] - state[0]
        return row.alone > _DOUBTFUL or (pair > row.alone + 1.0 and pair > _LINKED)

    def _doubled(self, state: State, behind: int, reading: str | None, least: float) -> Iterator[State]:
        """A dash or dots, whose two characters hide both the pair between them and the one behind.

        In a shifted run —— is A1 AAA1 AA, and cells of row AA show nothing.
        """
        for sign in _DOUBLED if state[4] == _DOUBLED_LEAD else ():
            whole = self.emit(self.emit(state, sign), sign, sign.encode("gbk")[1])
            rows, gain = self._vanishing.lasts(_DOUBLED_LEAD, whole[5], behind)
            if reading is not None:
                yield from self._read(whole, rows, reading)
            elif whole[0] + gain > least:
                yield from self._branch(whole, rows, least)[:_KEPT]

    def _likely(self, state: State) -> list[Row]:
        """The characters that may stand around vanished bytes: common ones, and those that make a word."""
        common = self._vanishing.starts(state[4])
        return common + [row for row in self._linked(state) if row not in common]

    def _linked(self, state: State) -> list[Row]:
        """The characters that start with the waiting byte, may be half hidden, and make a word with the one before."""
        least = _LINK + state[0] - state[1]
        return [row for row, gain in self._vanishing.linked(state[6][-1:], state[4]) if gain > least]

    def _beside_usual(self, state: State, joining: Joining) -> list[Row]:
        """What may stand around vanished bytes though what is shown is usual: words, and commas where one follows.

        So vanishes the start of 同 in ，同時, which leaves ，時.
        """
        commas = (row for row in self._vanishing.starts(state[4]) if row.character in STOPS)
        return self._linked(state) or (list(commas) if joining.gains else [])

    def _read(self, state: State, rows: Iterable[Row], reading: str) -> Iterator[State]:
        """The states with one of the characters that have a reading, which stands behind them."""
        for row in rows:
            cost = self.readings.codes(reading).get(row.lead << 8 | row.trail)
            if cost is not None:
                yield self._append(state, row, cost)

    def vanished_lost(self, states: Iterable[State], least: float) -> list[State]:
        """Two vanished bytes, and behind them a lead byte whose trail is lost: 而知， is B6F8 D6AA, F8D6 shows nothing.

        So end a sixth of the runs, many of them in a sign: 所， is CBF9 A3AC. Nothing is found below `least`.
        """
        found: list[tuple[float, State, Row, float]] = []
        for state in states:
            for score, row in self._scored(state, self._likely(state), least - _USUAL):
                ended = self._made(state, row, score)
                scored = self._scored(ended, self._lone_behind(ended), least)
                found += [(total, ended, last, 0.0) for total, last in scored]
        return self._best_made(found, self.beam)

    def _lone_behind(self, state: State) -> list[Row]:
        """The characters of two high bytes, the first vanished, that are common or make a word with what is before."""
        before, last = state[6], state[5]
        if before in self.language.beginnings:
            return self._vanishing.hidden_by(last, self._alphabet.high)
        return self._vanishing.lone(before[-1:], last)

    def vanished_ascii(self, states: Iterable[State]) -> list[State]:
        """The last byte of a shifted run vanished with the ASCII character behind it: 力[ is C1A6 5B, A65B no cell."""
        lone = self._alphabet.lone
        return self._branch_all(
            (state, [row for row in lone.get(state[4], ()) if row.trail in _ASCII_LEADS]) for state in states
        )

    def vanished_before(self, states: Iterable[State], reading: str) -> Iterator[State]:
        """Two bytes that show nothing stand before `?reading)`, the second of them starting the character so read."""
        empty = empty_trails()
        codes = [divmod(code, 256) for code in self.readings.codes(reading)]
        leads = {lead for lead, _ in codes}
        for state in states:
            rows = [row for row in self._vanishing.starts(state[4]) if not leads.isdisjoint(empty[row.trail])]
            ended = self._branch(state, rows, state[0] - _WORST) if rows else []
            ended += [
                self._append(self._append(state, first), second) for first, second, _ in self._vanishing.words(state[4])
            ]
            for found in ended:
                for code in codes:
                    if code[0] in empty[found[5]]:
                        yield from self.push_all((found,), bytes(code), reading)
