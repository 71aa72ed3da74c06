"""Find the broken spans of a page and read each back.

Between broken spans the page's own decoding is in step with the text. A span begins at a `?` that put it out of step
and ends where every hypothesis is in step again; a few characters after it help to choose among the hypotheses.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Final, NamedTuple

from zhanjiang.textrepair.context import paragraph_after, paragraph_before, ranked
from zhanjiang.textrepair.empty_cells import EmptyCells
from zhanjiang.textrepair.language import Language
from zhanjiang.textrepair.lattice import Lattice
from zhanjiang.textrepair.state import NOTHING, OTHERS, SCORE, TEXT, State, hypotheses_of
from zhanjiang.textrepair.swallowed import BARE_TAG
from zhanjiang.textrepair.tables import ANNOTATION, MARKS, SYLLABLE
from zhanjiang.textrepair.walk import LONGEST, MARK_RUN, NARROW, QUESTION, TORN, WHOLE, WIDE, Walk

_BREAK: Final = re.compile(f"\\?(?:\\?{{3,}}|{SYLLABLE}\\)|\\?{{0,2}}[{MARKS},!;?]|(?={BARE_TAG.pattern}))")
_WRITTEN: Final = "????"
"""Four marks in a row were written, or stand for what the mirror could not encode; but for runs of a mark, cuts make
three at most."""
_AFTER: Final = 2
"""How many characters after a span help to choose. Lowered from 3 when neighbours came in."""
_CLOSE: Final = 12
"""How many characters after a `??` that nothing explains must make sense as they are shown. By hand."""
_CLEAR_MARGIN: Final = 6.0
"""A text whose logarithm is that much higher than the next one's needs no characters after the span. Was 9, then 7."""
_MOST_CONTENDERS: Final = 12
"""How many texts go on once the page is in step again. By hand."""
_IMPLAUSIBLE: Final = -8.5
"""A text is implausible where the average logarithm of its characters is lower than this. By hand."""
_FREE: Final = -5.0
"""A logarithm that every text may have beyond that average, for its first characters. By hand."""
_WRITTEN_MARGIN: Final = 12.0
"""`?!` was written where the logarithm of what is shown after it is that much higher than that of its repair.
By hand."""


@dataclass(slots=True)
class Span:
    """A broken span, `start` to `end` of the page, and its texts, the likeliest first, each with its score.

    `implausible`: even the likeliest is an unlikely text, so the right one may not be among them.
    """

    start: int
    end: int
    texts: list[tuple[str, float]]
    implausible: bool = False

    @property
    def is_unread(self) -> bool:
        """Whether no text explains its `?`, so that the damage is left standing."""
        return self.implausible and self.texts[0][0] == "?"


def unread(start: int) -> Span:
    """The span of a `?` that no text explains."""
    return Span(start, start + 1, [("?", 0.0)], implausible=True)


def covering(spans: Sequence[Span]) -> Callable[[int], bool]:
    """A function that says whether a position of the page lies in one of its spans, which are in order."""
    starts = [span.start for span in spans]

    def is_covered(position: int) -> bool:
        """Whether a span covers the position."""
        at = bisect_right(starts, position) - 1
        return at >= 0 and position < spans[at].end

    return is_covered


class DamagedPage(NamedTuple):
    """A damaged page as it is shown, and its Chinese without annotations, in which words are looked up.

    `silent`: it shows the silent variant.
    """

    shown: str
    plain: str
    silent: bool = False


def find_breaks(text: str) -> Iterator[int]:
    """Where a `?` may have put the page out of step: before an annotation or a tag without its bracket, or a mark.

    >>> list(find_breaks("湛江日?qǐng)?bào) 是嗎?"))
    [3, 9]
    """
    for match in _BREAK.finditer(text):
        if match[0].startswith(_WRITTEN) and not MARK_RUN.match(text, match.start()):
            continue
        before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() - 1 : match.end() + 6]
        if before == ")" or not (before + after).isascii() or _eats_tag(text, match.end()):
            yield match.start()


def _eats_tag(text: str, position: int) -> bool:
    """Whether a `?` at a position swallowed the start of a tag, as after `110?!` in `110?!?/p>`: nobody writes that."""
    return text.startswith("?", position) and BARE_TAG.match(text, position + 1) is not None


def read_span(empty_cells: EmptyCells, page: DamagedPage, start: int, before: str) -> Span | None:
    """Read the span that begins at `start`, after the repaired text `before`; None where no text fits it, or where what
    a silent page shows is the likeliest text.
    """
    walk = Walk(empty_cells, page.shown, start, before, silent=page.silent)
    end, emitted, reached = start, NOTHING, None
    while walk.waiting:
        number, states = walk.rearmost()
        if not states:
            break
        if number and walk.in_step(states):
            states = _contenders(states)
            end = walk.tokens[number - 1].end() if emitted == NOTHING else end
            emitted = max(emitted, 0)
            reached = end, states, emitted
            if emitted == _AFTER or walk.kind(number) in (0, WHOLE) or _settled(states, walk.kind(number)):
                break
            emitted = NOTHING if walk.kind(number) in (TORN, QUESTION) else emitted + 1
        else:
            emitted = NOTHING
        walk.advance(number, states)
    if not reached:
        return None if page.silent else _written(page.shown, start, before, walk.lattice)
    span = _span_of(start, *reached)
    if MARK_RUN.match(page.shown, start):
        span.implausible = True  # ？？？？！ leaves the same
    if not page.silent and _was_written(page.shown[start : span.end], span.texts[0][0], before, walk.lattice):
        return Span(start, start + 1, [("?", 0.0)], _makes_no_sense(page.shown[start : span.end], before, walk.lattice))
    if len(span.texts) > 1:
        span = _in_context(span, page, before, walk.lattice.language)
    return None if page.silent and _stands(span, page) else span


def _written(text: str, start: int, before: str, lattice: Lattice) -> Span | None:
    """The span of a `??` or `?!` that nothing explains but that it was written; None where it makes no sense."""
    shown = paragraph_after(text[start : start + _CLOSE])
    sensible = text.startswith(("??", "?!"), start) and not _makes_no_sense(shown, before, lattice)
    return Span(start, start + 1, [("?", 0.0)]) if sensible else None


def _stands(span: Span, page: DamagedPage) -> bool:
    """Whether the likeliest text of a span is what the page shows."""
    return span.texts[0][0] == ANNOTATION.sub("", page.shown[span.start : span.end])


def _was_written(shown: str, became: str, before: str, lattice: Lattice) -> bool:
    """Whether `?!` was written, as half-width pages show ？！: the text after it makes more sense as it is."""
    if not shown.startswith("?!") or "?" in shown[1:]:
        return False
    plain = ANNOTATION.sub("", shown)
    return lattice.score(before, plain) > lattice.score(before, became) + _WRITTEN_MARGIN


def _makes_no_sense(shown: str, before: str, lattice: Lattice) -> bool:
    """Whether what is shown is implausible, so that a `?` that was written is a guess."""
    plain = ANNOTATION.sub("", shown)
    return lattice.score(before, plain) < _IMPLAUSIBLE * len(plain) + _FREE


def _settled(states: list[State], kind: int) -> bool:
    """Whether nothing later can change the span: its best text is alone or far better, and the next token is shown."""
    margins = [states[1][SCORE] - states[0][SCORE]] if len(states) > 1 else []
    margins += [other[0] for other in states[0][OTHERS][:1]]
    return kind in (WIDE, NARROW) and max(margins, default=-math.inf) < -_CLEAR_MARGIN


def _contenders(states: list[State]) -> list[State]:
    """The states that the characters after the span may still make the best."""
    least = states[0][SCORE] - _CLEAR_MARGIN
    return [state for state in states[:_MOST_CONTENDERS] if state[SCORE] > least]


def _span_of(start: int, end: int, states: list[State], emitted: int) -> Span:
    """The span with the texts of its states, each with its best score, without the `emitted` characters after it."""
    texts: dict[str, float] = {}
    for text, score in sorted(chain(*map(hypotheses_of, states)), key=itemgetter(1), reverse=True):
        texts.setdefault(text[: len(text) - emitted], score)
    wide = sum(not character.isascii() for character in states[0][TEXT])
    return Span(start, end, list(texts.items()), states[0][SCORE] < _IMPLAUSIBLE * max(wide, 1) + _FREE)


def _in_context(span: Span, page: DamagedPage, before: str, language: Language) -> Span:
    """Rank the texts of a span again, by the punctuation of their paragraph and the words of their page."""
    after = paragraph_after(ANNOTATION.sub("", page.shown[span.end : span.end + LONGEST]))
    texts = ranked(span.texts, paragraph_before(before), after, page.plain, language)
    return Span(span.start, span.end, texts, span.implausible)
