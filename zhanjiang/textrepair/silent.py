"""The silent variant: a mirror that drops a lone lead byte without a `?`, so that no page shows where.

What is left of it is nonsense after a punctuation mark (`;葜菔形瘯` is 。惠州市委書), and annotations after the wrong
character (`蝿(wù)`, whose last byte begins 務). A page has one variant. It is taken for a silent one where nothing
shows a loud one, and an annotation stands so or a repair makes what follows a mark far likelier.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from zhanjiang.textrepair.detect import Evidence, is_late
from zhanjiang.textrepair.lattice import BEFORE, Lattice
from zhanjiang.textrepair.spans import Span
from zhanjiang.textrepair.tables import ANNOTATION, MARKS, SYLLABLE

_LOUD: Final = re.compile(f"(?<=[^\x00-\x7f])\\?(?:[{MARKS},!;]|/?[a-z]+>|{SYLLABLE}\\))")
"""What no silent page shows: a `?` before a mark, an annotation or a tag."""
_BREAK: Final = re.compile(f"(?P<mark>[{MARKS},!?;])|(?<=([\u4e00-\u9fff]))\\(({SYLLABLE})\\)")
_AFTER: Final = re.compile("[@-~]?[^\x00-\x7f]{1,4}")
"""What is read after a mark: as much as an n-gram spans."""
_NONSENSE: Final = -10.0
"""Where the average logarithm of the characters after a mark is lower, they make no sense."""
_LEAST_GAIN: Final = 10.0
"""By how much the logarithm of a repair must be higher than that of what is shown to prove a silent page. By hand."""
_LOOK_BACK: Final = 60
"""How many characters before a mark are searched for the last three without annotations. By hand."""


def find_silent_breaks(text: str) -> Iterator[int]:
    """Where a byte may be missing: before a mark, and before an annotation of another character.

    >>> list(find_silent_breaks("日(qǐng)(bào)，會(huì)議"))
    [1, 12]
    """
    for match in _BREAK.finditer(text):
        if match["mark"]:
            if not (text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 6]).isascii():
                yield match.start()
        elif is_late(match[2], match[3]):
            yield match.start()


def may_be_silent(text: str, shown: Evidence) -> bool:
    """Whether a damaged page shows nothing of the loud variant."""
    return shown.damaged and not shown.torn and _LOUD.search(text) is None


def shows_silence(text: str, shown: Evidence, spans: Iterable[Span], lattice: Lattice) -> bool:
    """Whether an annotation stands after the wrong character, or a span is far likelier than what is shown."""
    return bool(shown.late) or any(_gain(text, span, lattice) > _LEAST_GAIN for span in spans)


def _gain(text: str, span: Span, lattice: Lattice) -> float:
    """The logarithm by which a span's text is likelier than what is shown."""
    before = ANNOTATION.sub("", text[max(0, span.start - _LOOK_BACK) : span.start])[-BEFORE:]
    shown = ANNOTATION.sub("", text[span.start : span.end])
    return lattice.score(before, span.texts[0][0]) - lattice.score(before, shown)


def nonsense(text: str, lattice: Lattice) -> Iterator[int]:
    """The marks of a page after which the text makes no sense."""
    for start in find_silent_breaks(text):
        before = ANNOTATION.sub("", text[max(0, start - _LOOK_BACK) : start + 1])
        after = _AFTER.match(ANNOTATION.sub("", text[start + 1 : start + _LOOK_BACK]))
        if after and lattice.score(before[-BEFORE:], after[0]) < _NONSENSE * len(after[0]):
            yield start
