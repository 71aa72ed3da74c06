"""What words cannot tell of a place: its brackets and signs, and what the rest of the page says in the same words."""

import re
from typing import Final

_CLOSING: Final = {"”": "“", "’": "‘", "》": "《", "）": "(", "」": "「", "』": "『", "】": "【", "〉": "〈", ")": "("}
_WIDTHS: Final = str.maketrans("（", "(")
"""Restored brackets are full-width, those that are shown may not be."""
_OPENING: Final = frozenset(_CLOSING.values())
_BRACKETS: Final = re.compile(f"[{re.escape(''.join(_CLOSING) + ''.join(_OPENING))}]")
_ODD_PAIR: Final = re.compile(
    "[，。、；：！？,;:!?](?=[，。、；：！？”》）」』,;:!?])(?<![。！？!?](?=[”」』）]))(?<![？?](?=[！!]))"
    "|[“‘《（「『](?=[，。、；：！？”’》）」』,;:!?])|(?:^|\n)[，。、；：！？”》）」』]"
    "|[、“‘《（「『·—](?=\n|<|\\Z)"
)
_WORD: Final = "[^，。、；：！？,;:!?\n]"
_BROKEN_LIST: Final = re.compile(f"、{_WORD}{{1,6}}[。，,](?={_WORD}{{1,6}}、)|。(?={_WORD}{{1,4}}、)")
"""Another sign where a list goes on before and behind it: 甘肅、青海。寧夏、遼寧. A sentence seldom begins with one."""

_ODD_END: Final = re.compile("[，、；！？,;!?](?=[（(])|(?<=[^：:，,。！？!?\n])“[^“”，。！？,!?]{1,4}。”")
"""A sign before what explains the words before it, and a sentence where a term is quoted."""
_ABRUPT: Final = re.compile(
    "“[^“”\n]*[，,][^“”\n]*(?<![。！？…!?])”(?=[\n<]|\\Z)|[，。！？；,!?;][^，。！？；,!?;\n<>]{2,}(?<![…：:”』」）)])\n"
)
"""A speech that ends a paragraph without a stop, and a paragraph whose last sentence has none."""

_ODD_PAIR_COST: Final = 8.0
_ODD_END_COST: Final = 3.0
_BROKEN_LIST_COST: Final = 1.5
_BRACKET_COST: Final = 4.0
_REPEATED: Final = 1.5
"""What two characters gain that stand side by side elsewhere on the page; for three it comes to thrice that."""


def paragraph_before(text: str) -> str:
    """The end of a text that belongs to its last paragraph: behind the last line break or tag."""
    return text[max(text.rfind("\n"), text.rfind(">")) + 1 :]


def paragraph_behind(text: str) -> str:
    """The start of a text that belongs to its first paragraph, line break included."""
    found = re.search("[\n<]", text)
    return text[: found.end()] if found else text


def strangeness(text: str) -> float:
    """The cost of signs that do not go together, as a natural logarithm.

    >>> strangeness("他說：“好。”"), strangeness("他說：“好。。”"), strangeness("廣東、廣西。海南、福建")
    (0.0, 8.0, 1.5)
    """
    kinds = (_ODD_PAIR, _ODD_PAIR_COST), (_BROKEN_LIST, _BROKEN_LIST_COST), (_ODD_END, _ODD_END_COST)
    return sum(cost * len(kind.findall(text)) for kind, cost in kinds)


def abruptness(text: str) -> float:
    """The cost of a paragraph that stops within a sentence, as a natural logarithm.

    >>> abruptness("他說：“好，來。”\\n"), abruptness("他說：“好，來”\\n"), abruptness("他說，很好\\n")
    (0.0, 3.0, 3.0)
    """
    return _ODD_END_COST * len(_ABRUPT.findall(text))


def loneliness(text: str) -> float:
    """The cost of a paragraph's brackets without their fellow, as a natural logarithm.

    >>> loneliness("他說：“好。”"), loneliness("他說：“好。。")
    (0.0, 4.0)
    """
    waiting: list[str] = []
    alone = 0
    for bracket in _BRACKETS.findall(text.translate(_WIDTHS)):
        if bracket in _OPENING:
            waiting.append(bracket)
        elif waiting and waiting[-1] == _CLOSING[bracket]:
            waiting.pop()
        else:
            alone += 1
    return _BRACKET_COST * (alone + len(waiting))


def familiarity(text: str, page: str, known: dict[str, bool]) -> float:
    """What a text gains by neighbours that stand together elsewhere on the page.

    `known` keeps what was looked up, for the other texts of the same place, which differ in few characters.
    """
    found = 0
    for length in (2, 3):
        for at in range(len(text) - length + 1):
            run = text[at : at + length]
            stands = known.get(run)
            if stands is None:
                stands = known[run] = run in page
            found += stands
    return _REPEATED * found
