"""The silent variant: a mirror that drops a lone lead byte without a `?`, so that no page shows where.

What is left of it is nonsense after a punctuation mark (`;葜菔形瘯` is 。惠州市委書), and annotations after the wrong
character (`蝿(wù)`, whose last byte begins 務). A page has one variant. It is taken for a silent one where nothing
shows a loud one, and an annotation stands so or a repair makes what follows a mark far likelier.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from zhanjiang.textrepair.alphabet import alphabet
from zhanjiang.textrepair.detect import Evidence, is_late
from zhanjiang.textrepair.language import Language
from zhanjiang.textrepair.lattice import BEFORE, Lattice
from zhanjiang.textrepair.spans import Span
from zhanjiang.textrepair.state import SCORE
from zhanjiang.textrepair.tables import ANNOTATION, MARKS, SYLLABLE

_LOUD: Final = re.compile(f"(?<=[^\x00-(*-\x7f])\\?(?:[{MARKS},!;?]|/?[a-z]+>|{SYLLABLE}\\))")
"""What no silent page shows: a `?` before a mark, an annotation or a tag."""
_MARK: Final = re.compile(f"[{MARKS}]|(?<=[^\x00-(*-\x7f])[,!?;]")
"""A mark of Chinese text; `&nbsp;` ends in none."""
_BREAK: Final = re.compile(f"(?P<mark>{_MARK.pattern})|(?<=([\u4e00-\u9fff)]))\\(({SYLLABLE})\\)")
_TEXT: Final = re.compile("[\u4e00-\u9fffa-z]")
_LETTER: Final = re.compile(f"(?:{_MARK.pattern})[a-z`^_{{|}}~](?=[\u4e00-\u9fff])")
"""A letter between a mark and a character, which is the end of a character that lost its start."""
_AFTER: Final = re.compile("[^\x00-\x7f\xa0\u3000]{1,6}")
"""What is read after a mark."""
_RARE: Final = -9.0
"""The logarithm of a rare character's probability."""
_UNCOMMON: Final = -11.0
"""What follows a mark is looked at where the logarithms of two characters alone are lower. From the same news: as good
as looking everywhere."""
_MOST_RARE: Final = 16.0
"""By how much less likely than rare ones the characters after a mark may be together. From news: one clean mark in
3,000 is followed by such, and a third of those that lost a byte and stand as they are."""
_LEAST_GAIN: Final = 6.0
"""By how much the logarithm of a repair must be higher than that of what is shown to prove a silent page. None of 7,000
undamaged texts of news comes near. By hand; was 10."""
_LOOK_BACK: Final = 60
"""How many characters before a mark are searched for the last three without annotations. By hand."""


def find_silent_breaks(text: str) -> Iterator[int]:
    """Where a byte may be missing: before a mark, and before an annotation of another character.

    >>> list(find_silent_breaks("日(qǐng)(bào)，會(huì)議"))
    [1, 7, 12]
    """
    for match in _BREAK.finditer(text):
        if match["mark"]:
            if not (text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 6]).isascii():
                yield match.start()
        elif match[2] == ")" or is_late(match[2], match[3]):
            yield match.start()


def may_be_silent(text: str, shown: Evidence) -> bool:
    """Whether a damaged page shows nothing of the loud variant."""
    return shown.damaged and not shown.torn and _LOUD.search(text) is None


def shows_silence(text: str, shown: Evidence, spans: Iterable[Span], lattice: Lattice) -> bool:
    """Whether an annotation stands after the wrong character, or a span is far likelier than what is shown."""
    return bool(shown.late) or any(_gain(text, span, lattice) > _LEAST_GAIN for span in spans)


def _gain(text: str, span: Span, lattice: Lattice) -> float:
    """The logarithm by which a span's text is likelier than what is shown; 0 where that is no text at all."""
    before = ANNOTATION.sub("", text[max(0, span.start - _LOOK_BACK) : span.start])[-BEFORE:]
    shown = ANNOTATION.sub("", text[span.start : span.end])
    if not _TEXT.search(shown):
        return 0.0
    return lattice.score(before, span.texts[0][0]) - lattice.score(before, shown)


def leaves_nonsense(text: str, lattice: Lattice) -> bool:
    """Whether what follows one of a text's marks makes no sense, as only damage does.

    >>> from zhanjiang.textrepair.annotations import Annotations
    >>> from zhanjiang.textrepair.language import language
    >>> lattice = Lattice(language(), Annotations({}), 1)
    >>> leaves_nonsense("從縣裏獲悉?h委書記", lattice), leaves_nonsense("從縣裏獲悉。縣委書記", lattice)
    (True, False)
    """
    if _LETTER.search(text):
        return True
    common = _common(lattice.language)
    for mark in _MARK.finditer(text):
        after = _AFTER.match(text, mark.end())
        if after and len(common.intersection(after[0])) < len(after[0]) - 1:
            before = text[max(0, mark.end() - BEFORE) : mark.end()]
            if _makes_no_sense(before, after[0], lattice):
                return True
    return False


@cache
def _common(language: Language) -> frozenset[str]:
    """The characters that are not rare, of which text mostly consists: a test that costs little."""
    return frozenset(row.character for row in alphabet(language).rows.values() if row.alone > _UNCOMMON)


def _makes_no_sense(before: str, after: str, lattice: Lattice) -> bool:
    """Whether the first characters of a text, however many, are too unlikely after those before."""
    state = lattice.begin(before)
    for number, character in enumerate(after, 1):
        state = lattice.emit(state, character)
        if state[SCORE] < _RARE * number - _MOST_RARE:
            return True
    return False
