"""The last resort: a body found by its structure alone, whose text the item flags as such.

A story is a run of sentences with little else around them: each gives its length to the elements that it stands in, the
less the farther out. What follows the first line that ends articles is comments, boxes and the page's foot.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.labels import begins_box, is_end, is_furniture, is_headline_link, is_notice, is_sure_end
from zhanjiang.pages.reading.leading_boxes import leading_boxes
from zhanjiang.pages.reading.lines import Line, read_lines
from zhanjiang.pages.reading.trailing_boxes import trailing_boxes
from zhanjiang.processors.credits import read_credits
from zhanjiang.processors.meta_line import LABEL

# A sentence, or clauses of one, in Chinese or in Latin letters; and how one ends.
_SAID: Final = re.compile(r"[。！？；…]|[，、].+[，、：]|[A-Za-z][,.;!?](?:\s|$)")
_ENDED: Final = re.compile(r"[。！？.!?][”’」)）]?$")
_SHORTEST: Final = 12
_LEAST: Final = 40
"""Fewer characters in sentences are a caption, or what a page without a story says."""
_SHARES: Final = (1.0, 1.0, 0.5, 0.25, 0.125)
"""What of a sentence's length counts for its own block, the one around it, and so on."""


def read_generic(root: Element, headline: str | None) -> list[str]:
    """The paragraphs of the story that a page's tree holds; [] for none, as on a listing."""
    shown = [line for line in read_lines(root) if line.text]
    top = next((at for at, line in enumerate(shown) if line.text == headline), 0)
    boxed = leading_boxes(shown, top) | trailing_boxes(shown, top)
    lines = [*_before_end(line for at, line in enumerate(shown) if at not in boxed)]
    weights = {at: len(line.text) - line.linked for at, line in enumerate(lines) if _is_said(line)}
    if not weights:
        return []
    inside = frozenset(_heaviest(lines, weights).iter())
    own = [at for at in weights if lines[at].element in inside]
    rows = sum(is_headline_link(lines[at - 1]) for at in own if at)
    if sum(weights[at] for at in own) < _LEAST or rows * 2 > len(own):  # a listing's sentences stand below its links
        return []
    kinds = {_kind(lines[at].element) for at in own}
    first, last = own[0], own[-1]
    while first - 1 in weights:
        first -= 1
    while last + 1 in weights:
        last += 1
    return [
        line.text
        for at, line in enumerate(lines)
        if first <= at <= last or (line.element in inside and _kind(line.element) in kinds)
        if line.text != headline and not _is_apart(line)
    ]


def _before_end(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines up to the first that ends an article, once sentences have come; each longer text once.

    A line that may end it, and is set as the sentence before it, is one of the story's own.
    """
    seen: set[str] = set()
    setting: tuple[object, ...] | None = None
    for line in lines:
        its = (line.element.getparent(), *_kind(line.element))
        if setting and (is_sure_end(line) or (is_end(line) and its != setting)):
            return
        if line.text not in seen:
            setting = its if _is_said(line) else setting
            yield line
        if len(line.text) >= _SHORTEST:
            seen.add(line.text)


def _is_said(line: Line) -> bool:
    """Say whether a line is a sentence or more of them, and may be a story's."""
    return len(line.text) >= _SHORTEST and bool(_SAID.search(line.text)) and not _is_apart(line)


def _is_apart(line: Line) -> bool:
    """Say whether a line is none of a story's, wherever it stands: a link, furniture, or what labels name."""
    if line.is_link or is_furniture(line) or is_notice(line) or begins_box(line) or is_sure_end(line):
        return True
    return read_credits(line.spaced) is not None or bool(not _ENDED.search(line.text) and LABEL.match(line.folded))


def _heaviest(lines: Sequence[Line], weights: Mapping[int, int]) -> Element:
    """The element for which the sentences count most."""
    scores: defaultdict[Element, float] = defaultdict(float)
    for at, weight in weights.items():
        element = lines[at].element
        for share, holder in zip(_SHARES, (element, *element.iterancestors()), strict=False):
            scores[holder] += weight * share
    return max(scores, key=scores.__getitem__)


def _kind(element: Element) -> tuple[object, ...]:
    return (element.tag, element.get("class"))
