"""The `????` that mirrors print before a paragraph, for the blanks of its indent that they could not encode."""

import re
from collections.abc import Iterator
from typing import Final

from zhanjiang.textrepair.result import Step
from zhanjiang.textrepair.tables import MARKS

_LOST_INDENT: Final = re.compile(rf"(?:(?<=>)|(?<=\n)|\A)(?:\s|&nbsp;)*+(\?{{4,8}})(?=[^\s?{MARKS},!;])")
"""Four to eight marks where a line or an element begins, with text after them: a question stands after its words."""


def lost_indents(text: str) -> Iterator[Step]:
    """The steps that take lost indents out of a damaged text.

    >>> [(step.start, step.shown) for step in lost_indents("<p>????據了解，????</p>")]
    [(3, '????')]
    """
    # Hardly any page has them: plain characters rule them out at a fraction of a search's price.
    for match in _LOST_INDENT.finditer(text) if "????" in text else ():
        yield Step(match.start(1), match.end(1), match[1], "", "", "an indent that the mirror could not encode")


def blanked(text: str, indents: list[Step]) -> str:
    """The text with blanks in place of lost indents, so that nobody takes the marks for lost characters."""
    parts: list[str] = []
    done = 0
    for indent in indents:
        parts += text[done : indent.start], "\xa0" * len(indent.shown)
        done = indent.end
    return "".join([*parts, text[done:]])
