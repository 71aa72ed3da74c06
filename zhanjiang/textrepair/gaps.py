"""Pairs of bytes that show nothing: two characters less on the page, and no trace of where."""

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Final

from zhanjiang.textrepair.alphabet import Row, empty_trails
from zhanjiang.textrepair.language import UNKNOWN
from zhanjiang.textrepair.lattice import STOPS, Lattice
from zhanjiang.textrepair.state import State

_HIDING: Final = 9
"""So many characters are tried on either side of two vanished bytes."""
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
_SIGN_LEADS: Final = frozenset((0xA1, 0xA3))
_ASCII_LEADS: Final = frozenset(range(0xA1, 0xA8))
"""Bytes whose cells with ASCII characters show nothing."""
_LONGER: Final = 4.0
"""What a word of three or four characters can bring beyond one of two."""
_DOUBLED: Final = "—…"
_DOUBLED_LEAD: Final = 0xA1
"""Signs that are written twice, and the lead byte of both."""
_JOINED: Final = 2.0
"""What a word of two brings at the least beyond its characters one by one, to count before it is whole."""
_COMMON_WORD: Final = -10.0
"""Only words as common as this are looked for where four bytes vanished in a row."""
_MOST_WORDS: Final = 12
_DOUBTFUL: Final = -7.0
"""Vanished bytes are looked for where the character that is shown costs more than this."""


class LatticeWithGaps(Lattice):
    """A lattice that also follows the texts of which two bytes vanished: the end of one character and the next's start.

    They can have stood between any two pairs of a shifted run, so that they are looked for only where the page as it is
    shown makes poor words.
    """

    def vanished(
        self, states: Iterable[State], behind: int, reading: str | None = None, ahead: str = ""
    ) -> Iterator[State]:
        """Two bytes that show nothing may stand here: the end of one character and the start of the next.

        `behind` is the byte that follows in the stream and ends the second character, `reading` what stands behind it,
        `ahead` the character that is shown next.
        Gives the states behind that byte, and none where the character that the page shows as it is is a usual one.
        """
        for state in states:
            usual = self._usual(state, behind)
            joining = self._joining(behind, ahead) if ahead else []
            starts = self._linked(state) or (self._commas(state) if joining else []) if usual else []
            if usual and not starts:
                continue
            shown = self.push(state, behind, reading)
            least = shown[0] - _WORSE if shown else state[0] - _WORST
            if state[4] == _DOUBLED_LEAD:
                yield from self._doubled(state, behind, reading, least)
            if not usual:
                peak = state[0] + self._peak(state[4], behind) + max((gain for _, gain in joining), default=0.0)
                starts = self._likely(state) if peak > least else self._linked(state)
                yield from self._behind_words(state, behind, reading, least)
            yield from self._around(state, starts, behind, reading, least, joining)

    def _around(
        self,
        state: State,
        starts: list[Row],
        behind: int,
        reading: str | None,
        least: float,
        joining: list[tuple[Row, float]],
    ) -> Iterator[State]:
        """The states behind two vanished bytes that stand between one of the characters and the byte `behind`."""
        found: list[tuple[float, State, Row, float]] = []
        scored = self._scored(state, starts, least - _USUAL) if starts else []
        for score, row in sorted(scored, reverse=True):
            rows, gain = self._hidden(state[4], row.trail, behind)
            longer = _LONGER if state[6][-1:] + row.folded in self.language.beginnings else 0.0
            if reading is not None:
                yield from self._read(self._made(state, row, score), rows, reading)
            elif score + gain + longer > least:
                ended = self._made(state, row, score)
                found += [(total, ended, last, 0.0) for total, last in self._scored(ended, rows, least)]
                empty = empty_trails()[row.trail]
                for last, hope in joining:
                    if last.lead in empty:
                        scored = self._scored(ended, (last,), least - hope)
                        found += [(total + hope, ended, last, hope) for total, _ in scored]
                if len(found) > _KEPT:
                    found = sorted(found, key=itemgetter(0), reverse=True)[:_KEPT]
                    least = found[-1][0]
        yield from self._best_made(found, _KEPT)

    def _behind_words(self, state: State, behind: int, reading: str | None, least: float) -> Iterator[State]:
        """The states behind a common word of two that hides a pair of bytes within and one behind it.

        So vanishes 政府 (D5FE B8AE) before whatever begins with a high byte: FEB8 shows nothing, nor does AE with it.
        """
        found: list[tuple[float, State, Row, float]] = []
        for first, second, score in self._half_hidden(state[4]):
            rows, gain = self._hidden(second.lead, second.trail, behind)
            if state[0] + score + gain > least:
                ended = self._append(self._append(state, first), second)
                if reading is not None:
                    yield from self._read(ended, rows, reading)
                else:
                    found += [(total, ended, last, 0.0) for total, last in self._scored(ended, rows, least)]
        yield from self._best_made(found, _KEPT)

    def _half_hidden(self, lead: int) -> list[tuple[Row, Row, float]]:
        """The common words of two that begin with a lead byte, a pair of which is empty and whose last byte can be."""
        found = self._alphabet.half_hidden.get(lead)
        if found is None:
            empty, followers = empty_trails(), self.language.followers
            found = [
                (first, second, followers[first.folded][second.folded] + first.variant + second.variant)
                for first in self._alphabet.by_lead.get(lead, ())
                if first.trail in empty and first.folded in followers
                for second in self._alphabet.high
                if second.trail in empty and second.lead in empty[first.trail]
                if second.folded in followers[first.folded]
            ]
            found = sorted((word for word in found if word[2] > _COMMON_WORD), key=itemgetter(2), reverse=True)
            found = self._alphabet.half_hidden[lead] = found[:_MOST_WORDS]
        return found

    def _joining(self, trail: int, ahead: str) -> list[tuple[Row, float]]:
        """The characters ending in a byte that make a word with the one behind, each with what that brings; kept."""
        found = self._alphabet.joining.get((trail, ahead))
        if found is None:
            alone, followers = self._words.get(ahead, UNKNOWN), self.language.followers
            words = [
                (row, followers[row.folded][ahead])
                for row in self._alphabet.ending.get(trail, ())
                if ahead in followers.get(row.folded, {})
            ]
            gains = [(row, score + row.variant - row.alone - alone) for row, score in words]
            found = self._alphabet.joining[trail, ahead] = [(row, gain) for row, gain in gains if gain > _JOINED]
        return found

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
            rows, gain = self._hidden(_DOUBLED_LEAD, whole[5], behind)
            if reading is not None:
                yield from self._read(whole, rows, reading)
            elif whole[0] + gain > least:
                yield from self._branch(whole, rows, least)[:_KEPT]

    def _likely(self, state: State) -> list[Row]:
        """The characters that may stand around vanished bytes: common ones, and those that make a word."""
        common = self._hiding(state[4])
        return common + [row for row in self._linked(state) if row not in common]

    def _linked(self, state: State) -> list[Row]:
        """The characters that start with the waiting byte, may be half hidden, and make a word with the one before."""
        before, lead = state[6][-1:], state[4]
        rows = self._alphabet.linked.get((before, lead))
        if rows is None:
            followers, empty = self.language.followers.get(before, {}), empty_trails()
            rows = [
                (row, followers[row.folded] - row.alone)
                for row in self._alphabet.by_lead.get(lead, ())
                if row.trail in empty and row.folded in followers
            ]
            self._alphabet.linked[before, lead] = rows
        least = _LINK + state[0] - state[1]
        return [row for row, gain in rows if gain > least]

    def _read(self, state: State, rows: Iterable[Row], reading: str) -> Iterator[State]:
        """The states with one of the characters that have a reading, which stands behind them."""
        for row in rows:
            cost = self.readings.codes(reading).get(row.lead << 8 | row.trail)
            if cost is not None:
                yield self._append(state, row, cost)

    def _commas(self, state: State) -> list[Row]:
        """The commas that the waiting byte can begin: so vanishes the start of 同 in ，同時, which leaves ，時."""
        return [row for row in self._hiding(state[4]) if row.character in STOPS]

    def _hiding(self, lead: int) -> list[Row]:
        """The common characters that start with a lead byte and whose trail byte can begin an empty cell."""
        found = self._alphabet.hiding.get(lead)
        if found is None:
            empty = empty_trails()
            found = [row for row in self._alphabet.by_lead.get(lead, ()) if row.trail in empty][:_HIDING]
            self._alphabet.hiding[lead] = found
        return found

    def _hidden(self, lead: int, trail: int, behind: int) -> tuple[list[Row], float]:
        """The likeliest characters behind the one so ended whose lead byte vanishes with its trail byte; kept.

        The number is what the best of them brings as a word of one or two characters.
        """
        found = self._alphabet.hidden.get((lead, trail, behind))
        if found is None:
            before, empty = self._alphabet.rows[lead << 8 | trail], empty_trails()[trail]
            joined = self.language.followers.get(before.folded, {})
            rows = self._alphabet.by_trail.get(behind, ())
            scored = [
                (max(row.alone, joined.get(row.folded, -99.0) - before.alone), row) for row in rows if row.lead in empty
            ]
            scored.sort(reverse=True)
            gain = scored[0][0] if scored else -99.0
            found = self._alphabet.hidden[lead, trail, behind] = [row for _, row in scored[:_HIDING]], gain
        return found

    def _peak(self, lead: int, behind: int) -> float:
        """What two characters around vanished bytes bring at most where they make no word with what is before; kept."""
        found = self._alphabet.peaks.get((lead, behind))
        if found is None:
            gains = (row.alone + self._hidden(lead, row.trail, behind)[1] for row in self._hiding(lead))
            found = self._alphabet.peaks[lead, behind] = max(gains, default=-99.0)
        return found

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
        leads, before = empty_trails()[state[5]], state[6]
        if before in self.language.beginnings:
            return [row for row in self._alphabet.high if row.lead in leads]
        found = self._alphabet.behind.get((before[-1:], state[5]))
        if found is None:
            followers, high = self.language.followers.get(before[-1:], {}), self._alphabet.high
            signs = [row for row in high if row.lead in _SIGN_LEADS][: 2 * _HIDING]
            joined = [row for row in high if row.folded in followers]
            found = [row for row in dict.fromkeys([*signs, *high[:_HIDING], *joined]) if row.lead in leads]
            self._alphabet.behind[before[-1:], state[5]] = found
        return found

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
            rows = [row for row in self._hiding(state[4]) if not leads.isdisjoint(empty[row.trail])]
            ended = self._branch(state, rows, state[0] - _WORST) if rows else []
            ended += [
                self._append(self._append(state, first), second) for first, second, _ in self._half_hidden(state[4])
            ]
            for found in ended:
                for code in codes:
                    if code[0] in empty[found[5]]:
                        yield from self.push_all((found,), bytes(code), reading)
