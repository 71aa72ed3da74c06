"""A walk over the tokens of a broken place: what each may be in bytes, and the states that come of it.

A token is a reading, a reading torn by a `?`, a `?`, a character or one of ASCII.
"""

import math
import re
from collections.abc import Iterable, Iterator
from typing import Final

from zhanjiang.textrepair.empty_cells import LatticeWithGaps
from zhanjiang.textrepair.lattice import BEFORE, STOPS, TWO_SIGNS, UNCUT
from zhanjiang.textrepair.state import NOTHING, State, charged
from zhanjiang.textrepair.swallowed import eaten, hidden
from zhanjiang.textrepair.tables import SIGNS, SYLLABLE, WIDE_SIGNS, last_byte

_TOKEN: Final = re.compile(f"\\(({SYLLABLE})\\)|\\?({SYLLABLE})\\)|(\\?)|([^\x00-\x7f])|([\x00-\x7f])", re.DOTALL)
_CUT_BEFORE: Final = re.compile(f"\\?[{SIGNS},!;?](?:[^\x00-\x7f]|[,!?;:()])+\\Z")
"""A cut before, and no ASCII since but signs: the first decoding was still out of step, the second not."""
WHOLE, TORN, MARK, WIDE, NARROW = 1, 2, 3, 4, 5
"""The kinds of token, as the groups of the pattern number them."""

LONGEST: Final = 400
"""How far behind the start of a place it may reach, in characters."""
_MOST_VANISHED: Final = 2
_NOT_FAR: Final = 3.0
"""Vanished bytes are looked for in so many of the best states that stand between bytes, none much worse."""
_TORN_COST: Final = 11.0
"""Where the character before a torn reading costs more, vanished bytes before it are looked for."""
_FAR: Final = 8.0
"""Vanished bytes at the end of a run are looked for in texts that are no further behind."""
_MOST_MARKS: Final = 3
_WRITTEN: Final = -9.0
"""What it costs to take a `?` in a broken place for one that was written."""
_SIGN_BYTES: Final = {sign: sign.encode("gbk") for sign in SIGNS} | {
    chr(narrow): wide.encode("gbk") for narrow, wide in WIDE_SIGNS.items() if wide in SIGNS
}
_COMMA: Final = "、".encode("gbk")
"""A sign before which few mirrors cut, and only in shifted runs."""


class Walk:
    """One walk over a place: states wait at the token that they have not seen yet."""

    def __init__(self, lattice: LatticeWithGaps, text: str, start: int, before: str) -> None:
        """Begin behind the last characters of the repaired text `before`."""
        self.lattice = lattice
        self.text = text
        self.tokens: list[re.Match[str]] = []
        self._coming = _TOKEN.finditer(text, start, start + LONGEST)
        self.waiting: dict[int, list[State]] = {0: [lattice.begin(before[-BEFORE:])]}
        self.cut = 0 if _CUT_BEFORE.search(text, max(0, start - LONGEST), start) else NOTHING
        """The number of the first token behind the last cut, as long as no ASCII followed it; NOTHING without one."""

    def kind(self, number: int) -> int:
        """What token stands at a place: 0 behind the last. Tokens are found when they are asked for."""
        while number >= len(self.tokens):
            token = next(self._coming, None)
            if token is None:
                return 0
            self.tokens.append(token)
        return self.tokens[number].lastindex or 0

    def rearmost(self) -> tuple[int, list[State]]:
        """The number of the first token that states wait at, and the best of these; behind the last, whole ones."""
        number = min(self.waiting)
        states = self.lattice.best(self.waiting.pop(number))
        return number, states if self.kind(number) else [state for state in states if state[4] == NOTHING]

    def in_step(self, states: list[State]) -> bool:
        """Whether these are all states there are, and stand between two characters."""
        return not self.waiting and all(state[4] == NOTHING for state in states)

    def advance(self, number: int, states: list[State]) -> None:
        """Move states over their token."""
        kind = self.kind(number)
        if NOTHING < self.cut < number and self.kind(number - 1) in (TORN, WHOLE, NARROW):
            self.cut = NOTHING
        if kind == MARK:
            self._mark(number, states)
        elif kind == TORN:
            reading = self.tokens[number][TORN]
            two = self.cut != NOTHING
            found = list(self.lattice.torn(states, reading, two=two))
            self._wait(number + 1, found)
            if two or max((state[0] for state in found), default=-math.inf) < states[0][0] - _TORN_COST:
                self._wait(number + 1, self.lattice.vanished_before(_likely(states), reading))
        elif kind == WHOLE:
            self._wait(number + 1, self._literal(states, self.tokens[number][0]))
            self._wait(number + 1, self.lattice.unshown(states, self.tokens[number][WHOLE]))
        else:
            self._shown(number, states)

    def _wait(self, number: int, states: Iterable[State]) -> None:
        found = list(states)
        if found:
            self.waiting.setdefault(number, []).extend(found)

    def _literal(self, states: Iterable[State], shown: str) -> Iterator[State]:
        """States that stand between two characters take what is shown for what it is."""
        for state in states:
            if state[4] == NOTHING:
                for character in shown:
                    state = self.lattice.emit(state, character, last_byte(character))
                yield state

    def _shown(self, number: int, states: list[State]) -> None:
        """A character that is shown: its bytes, and for a half-width sign those of the full-width one too."""
        shown = self.tokens[number][0]
        code = b"\x80" if shown == "€" else shown.encode("gbk", "ignore")
        if not code:
            self._wait(number + 1, self._literal(states, shown))
            return
        reading = self.tokens[number + 1][WHOLE] if self.kind(number + 1) == WHOLE else None
        if len(code) == 1:
            self._hidden(number, states)
        shifted = [state for state in states if state[4] != NOTHING]
        likely = _likely(shifted)
        behind = number + 1 + (reading is not None)
        for shape in (code, _widened(shown)) if shifted and len(code) == 1 else (code,):
            if shape:
                self._wait(behind, self.lattice.push_all(states if shape is code else shifted, shape, reading))
            if shape and shifted:
                ahead = self._ahead(behind, shape[1:])
                ended = self.lattice.vanished(likely, shape[0], None if shape[1:] else reading, ahead)
                self._wait(behind, self.lattice.push_all(ended, shape[1:], reading) if shape[1:] else ended)
        if reading is not None and behind not in self.waiting:
            self._wait(number + 1, self.lattice.push_all(states, code))

    def _hidden(self, number: int, states: Iterable[State]) -> None:
        """An ASCII character that vanished before this token, with the last byte of the shifted run."""
        gone = hidden(self.text, self.tokens[number].start())
        if gone:
            self._wait(number, (self.lattice.emit(state, gone) for state in self.lattice.vanished_ascii(states)))

    def _mark(self, number: int, states: list[State]) -> None:
        """A `?`: one that was written, a byte cut off before a sign, or the last byte of a shifted run."""
        self._wait(number + 1, (charged(state, _WRITTEN) for state in self._literal(states, "?")))
        ended = self._ended([state for state in states if state[4] != NOTHING])
        for count in range(1, _MOST_MARKS + 1):
            sign = self._sign(number + count)
            if sign:
                self.cut = number + count + 1
                known = _overlapping(sign[0], count - 1) + sign
                lost = self.lattice.lost_lead(states, known[0])
                lost = _no_sign_last(lost) if count > 1 else lost
                self._wait(number + count + 1, self.lattice.push_bytes(lost, known[1:]))
                self._wait(number + count + 1, self.lattice.push_bytes(_no_sign_last(ended), known))
            if not self.kind(number + count) or self.tokens[number + count][0] != "?":
                break
        if ended and not self._sign(number + 1):
            if self.kind(number + 1) and self.tokens[number + 1][0] == "、":
                self._wait(number + 2, self.lattice.push_bytes(_no_sign_last(ended), _COMMA))
            self._run_ended(number, ended)

    def _ahead(self, number: int, code: bytes) -> str:
        """The character that bytes and the token behind them begin with, folded; '' where none can be told."""
        if len(code) < 2 and self.kind(number) in (WIDE, NARROW):
            code += self.tokens[number][0].encode("gbk", "ignore")
        return self.lattice.folded(code[:2])

    def _ended(self, shifted: list[State]) -> list[State]:
        """The states whose last byte is lost, perhaps behind two that vanished."""
        ended = self.lattice.lost_trail(shifted)
        least = (ended[0] if ended else shifted[0])[0] - _FAR if shifted else 0.0
        return self.lattice.best(ended + self.lattice.vanished_lost(_likely(shifted), least))

    def _run_ended(self, number: int, ended: list[State]) -> None:
        """A shifted run ended at the `?`, whose byte also ate what stood behind it."""
        for state in ended:
            paid = charged(state, UNCUT) if self.cut != NOTHING and state[7][-1:] in SIGNS else state
            for gone, cost in eaten(self.text, self.tokens[number].end(), state[6]):
                self._wait(number + 1, (charged(found, cost) for found in self._literal([paid], gone)))

    def _sign(self, number: int) -> bytes | None:
        return _SIGN_BYTES.get(self.tokens[number][0]) if self.kind(number) else None


def _likely(states: list[State]) -> list[State]:
    """Those of the states, the best first, in which vanished bytes are looked for."""
    return [state for state in states[:_MOST_VANISHED] if state[0] > states[0][0] - _NOT_FAR]


def _no_sign_last(states: Iterable[State]) -> list[State]:
    """States before a sign: those that end in one pay for it, as two signs seldom stand together."""
    return [charged(state, TWO_SIGNS) if state[7][-1:] in STOPS else state for state in states]


def _overlapping(byte: int, count: int) -> bytes:
    """The bytes before a sign that are cut off one by one, each being the start of a sign that overlaps the next.

    >>> _overlapping(0xA3, 2).hex()
    'a3a1'
    """
    pair = (0xA1, 0xA3) if byte == 0xA3 else (0xA3, 0xA1)
    return bytes(pair[step % 2] for step in reversed(range(count)))


def _widened(shown: str) -> bytes:
    """The full-width form of a half-width sign, '' for what has none."""
    if shown == " ":
        return b"\xa1\xa1"
    return bytes((0xA3, ord(shown) + 0x80)) if "!" <= shown <= "~" else b""
