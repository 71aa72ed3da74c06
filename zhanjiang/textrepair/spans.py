"""Find the broken places of a page and read each back.

Between broken places the page's own decoding is in step with the text. A place begins at a `?` that put it out of step
and ends where every reading of it is in step again; a few characters behind it help to tell the readings apart.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Final, NamedTuple

from zhanjiang.textrepair.context import paragraph_before, paragraph_behind, ranked
from zhanjiang.textrepair.empty_cells import LatticeWithGaps
from zhanjiang.textrepair.language import Language
from zhanjiang.textrepair.state import NOTHING, State, readings_of
from zhanjiang.textrepair.tables import READING, SIGNS, SYLLABLE
from zhanjiang.textrepair.walk import LONGEST, MARK, NARROW, TORN, WHOLE, WIDE, Walk

_BREAK: Final = re.compile(f"\\?(?:{SYLLABLE}\\)|\\?{{0,2}}[{SIGNS},!;?])")
_BEHIND: Final = 2
_CLEAR: Final = 6.0
"""What a text must be ahead of the next for the characters behind the place to be left alone."""
_MOST_NEAR: Final = 12
_ODD: Final = -8.5
"""A text is odd whose characters cost more than this on the average, the first ones free."""
_FREE: Final = -5.0
_WRITTEN_LEAD: Final = 12.0
"""What `?!` and what is shown behind it must be ahead to be taken for written."""


@dataclass(slots=True)
class Place:
    """A broken place, `start` to `end` of the page, and its texts, the likeliest first, each with its score.

    `odd`: even the likeliest is an unlikely text, so that the right one may not be among them.
    """

    start: int
    end: int
    texts: list[tuple[str, float]]
    odd: bool = False


class Page(NamedTuple):
    """A damaged page as it is shown, and its Chinese without readings, for looking up what stands on it."""

    shown: str
    plain: str


def find_breaks(text: str) -> Iterator[int]:
    """Where a `?` may have put the page out of step: before a reading without its bracket, or before a sign.

    >>> list(find_breaks("湛江日?qǐng)?bào) 是嗎?"))
    [3, 9]
    """
    for match in _BREAK.finditer(text):
        before, behind = text[max(0, match.start() - 1) : match.start()], text[match.end() - 1 : match.end() + 6]
        if before == ")" or not (before + behind).isascii():
            yield match.start()


def read_place(lattice: LatticeWithGaps, page: Page, start: int, before: str) -> Place | None:
    """Read the place that begins at `start`, behind the repaired text `before`.

    None where no text fits it: it is then left as it is.
    """
    walk = Walk(lattice, page.shown, start, before)
    end, emitted, reached = start, NOTHING, None
    while walk.waiting:
        number, states = walk.rearmost()
        if not states:
            break
        if number and walk.in_step(states):
            states = _near(states)
            end = walk.tokens[number - 1].end() if emitted == NOTHING else end
            emitted = max(emitted, 0)
            reached = end, states, emitted
            if emitted == _BEHIND or walk.kind(number) in (0, WHOLE) or _settled(states, walk.kind(number)):
                break
            emitted = NOTHING if walk.kind(number) in (TORN, MARK) else emitted + 1
        else:
            emitted = NOTHING
        walk.advance(number, states)
    place = _placed(start, *reached) if reached else None
    if place and _written(page.shown[start : place.end], place.texts[0][0], before, lattice):
        return Place(start, start + 1, [("?", 0.0)])
    return _in_context(place, page, before, lattice.language) if place and len(place.texts) > 1 else place


def _written(shown: str, became: str, before: str, lattice: LatticeWithGaps) -> bool:
    """Whether `?!` was written, as half-width pages show ？！: what is behind it makes more sense as it is."""
    if not shown.startswith("?!") or "?" in shown[1:]:
        return False
    plain = READING.sub("", shown)
    return lattice.score(before, plain) > lattice.score(before, became) + _WRITTEN_LEAD


def _settled(states: list[State], kind: int) -> bool:
    """Whether nothing behind can change the place: one text is left, or far ahead, and what follows is shown."""
    behind = [states[1][0] - states[0][0]] if len(states) > 1 else []
    behind += [other[0] for other in states[0][8][:1]]
    return kind in (WIDE, NARROW) and max(behind, default=-math.inf) < -_CLEAR


def _near(states: list[State]) -> list[State]:
    """The states that what follows the place may still bring to the front."""
    least = states[0][0] - _CLEAR
    return [state for state in states[:_MOST_NEAR] if state[0] > least]


def _placed(start: int, end: int, states: list[State], emitted: int) -> Place:
    """The place with the texts of its states, each with its best score, without the characters behind it."""
    texts: dict[str, float] = {}
    for text, score in sorted(chain(*map(readings_of, states)), key=itemgetter(1), reverse=True):
        texts.setdefault(text[: len(text) - emitted], score)
    wide = sum(not character.isascii() for character in states[0][7])
    return Place(start, end, list(texts.items()), states[0][0] < _ODD * max(wide, 1) + _FREE)


def _in_context(place: Place, page: Page, before: str, language: Language) -> Place:
    """Rank the texts of a place again, by the signs of their paragraph and the words of their page."""
    ahead = paragraph_before(before)
    rest = paragraph_behind(READING.sub("", page.shown[place.end : place.end + LONGEST]))
    return Place(place.start, place.end, ranked(place.texts, ahead, rest, page.plain, language), place.odd)
