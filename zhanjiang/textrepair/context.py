"""What n-grams cannot say about a span: its brackets and punctuation, and the same words elsewhere on the page."""

import re
from collections.abc import Iterable
from itertools import takewhile
from operator import itemgetter
from typing import Final

from zhanjiang.textrepair.language import Language

_CLOSING: Final = {"”": "“", "’": "‘", "》": "《", "）": "(", "」": "「", "』": "『", "】": "【", "〉": "〈", ")": "("}
_WIDTHS: Final = str.maketrans("（", "(")
"""Restored brackets are full-width; those that the page shows may not be."""
_OPENING: Final = frozenset(_CLOSING.values())
_BRACKETS: Final = re.compile(f"[{re.escape(''.join(_CLOSING) + ''.join(_OPENING) + '（')}]")
_IMPLAUSIBLE_PAIR: Final = re.compile(
    "[，。、；：！？,;:!?](?=[，。、；：！？”》）」』,;:!?])(?<![。！？!?](?=[”」』）]))(?<![？?](?=[！!]))"
    "|[“‘《（「『](?=[，。、；：！？”’》）」』,;:!?])|(?:^|\n)[，。、；：！？”》）」』]"
    "|[、“‘《（「『·—](?=\n|<|\\Z)"
    "|，(?=\n|</(?:p|div|td|h[1-6])>)|。[”’](?=[，、；。：,;:的])"
)
_WORD: Final = "[^，。、；：！？,;:!?\n]"
_BROKEN_LIST: Final = re.compile(f"、{_WORD}{{1,6}}[。，,](?={_WORD}{{1,6}}、)|。(?={_WORD}{{1,4}}、)")
"""Another mark inside a list: 甘肅、青海。寧夏、遼寧. A sentence seldom begins with a list."""

_IMPLAUSIBLE_END: Final = re.compile("[，、；！？,;!?](?=[（(])|(?<=[^：:，,。！？!?\n])“[^“”，。！？,!?]{1,4}。”")
"""A mark before the bracket that explains the words before it, and a full stop within a quoted term."""
_ABRUPT: Final = re.compile(
    "“[^“”\n]*[，,][^“”\n]*(?<![。！？…!?])”(?=[\n<]|\\Z)|[，。！？；,!?;][^，。！？；,!?;\n<>]{2,}(?<![…：:”』」）)])\n"
)
"""A speech that ends a paragraph without a stop, and a paragraph whose last sentence has none."""

_IMPLAUSIBLE_PAIR_COST: Final = 8.0
"""Logarithmic cost of two marks that do not go together. By hand."""
_IMPLAUSIBLE_END_COST: Final = 3.0
"""Logarithmic cost of an implausible or abrupt end. By hand."""
_BROKEN_LIST_COST: Final = 1.5
"""Logarithmic cost of a broken list. By hand."""
_BRACKET_COST: Final = 4.0
"""Logarithmic cost of a bracket without its partner. Lowered from 6 when the beam was measured."""
_MOST_RANKED: Final = 14
"""How many texts of a span are ranked by their context. By hand; was 10, then 20."""
_TOO_FAR: Final = 8.0
"""By how much the logarithm of a text that is ranked may be lower than the best one's. Lowered from 10, by hand."""
_NEAR: Final = 12
"""How many characters of its paragraph on either side count for a text's punctuation. By hand."""
_WORDS: Final = 0.3
"""The share (0 to 1) that words have in the score; n-grams have the rest. By measurement: more of it helps where the
text is unlike what was counted, and harms where it is alike."""
_BEFORE: Final = 3
"""How many characters before a span can belong to its first word."""
_REPEATED: Final = 1.5
"""Logarithmic gain of two characters that stand side by side elsewhere on the page; three come to thrice that.
By hand."""

_SEARCHED: Final = 100_000
"""How many characters of a page are searched for what is repeated: more than an article has. By hand."""


def paragraph_before(text: str) -> str:
    """The end of a text that belongs to its last paragraph: after the last line break or tag."""
    return text[max(text.rfind("\n"), text.rfind(">")) + 1 :]


def paragraph_after(text: str) -> str:
    """The start of a text that belongs to its first paragraph, line break included."""
    end = re.search("[\n<]", text)
    return text[: end.end()] if end else text


def punctuation_cost(text: str) -> float:
    """The cost of marks that do not go together, as a natural logarithm.

    >>> punctuation_cost("他說：“好。”"), punctuation_cost("他說：“好。。”"), punctuation_cost("廣東、廣西。海南、福建")
    (0.0, 8.0, 1.5)
    """
    cost = _IMPLAUSIBLE_PAIR_COST * len(_IMPLAUSIBLE_PAIR.findall(text))
    cost += _IMPLAUSIBLE_END_COST * len(_IMPLAUSIBLE_END.findall(text))
    return cost + _BROKEN_LIST_COST * len(_BROKEN_LIST.findall(text)) if "、" in text else cost


def abrupt_end_cost(text: str) -> float:
    """The cost of a paragraph that stops within a sentence, as a natural logarithm.

    >>> abrupt_end_cost("他說：“好，來。”\\n"), abrupt_end_cost("他說：“好，來”\\n"), abrupt_end_cost("他說，很好\\n")
    (0.0, 3.0, 3.0)
    """
    return _IMPLAUSIBLE_END_COST * len(_ABRUPT.findall(text))


def brackets(text: str) -> str:
    """The brackets of a text, which is all that `unpaired_cost` looks at."""
    return "".join(_BRACKETS.findall(text)).translate(_WIDTHS)


def unpaired_cost(text: str) -> float:
    """The cost of a paragraph's brackets without their partner, as a natural logarithm.

    >>> unpaired_cost(brackets("他說：“好。”")), unpaired_cost(brackets("他說：“好。。"))
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


def repetition_gain(text: str, page: str, known: dict[str, bool]) -> float:
    """The gain of a text by neighbours that stand together elsewhere on the page.

    `known` keeps what was looked up, for the other texts of the same span, which differ in few characters.
    """
    repeated = 0
    for length in (2, 3):
        for at in range(len(text) - length + 1):
            run = text[at : at + length]
            stands = known.get(run)
            if stands is None:
                stands = known[run] = run in page
            repeated += stands
    return _REPEATED * repeated


def _alike(texts: Iterable[str]) -> int:
    """How many characters all texts begin with alike."""
    return sum(1 for _ in takewhile(lambda column: len(set(column)) == 1, zip(*texts, strict=False)))


def ranked(
    texts: list[tuple[str, float]], before: str, after: str, page: str, language: Language
) -> list[tuple[str, float]]:
    """The likeliest texts of a span with their scores, ranked again between `before` and `after` of its paragraph."""
    page = page[:_SEARCHED]
    least = texts[0][1] - _TOO_FAR
    contenders = [(text, score) for text, score in texts[:_MOST_RANKED] if score > least]
    if len(contenders) == 1:
        return contenders
    head = _alike(text for text, _ in contenders)
    tail = max(_alike(text[:head:-1] for text, _ in contenders) - 1, 0)
    known: dict[str, bool] = {}
    rescored = []
    for text, score in contenders:
        part = (before[-2:] + text + after[:2])[head : len(text) - tail + 4]
        words = language.words.score(language.folded(before[-_BEFORE:] + text + after[:2]))
        score += _WORDS * (words - score)
        score += repetition_gain(part, page, known)
        rescored.append((text, score))
    if not all(text[head : len(text) - tail].isalpha() for text, _ in contenders):
        around = brackets(before), brackets(after)
        rescored = [(text, score - _context_cost(text, before, after, around)) for text, score in rescored]
    return sorted(rescored, key=itemgetter(1), reverse=True)


def _context_cost(text: str, before: str, after: str, around: tuple[str, str]) -> float:
    """The cost of a text's punctuation between `before` and `after`, whose brackets are `around`."""
    cost = punctuation_cost(before[-_NEAR:] + text + after[:_NEAR])
    cost += unpaired_cost(around[0] + brackets(text) + around[1])
    return cost + abrupt_end_cost(before + text + after[:1]) if "”" in text or "\n" in text else cost
