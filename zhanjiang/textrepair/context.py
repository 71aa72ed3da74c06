"""What words cannot tell of a place: its brackets and signs, and what the rest of the page says in the same words."""

import re
from collections.abc import Iterable
from itertools import takewhile
from operator import itemgetter
from typing import Final

from zhanjiang.textrepair.language import Language

_CLOSING: Final = {"”": "“", "’": "‘", "》": "《", "）": "(", "」": "「", "』": "『", "】": "【", "〉": "〈", ")": "("}
_WIDTHS: Final = str.maketrans("（", "(")
"""Restored brackets are full-width, those that are shown may not be."""
_OPENING: Final = frozenset(_CLOSING.values())
_BRACKETS: Final = re.compile(f"[{re.escape(''.join(_CLOSING) + ''.join(_OPENING))}]")
_ODD_PAIR: Final = re.compile(
    "[，。、；：！？,;:!?](?=[，。、；：！？”》）」』,;:!?])(?<![。！？!?](?=[”」』）]))(?<![？?](?=[！!]))"
    "|[“‘《（「『](?=[，。、；：！？”’》）」』,;:!?])|(?:^|\n)[，。、；：！？”》）」』]"
    "|[、“‘《（「『·—](?=\n|<|\\Z)"
    "|，(?=\n|</(?:p|div|td|h[1-6])>)|。[”’](?=[，、；。：,;:的])"
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
_MOST_RANKED: Final = 14
_HOPELESS: Final = 8.0
"""So many texts of a place are ranked by their context, but none that is so far behind."""
_NEAR: Final = 12
_NEIGHBOURS: Final = 0.3
"""The share that neighbours have in the score, beside words."""
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
    cost = _ODD_PAIR_COST * len(_ODD_PAIR.findall(text)) + _ODD_END_COST * len(_ODD_END.findall(text))
    return cost + _BROKEN_LIST_COST * len(_BROKEN_LIST.findall(text)) if "、" in text else cost


def abruptness(text: str) -> float:
    """The cost of a paragraph that stops within a sentence, as a natural logarithm.

    >>> abruptness("他說：“好，來。”\\n"), abruptness("他說：“好，來”\\n"), abruptness("他說，很好\\n")
    (0.0, 3.0, 3.0)
    """
    return _ODD_END_COST * len(_ABRUPT.findall(text))


def brackets(text: str) -> str:
    """The brackets of a text, which is all that `loneliness` looks at."""
    return "".join(_BRACKETS.findall(text)).translate(_WIDTHS)


def loneliness(text: str) -> float:
    """The cost of a paragraph's brackets without their fellow, as a natural logarithm.

    >>> loneliness(brackets("他說：“好。”")), loneliness(brackets("他說：“好。。"))
    (0.0, 4.0)
    """
    waiting: list[str] = []
    alone = 0
    for bracket in text:
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


def _alike(texts: Iterable[str]) -> int:
    """How many characters all texts begin with alike."""
    return sum(1 for _ in takewhile(lambda column: len(set(column)) == 1, zip(*texts, strict=False)))


def ranked(
    texts: list[tuple[str, float]], ahead: str, rest: str, page: str, language: Language
) -> list[tuple[str, float]]:
    """The likeliest texts of a place with their scores, ranked again between `ahead` and `rest` of its paragraph."""
    least = texts[0][1] - _HOPELESS
    hopeful = [(text, score) for text, score in texts[:_MOST_RANKED] if score > least]
    if len(hopeful) == 1:
        return hopeful
    head = _alike(text for text, _ in hopeful)
    tail = max(_alike(text[:head:-1] for text, _ in hopeful) - 1, 0)
    known: dict[str, bool] = {}
    found = []
    for text, score in hopeful:
        part = (ahead[-2:] + text + rest[:2])[head : len(text) - tail + 4]
        score += _NEIGHBOURS * (language.neighbours.score(language.folded(part), 2) - score)
        score += familiarity(part, page, known)
        found.append((text, score))
    if not all(text[head : len(text) - tail].isalpha() for text, _ in hopeful):
        around = brackets(ahead), brackets(rest)
        found = [(text, score - _discord(text, ahead, rest, around)) for text, score in found]
    return sorted(found, key=itemgetter(1), reverse=True)


def _discord(text: str, ahead: str, rest: str, around: tuple[str, str]) -> float:
    """The cost of the signs of a text between `ahead` and `rest`, whose brackets are `around`."""
    cost = strangeness(ahead[-_NEAR:] + text + rest[:_NEAR]) + loneliness(around[0] + brackets(text) + around[1])
    return cost + abruptness(ahead + text + rest[:1]) if "”" in text or "\n" in text else cost
