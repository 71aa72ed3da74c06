"""Evidence of a cut alone: a `?` before a punctuation mark, and after it characters that make no sense as shown.

Excerpts often have no annotation that shows a mirror. `?！笆奈濉` is no text; 。“十四五” is, and gives these very
bytes. What is shown must be so much less likely than its repair that no headline, no chat and no other kind of
mojibake comes near.
"""

import math
import re
from collections.abc import Iterable
from typing import Final

from zhanjiang.textrepair.annotations import Annotations
from zhanjiang.textrepair.detect import Evidence
from zhanjiang.textrepair.language import Language
from zhanjiang.textrepair.lattice import Lattice
from zhanjiang.textrepair.spans import Span, covering
from zhanjiang.textrepair.tables import ANNOTATION, MARKS, known_table

_LEAST_GAIN: Final = 6.0
"""Least logarithmic gain of a repair over what is shown, without any annotation. On clean news with `?` inserted
before punctuation the largest gain was -5, so this leaves a wide margin."""
_WITH_ANNOTATIONS: Final = -2.5
"""Least logarithmic gain where all annotations are ones that mirrors print. From the same measurement; was 0."""
_NOTHING_SHOWN: Final = -99.0
"""The gain where no wide character follows the mark, so nothing shown could be nonsense."""
_MOST_COST: Final = 8.0
"""Greatest average logarithmic cost of a character of sensible text. By hand."""
_CHARACTERS_A_QUESTION: Final = 3
"""Where there are fewer characters for each `?`, a conversion has lost them: another kind of mojibake. By hand."""
_BEFORE: Final = 16
"""How many characters before a span count for its sense. By hand."""
_AFTER: Final = 2
"""How many characters after a span count for its gain. By hand."""
_WIDE: Final = re.compile("[^\x00-\x7f]")
_CUT_OFF: Final = re.compile(f"\\?+[{MARKS},!;?]")
_UNEXPLAINED: Final = re.compile(f"(?<=[^\x00-\x7f])\\?(?=[^\x00-\x7f{MARKS}])")
"""A `?` between two characters: outside broken spans no damage puts it there; a conversion that lost one does."""


def may_be_cut(text: str, shown: Evidence) -> bool:
    """Whether a cut is worth a repair: nothing else may speak against damage, and `?` must be rare."""
    scattered = text.count("?") * _CHARACTERS_A_QUESTION > shown.hanzi
    return shown.lone and not (shown.implausible or shown.lesson or scattered)


def shows_cut(text: str, spans: Iterable[Span], language: Language) -> bool:
    """Whether the spans of a text all make sense and explain each `?`, and one shows a cut beyond doubt."""
    spans = list(spans)
    is_covered = covering(spans)
    if not all(is_covered(match.start()) for match in _UNEXPLAINED.finditer(text)):
        return False
    plain = ANNOTATION.findall(text)
    least = _WITH_ANNOTATIONS if plain and set(plain) <= set(known_table().values()) else _LEAST_GAIN
    lattice = Lattice(language, Annotations({}), 1)
    gains = [_gain(text, span, lattice) for span in spans if not span.texts[0][0].startswith("?")]
    return -math.inf not in gains and max(gains, default=-math.inf) >= least


def _gain(text: str, span: Span, lattice: Lattice) -> float:
    """The logarithm by which a span's text is likelier than what is shown; -inf where it makes no sense."""
    shown, became = text[span.start : span.end], span.texts[0][0]
    cut = _CUT_OFF.match(shown)
    tail = shown[cut.end() :] if cut else ""
    before = ANNOTATION.sub("", text[max(0, span.start - _BEFORE) : span.start])
    after = ANNOTATION.sub("", text[span.end : span.end + _AFTER])
    if lattice.score("", before + became) < -_MOST_COST * len(before + became):
        return -math.inf
    if not _WIDE.search(tail):
        return _NOTHING_SHOWN
    return lattice.score("", before + became + after) - lattice.score("", before) - lattice.score("", tail + after)
