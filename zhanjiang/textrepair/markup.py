"""What no damage touches: the inside of long runs of ASCII, which is most of a page and need not be proved."""

import re
from collections.abc import Iterable
from typing import Final

from zhanjiang.textrepair.result import Step

_EDGE: Final = 32
"""How many characters of a run's ends stay: more than a mark, a tag's end or an annotation has. By hand."""
_RUN: Final = re.compile(f"([\x00-\x7f]{{{_EDGE}}})[\x00-\x7f]+([\x00-\x7f]{{{_EDGE}}})")


def without_markup(text: str, steps: Iterable[Step]) -> tuple[str, str]:
    """The text that steps make of a damaged one, and the damaged one, both without the inside of long runs of ASCII.

    >>> without_markup("湛" + "<br>" * 99 + "會(huì)", [Step(398, 403, "(huì)", "", "", "")])[0].count("<br>")
    16
    """
    damaged: list[str] = []
    repaired: list[str] = []
    done = 0
    for step in (*steps, Step(len(text), len(text), "", "", "", "")):
        between = text[done : step.start]
        if len(between) > 2 * _EDGE:
            between = _RUN.sub(r"\1\2", between)
        damaged += between, step.shown
        repaired += between, step.became
        done = step.end
    return "".join(repaired), "".join(damaged)
