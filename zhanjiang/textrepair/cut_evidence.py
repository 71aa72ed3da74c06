"""Evidence of a cut alone: a `?` before a sign, and behind it characters that make no sense as they are shown.

Excerpts often have no reading left that tells of a mirror. `?！笆奈濉` is no text; 。“十四五” is, and gives just these
bytes. What is shown must be so much less likely than what it would stand for that no headline, no chat and no
other kind of mojibake comes near: on news with marks set before its signs the greatest gain met was -5.
"""

import math
import re
from collections.abc import Iterable
from typing import Final

from zhanjiang.textrepair.annotations import Readings
from zhanjiang.textrepair.detect import Evidence
from zhanjiang.textrepair.language import Language
from zhanjiang.textrepair.lattice import Lattice
from zhanjiang.textrepair.spans import Place
from zhanjiang.textrepair.tables import READING, SIGNS, known_table

_LEAST_GAIN: Final = 6.0
_WITH_READINGS: Final = -2.5
"""The least gain, as a natural logarithm, without any reading and with one of a mirror's."""
_NOTHING_SHOWN: Final = -99.0
"""The gain where behind the sign no wide character is shown that could be nonsense."""
_MOST_COST: Final = 8.0
"""What a character of sensible text costs at most, on the average."""
_CHARACTERS_A_MARK: Final = 3
"""Where fewer characters come on each `?`, a conversion has lost them: another kind of mojibake."""
_BEFORE: Final = 16
_BEHIND: Final = 2
_WIDE: Final = re.compile("[^\x00-\x7f]")
_CUT_OFF: Final = re.compile(f"\\?+[{SIGNS},!;?]")
_UNEXPLAINED: Final = re.compile(f"(?<=[^\x00-\x7f])\\?(?=[^\x00-\x7f{SIGNS}])")
"""A `?` between two characters: outside of broken places no damage puts it there, a conversion that lost one does."""


def may_be_cut(text: str, found: Evidence) -> bool:
    """Whether a cut is worth reading: nothing else may speak against damage, and `?` not stand everywhere."""
    scattered = text.count("?") * _CHARACTERS_A_MARK > found.hanzi
    return found.lone and not (found.odd or found.lesson or scattered)


def shows_cut(text: str, places: Iterable[Place], language: Language) -> bool:
    """Whether the places read in a text all make sense and hold each `?`, and one shows a cut beyond doubt."""
    places = list(places)
    for match in _UNEXPLAINED.finditer(text):
        if not any(place.start <= match.start() < place.end for place in places):
            return False
    plain = READING.findall(text)
    least = _WITH_READINGS if plain and set(plain) <= set(known_table().values()) else _LEAST_GAIN
    lattice = Lattice(language, Readings({}), 1)
    gains = [_gain(text, place, lattice) for place in places if not place.texts[0][0].startswith("?")]
    return -math.inf not in gains and max(gains, default=-math.inf) >= least


def _gain(text: str, place: Place, lattice: Lattice) -> float:
    """How much likelier the text of a place is than what is shown behind its sign: infinitely less without sense."""
    shown, became = text[place.start : place.end], place.texts[0][0]
    cut = _CUT_OFF.match(shown)
    tail = shown[cut.end() :] if cut else ""
    before = READING.sub("", text[max(0, place.start - _BEFORE) : place.start])
    behind = READING.sub("", text[place.end : place.end + _BEHIND])
    if lattice.score("", before + became) < -_MOST_COST * len(before + became):
        return -math.inf
    if not _WIDE.search(tail):
        return _NOTHING_SHOWN
    return lattice.score("", before + became + behind) - lattice.score("", before) - lattice.score("", tail + behind)
