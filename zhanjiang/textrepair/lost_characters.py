"""The `?` that a mirror prints for a character that GBK lacks: 𠮷, 㙟 and others, mostly of names.

Nothing tells which character it was, so it stays, and is reported. On half-width pages a question mark looks alike:
where a question may stand, its own words and the language decide, and the reader is given both.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from zhanjiang.textrepair.lattice import BEFORE, Lattice
from zhanjiang.textrepair.spans import Span, covering, unread
from zhanjiang.textrepair.tables import ANNOTATION

_LONE: Final = re.compile(
    "\\?(?:(?P<never>(?:(?<=[、，。；：“‘「『《〈（【>\n]\\?)|(?<=[^\x00-(*-\x7f][,;:(]\\?))(?=[\u3400-\u9fff])"
    "|(?<=[\u3400-\u9fff)]\\?)(?=、))|(?<=[\u3400-\u9fff)]\\?)(?=[\u3400-\u9fff“《（(]))"
)
"""A `?` among characters; `never`: where nobody asks, after a comma or before 、."""
_ASKED: Final = re.compile(
    r"[吗嗎呢么麼吧谁誰哪几幾啥何咋怎岂豈孰否]|多[少大久高远遠长長]|[难難]道|(.)[不没沒]\1|[没沒]有?$"
)
"""What a question has before its mark."""
_SENTENCE: Final = re.compile("[。！？；!?;<>\n]")
_LEAST: Final = -7.0
"""The least logarithm of a question mark where no word asks. Of characters taken out of news, 12 % pass for question
marks with both. By measurement."""
_LONGEST: Final = 60
"""How many characters before a `?` are searched for what asks. By hand."""


def lost_characters(text: str, spans: Sequence[Span], lattice: Lattice) -> Iterator[Span]:
    """Yield a span for each `?` outside the broken spans of a damaged page that stands for a character."""
    is_covered = covering(spans)
    for match in _LONE.finditer(text):
        start = match.start()
        if is_covered(start):
            continue
        if match["never"] is not None:
            yield unread(start)
        elif not _may_ask(ANNOTATION.sub("", text[max(0, start - _LONGEST) : start]), lattice):
            yield Span(start, start + 1, [("?", 0.0), ("？", 0.0)])


def _may_ask(before: str, lattice: Lattice) -> bool:
    """Whether a text may be a question: by its words, else because the language has a question mark after it."""
    sentence = _SENTENCE.split(before)[-1]
    return _ASKED.search(sentence) is not None or lattice.score(before[-BEFORE:], "？") >= _LEAST
