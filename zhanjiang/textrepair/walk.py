"""A walk over the tokens of a broken span: what each may be in bytes, and the states that follow.

A token is an annotation, an annotation torn by a `?`, a `?`, a wide character or an ASCII character.
"""

import math
import re
from collections.abc import Iterable, Iterator
from typing import Final

from zhanjiang.textrepair.empty_cells import EmptyCells
from zhanjiang.textrepair.lattice import BEFORE, STOPS, TWO_MARKS, UNCUT
from zhanjiang.textrepair.state import LAST, NOTHING, PENDING, SCORE, TAIL, TEXT, State, charged
from zhanjiang.textrepair.swallowed import BARE_TAG, hidden_bracket, starts_tag, swallowed_candidates
from zhanjiang.textrepair.tables import MARKS, SYLLABLE, WIDE_MARKS, last_byte, overlapping, widened

_TOKEN: Final = re.compile(f"\\(({SYLLABLE})\\)|\\?({SYLLABLE})\\)|(\\?)|([^\x00-\x7f])|([\x00-\x7f])", re.DOTALL)
_CUT_BEFORE: Final = re.compile(f"\\?[{MARKS},!;?](?:[^\x00-\x7f]|[,!?;:()])+\\Z")
"""An earlier cut, and since then no ASCII but marks: the first decoding was still out of step, the second not."""
MARK_RUN: Final = re.compile("(?:\\?\\?){2,}(?=[。！!])")
"""What cuts leave of a mark written three times or more, but for the last: 。。。 and ！！！ are cut at every byte."""
WHOLE, TORN, QUESTION, WIDE, NARROW = 1, 2, 3, 4, 5
"""The kinds of token, as the groups of `_TOKEN` number them."""

LONGEST: Final = 400
"""How many characters after the start of a span the walk may reach. By hand."""
_MOST_VANISHED: Final = 2
"""How many of the best states between two bytes are searched for vanished bytes. Raised from 1."""
_NOT_FAR: Final = 3.0
"""By how much the logarithm of such a state may be lower than the best one's. Lowered from 4 when the beam was
measured."""
_TORN_COST: Final = 11.0
"""Vanished bytes before a torn annotation are looked for where the character before it costs more than this
logarithm. By hand."""
_FAR: Final = 8.0
"""Vanished bytes at the end of a run are looked for in texts whose logarithm is lower by less. Lowered from 10 for
speed."""
_MOST_QUESTIONS: Final = 3
"""How many `?` in a row are read as cuts before overlapping marks. By hand."""
_WRITTEN: Final = -9.0
"""Logarithmic cost of taking a `?` in a broken span for one that was written. By hand."""
_RUN_WRITTEN: Final = -4.0
"""Logarithmic cost of reading `????` before a mark as another thing than the same mark again. By hand."""
_DROPPED: Final = (-1.0, -4.0)
"""Logarithmic costs of one byte and of two bytes, a whole character, that a silent mirror dropped before a mark: few
marks lose one. By hand."""
_BLANK: Final = -3.0
"""Logarithmic cost of an ideographic space where a line begins or a sentence has ended. By hand."""
_BLANK_BYTE: Final = 0xA1
"""Both bytes of an ideographic space."""
_CUT_TO_PIECES: Final = -3.0
"""Logarithmic cost of a mark at the end of a sentence of which both bytes are lost. By hand."""
_SENTENCE_ENDS: Final = "。！？；"
_SPACE: Final = last_byte(" ")
_MARK_BYTES: Final = {mark: mark.encode("gbk") for mark in MARKS} | {
    chr(narrow): wide.encode("gbk") for narrow, wide in WIDE_MARKS.items() if wide in MARKS
}
_COMMA: Final = "、".encode("gbk")
"""A mark that few mirrors cut before, and only in shifted runs."""


class Walk:
    """One walk over a span: states wait at the token that they have not seen yet."""

    def __init__(self, empty_cells: EmptyCells, text: str, start: int, before: str, *, silent: bool = False) -> None:
        """Begin at `start` of the page `text`, after the last characters of the repaired text `before`.

        `silent`: the page's mirror drops a lone lead byte without a `?`.
        """
        self.silent = silent
        self.empty_cells = empty_cells
        self.lattice = empty_cells.lattice
        self.text = text
        self.tokens: list[re.Match[str]] = []
        self._coming = _TOKEN.finditer(text, start, start + LONGEST)
        self.waiting: dict[int, list[State]] = {0: [self.lattice.begin(before[-BEFORE:])]}
        self.cut = 0 if _CUT_BEFORE.search(text, max(0, start - LONGEST), start) else NOTHING
        """The number of the first token after the last cut, as long as no ASCII followed it; NOTHING without one."""

    def kind(self, number: int) -> int:
        """The kind of a token, 0 after the last one. Tokens are matched on demand."""
        while number >= len(self.tokens):
            token = next(self._coming, None)
            if token is None:
                return 0
            self.tokens.append(token)
        return self.tokens[number].lastindex or 0

    def rearmost(self) -> tuple[int, list[State]]:
        """The number of the first token that states wait at, and the best of these; after the last, whole ones."""
        number = min(self.waiting)
        states = self.lattice.best(self.waiting.pop(number))
        return number, states if self.kind(number) else [state for state in states if state[PENDING] == NOTHING]

    def in_step(self, states: list[State]) -> bool:
        """Whether these are all states there are, and stand between two characters."""
        return not self.waiting and all(state[PENDING] == NOTHING for state in states)

    def advance(self, number: int, states: list[State]) -> None:
        """Move states over their token."""
        self.lattice.walked += 1
        kind = self.kind(number)
        if NOTHING < self.cut < number and self.kind(number - 1) in (TORN, WHOLE, NARROW):
            self.cut = NOTHING
        if self.silent:
            self._silently(number, states)
        if kind == QUESTION and not self.silent:
            self._question(number, states)
        elif kind == TORN:
            self._torn(number, states)
        elif kind == WHOLE:
            self._wait(number + 1, self._literal(states, self.tokens[number][0]))
            self._wait(number + 1, self.lattice.unshown(states, self.tokens[number][WHOLE]))
        else:
            self._shown(number, states)

    def _wait(self, number: int, states: Iterable[State]) -> None:
        waiting = list(states)
        if waiting:
            self.waiting.setdefault(number, []).extend(waiting)

    def _literal(self, states: Iterable[State], shown: str) -> Iterator[State]:
        """The states that stand between two characters, after the text as it is shown; no blank ends a line."""
        ends_line = shown in ("", "\n", "<")
        for state in states:
            if state[PENDING] == NOTHING and not (ends_line and state[TEXT].endswith("\u3000")):
                for character in shown:
                    state = self.lattice.emit(state, character, last_byte(character))
                yield state

    def _torn(self, number: int, states: list[State]) -> None:
        """An annotation without its bracket: the byte before it is lost, and perhaps two vanished before that."""
        annotation = self.tokens[number][TORN]
        two = self.cut != NOTHING
        moved = list(self.lattice.torn(states, annotation, two=two))
        self._wait(number + 1, moved)
        if two or max((state[SCORE] for state in moved), default=-math.inf) < states[0][SCORE] - _TORN_COST:
            self._wait(number + 1, self.empty_cells.vanished_before(_likely(states), annotation))

    def _shown(self, number: int, states: list[State]) -> None:
        """A character that is shown: its bytes, and for a half-width mark those of the full-width one too."""
        shown = self.tokens[number][0]
        code = b"\x80" if shown == "€" else shown.encode("gbk", "ignore")
        if not code:
            self._wait(number + 1, self._literal(states, shown))
            return
        annotation = self.tokens[number + 1][WHOLE] if self.kind(number + 1) == WHOLE else None
        if len(code) == 1:
            self._hidden(number, states)
        shifted = [state for state in states if state[PENDING] != NOTHING]
        likely = _likely(shifted)
        after = number + 1 + (annotation is not None)
        widens = shifted and len(code) == 1 and not starts_tag(self.text, self.tokens[number].start())
        for shape in (code, widened(shown)) if widens else (code,):
            if shape:
                self._wait(after, self.lattice.push_all(states if shape is code else shifted, shape, annotation))
            if shape and shifted:
                next_shown = self._next_shown(after, shape[1:])
                ended = self.empty_cells.vanished(likely, shape[0], None if shape[1:] else annotation, next_shown)
                self._wait(after, self.lattice.push_all(ended, shape[1:], annotation) if shape[1:] else ended)
        if annotation is not None and (self.silent or after not in self.waiting):
            self._wait(number + 1, self.lattice.push_all(states, code))

    def _hidden(self, number: int, states: Iterable[State]) -> None:
        """A bracket that vanished before this token, with the last byte of the shifted run."""
        bracket = hidden_bracket(self.text, self.tokens[number].start())
        if bracket:
            ended = self.empty_cells.vanished_ascii(states)
            self._wait(number, (self.lattice.emit(state, bracket) for state in ended))

    def _question(self, number: int, states: list[State]) -> None:
        """A `?`: one that was written, a byte cut off before a mark, or the last byte of a shifted run."""
        self._wait(number + 1, (charged(state, _WRITTEN) for state in self._literal(states, "?")))
        self._mark_run(number, states)
        ended = self._ended([state for state in states if state[PENDING] != NOTHING])
        self._tag_bared(number, states, ended)
        for count in range(1, _MOST_QUESTIONS + 1):
            mark = self._mark_at(number + count)
            if mark:
                self.cut = number + count + 1
                known = overlapping(mark[0], count - 1) + mark
                lost = self._lost_lead(states, known[0])
                lost = _no_mark_last(lost) if count > 1 else lost
                self._wait(number + count + 1, self.lattice.push_bytes(lost, known[1:]))
                self._wait(number + count + 1, self.lattice.push_bytes(_no_mark_last(ended), known))
            if not self.kind(number + count) or self.tokens[number + count][0] != "?":
                break
        if ended and not self._mark_at(number + 1):
            if self.kind(number + 1) and self.tokens[number + 1][0] == "、":
                self._wait(number + 2, self.lattice.push_bytes(_no_mark_last(ended), _COMMA))
            self._run_ended(number, ended)

    def _mark_run(self, number: int, states: list[State]) -> None:
        """A mark written three times or more, each but the last shown as two `?`; the first may be another one."""
        start = self.tokens[number].start()
        run = MARK_RUN.match(self.text, start)
        count = len(run[0]) if run else 0
        mark = self._mark_at(number + count) if count else None
        if mark:
            known = overlapping(mark[0], count - 1) + mark
            whole = [state for state in states if state[PENDING] == NOTHING]
            lost = [charged(state, _RUN_WRITTEN) for state in self.lattice.lost_lead(states, known[0])]
            self._wait(number + count + 1, self.lattice.push_bytes(lost, known[1:]))
            self._wait(number + count + 1, self.lattice.push_bytes(whole, mark * (count // 2 + 1)))
            literal = self._literal(states, "?" * count)
            self._wait(number + count, (charged(state, _RUN_WRITTEN) for state in literal))

    def _tag_bared(self, number: int, states: list[State], ended: list[State]) -> None:
        """A bare `/p>` after the `?`: the last of them swallowed its `<`, and a mark before that was cut to pieces."""
        after = number + 1
        while self.kind(after) == QUESTION and after < number + _MOST_QUESTIONS:
            after += 1
        if self.kind(after) == NARROW and BARE_TAG.match(self.text, self.tokens[after].start()):
            whole = [charged(state, _CUT_TO_PIECES) for state in states if state[PENDING] == NOTHING]
            if after > number + 1:
                whole += ended
            cut = [self.lattice.emit(state, mark) for state in whole for mark in _SENTENCE_ENDS]
            self._wait(after, self._literal(self.lattice.best(cut), "<"))

    def _silently(self, number: int, states: list[State]) -> None:
        """Before a mark, an annotation or ASCII a lone lead byte may be missing."""
        shifted = [state for state in states if state[PENDING] != NOTHING]
        mark = self._mark_at(number)
        if mark:
            for count, cost in enumerate(_DROPPED):
                known = overlapping(mark[0], count) + mark
                lost = self._lost_lead(states, known[0])
                lost = [charged(state, cost) for state in (_no_mark_last(lost) if count else lost)]
                self._wait(number + 1, self.lattice.push_bytes(lost, known[1:]))
            self._wait(number + 1, self.lattice.push_bytes(_no_mark_last(self._ended(shifted)), mark))
        elif self.kind(number) == WHOLE:
            self._wait(number + 1, self.lattice.torn(states, self.tokens[number][WHOLE], two=False))
        elif self.kind(number) == NARROW:
            self._wait(number + 1, self._literal(self._ended(shifted), self.tokens[number][0]))
        elif self.kind(number) and self.tokens[number][0] == "、":
            self._wait(number + 1, self.lattice.push_bytes(_no_mark_last(self._ended(shifted)), _COMMA))

    def _next_shown(self, number: int, code: bytes) -> str:
        """The character that `code` and the token after it begin with, folded; '' where none is known."""
        if len(code) < 2 and self.kind(number) in (WIDE, NARROW):
            code += self.tokens[number][0].encode("gbk", "ignore")
        return self.lattice.folded(code[:2])

    def _lost_lead(self, states: list[State], trail: int) -> list[State]:
        """The states with a character of which only the trail byte is left, or with the blank of an indent."""
        lost = self.lattice.lost_lead(states, trail)
        return lost if trail != _BLANK_BYTE else lost + [_blank(state) for state in states if _begins_line(state)]

    def _ended(self, shifted: list[State]) -> list[State]:
        """The states whose last byte is lost, perhaps after two that vanished."""
        ended = self.lattice.lost_trail(shifted)
        ended += [_blank(state) for state in shifted if state[PENDING] == _BLANK_BYTE and _ends_sentence(state)]
        least = (ended[0] if ended else shifted[0])[SCORE] - _FAR if shifted else 0.0
        return self.lattice.best(ended + self.empty_cells.vanished_lost(_likely(shifted), least))

    def _run_ended(self, number: int, ended: list[State]) -> None:
        """A shifted run ended at the `?`, whose byte also swallowed the character after it."""
        for state in ended:
            paid = charged(state, UNCUT) if self.cut != NOTHING and state[TEXT][-1:] in MARKS else state
            for swallowed, cost in swallowed_candidates(self.text, self.tokens[number].end(), state[TAIL]):
                self._wait(number + 1, (charged(after, cost) for after in self._literal([paid], swallowed)))

    def _mark_at(self, number: int) -> bytes | None:
        return _MARK_BYTES.get(self.tokens[number][0]) if self.kind(number) else None


def _begins_line(state: State) -> bool:
    """Whether a line begins after the text of a state, indent included; a single space begins none."""
    return state[PENDING] == NOTHING and state[LAST] != _SPACE and (not state[TAIL] or state[TAIL][-1].isspace())


def _ends_sentence(state: State) -> bool:
    """Whether a sentence ends with the text of a state, or blanks after one do."""
    return state[TAIL][-1:] in STOPS or state[TAIL][-1:].isspace()


def _blank(state: State) -> State:
    """The state with an ideographic space, whose two bytes are the same and which the language does not see."""
    score, _, _, tail, text, others, bonus = state
    return (score + _BLANK, NOTHING, _BLANK_BYTE, tail, text + "\u3000", others, bonus)


def _likely(states: list[State]) -> list[State]:
    """Those of the states, the best first, that are searched for vanished bytes."""
    return [state for state in states[:_MOST_VANISHED] if state[SCORE] > states[0][SCORE] - _NOT_FAR]


def _no_mark_last(states: Iterable[State]) -> list[State]:
    """States before a mark: those that end in one pay for it, as two marks seldom stand together."""
    return [charged(state, TWO_MARKS) if state[TEXT][-1:] in STOPS else state for state in states]
