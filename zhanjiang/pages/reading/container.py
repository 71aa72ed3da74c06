"""The element that holds a story, found on the single page from where sentences weigh most.

A page that no layout bounds says nothing of its parts; but a story's paragraphs are siblings, set alike, with few
links, and stand together. Comments, rows of recommendations and the page's foot are set in another way or stand one
by one. Where that leaves a doubt, there is no answer: words then bound the story.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from zhanjiang.pages.reading.elements import Element, is_within
from zhanjiang.pages.reading.labels import is_end, is_furniture, is_notice, is_sentence
from zhanjiang.pages.reading.leading_boxes import leading_boxes
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.link_rows import leads_out, leads_to_file
from zhanjiang.pages.reading.pictures import is_picture
from zhanjiang.pages.reading.trailing_boxes import trailing_boxes
from zhanjiang.processors.credits import read_credits
from zhanjiang.processors.meta_line import LABEL

_STOP = re.compile(r"[。！？；…]|[，、].+[，、：]")
_STATEMENT = re.compile(r"^[\[(【]?.{0,4}声明|^.{0,3}转载.{0,10}[:,]|二维码")
# What other media call the story: their headline, in a note above or below it.
_OTHER_TITLE = re.compile(r"[\[(【]?(?:本文)?原(?:标题|题为|题)\s*(?:为|[:《])")
_LONGEST_TITLE = 80
_SHORTEST = 16
_WHOLE = frozenset(["html", "body"])
# A story with fewer characters in sentences than this may as well be a caption, an abstract or a comment.
_LEAST = 100
# The share of all sentences that may stand in other elements than the story's own.
_ELSEWHERE = 0.15
# A picture and the lines of its caption are no more lines than this.
_LONGEST_PICTURE = 4


@dataclass(frozen=True, slots=True)
class StoryBounds:
    """The element that holds a story, and the lines in it that are none of the story's."""

    element: Element
    others: Sequence[Line]

    def is_apart(self, line: Line) -> bool:
        """Say whether a line is one of the others, such as a keyword, a button or a box's heading."""
        return any(line is other for other in self.others)


@dataclass(frozen=True, slots=True)
class _Sentences:
    """The lines that read like a story's, by index, with their characters that are no links."""

    lines: Sequence[Line]
    weights: dict[int, int]

    def within(self, element: Element) -> list[int]:
        """The indices of those that stand in an element."""
        return [index for index in self.weights if is_within(self.lines[index].element, element)]

    def weigh(self, indices: Iterable[int]) -> int:
        """The characters of some of them."""
        return sum(self.weights[index] for index in indices)


def find_story(lines: Sequence[Line], after: int) -> StoryBounds | None:
    """Find the innermost element that holds the whole story, among the lines from ``after`` on; None in doubt.

    >>> from lxml.html import fromstring
    >>> from zhanjiang.pages.reading.lines import read_lines
    >>> story = "".join(f"<p>湛江港{day}日开通新航线，首班船载着海鲜离港，港区一片繁忙。</p>" for day in range(1, 6))
    >>> page = fromstring(f"<div><h1>题</h1><div id=story>{story}<b>顶</b></div><ul><li><a>湛江开渔</a></ul></div>")
    >>> lines = read_lines(page)
    >>> [find_story(lines, 1).element.get("id"), *(line.text for line in find_story(lines, 1).others)]
    ['story', '顶']
    >>> find_story(lines[:3], 1) is None
    True
    """
    boxed = leading_boxes(lines, after) | trailing_boxes(lines, after)
    sentences = _Sentences(lines, dict(_sentences(lines, after, boxed)))
    element = _heaviest(sentences)
    if element is None:
        return None
    element = _with_alike(sentences, element)
    inside = sentences.within(element)
    strays = _strays(sentences, inside, element)
    if element.tag in _WHOLE or sentences.weigh(inside) < _LEAST:
        return None
    if sentences.weigh(strays) > _ELSEWHERE * sentences.weigh(inside):
        return None
    if _picture_outside(lines[after : inside[-1]], element):
        return None
    rest = [at for at in range(inside[-1] + 1, len(lines)) if is_within(lines[at].element, element)]
    # Where the page's foot stands in the element too, it is not the story's own.
    if any(is_end(lines[at]) for at in rest) or _goes_on(lines, max([inside[-1], *rest]) + 1, strays, element):
        return None
    own = [at for at in range(after, inside[-1]) if is_within(lines[at].element, element)]
    apart = _apart(sentences, inside, [*own, inside[-1], *rest])
    return StoryBounds(element, [*map(lines.__getitem__, boxed), *apart])


def _sentences(lines: Sequence[Line], after: int, boxed: Set[int]) -> Iterator[tuple[int, int]]:
    seen: set[str] = set()
    for index in range(after, len(lines)):
        line = lines[index]
        if index in boxed or line.media or line.is_link or len(line.text) < _SHORTEST or not _STOP.search(line.text):
            continue
        # A second copy of the story weighs nothing.
        if line.text not in seen:
            seen.add(line.text)
            yield index, len(line.text) - line.linked


def _heaviest(sentences: _Sentences) -> Element | None:
    """The element whose paragraphs of one kind weigh most: they are its children or, with line breaks, its own text."""
    weights: Counter[tuple[Element, tuple[Hashable, ...]]] = Counter()
    for index, weight in sentences.weights.items():
        block = sentences.lines[index].element
        weights[block, ()] += weight
        parent = block.getparent()
        if parent is not None:
            weights[parent, _kind(block)] += weight
    if not weights:
        return None
    # A paragraph alone weighs as much as what is around it, which may hold its picture: a named block is enough.
    return max(weights, key=lambda entry: (weights[entry], 1 if entry[1] else 2 * _is_named(entry[0])))[0]


def _kind(element: Element | None) -> tuple[Hashable, ...]:
    """How an element is set, as far as its own tag says."""
    return () if element is None else (element.tag, element.get("class"), element.get("id"))


def _with_alike(sentences: _Sentences, element: Element) -> Element:
    """The element, or the one around it and the sentences elsewhere that belong to the same story."""
    own = sentences.within(element)
    kinds = {_kind(sentences.lines[index].element) for index in own}
    settings = {_setting(sentences.lines[index], levels=3) for index in own}
    for index in sentences.weights:
        line = sentences.lines[index]
        if not is_within(line.element, element) and (
            _is_lead(line, sentences.lines)
            if index < own[0]
            else _is_beside(line, element, kinds) or _setting(line, levels=3) in settings
        ):
            element = _common(element, line.element)
    return element


def _is_lead(line: Line, lines: Sequence[Line]) -> bool:
    """Say whether a line ahead of the story's element may be its first paragraph, printed once as such are."""
    return is_sentence(line) and not line.linked and sum(line.text == other.text for other in lines) == 1


def _is_beside(line: Line, element: Element, kinds: Set[Hashable]) -> bool:
    """Say whether a line of the story's kinds is a sibling of its element, or stands in one of the same kind."""
    holder = line.element.getparent()
    return _kind(line.element) in kinds and (holder is element.getparent() or _kind(holder) == _kind(element))


def _common(first: Element, second: Element) -> Element:
    around = {first, *first.iterancestors()}
    return next(holder for holder in (second, *second.iterancestors()) if holder in around)


def _strays(sentences: _Sentences, inside: Sequence[int], element: Element) -> list[int]:
    """The sentences outside, up to the page's foot, printed once and not in a list of such blocks, as comments are."""
    lines = sentences.lines
    end = next((at for at in range(inside[-1] + 1, len(lines)) if is_end(lines[at])), len(lines))
    own = set(inside)
    printed = Counter(line.text for line in lines)
    outside = [
        at
        for at in sentences.weights
        if at < end and at not in own and printed[lines[at].text] == 1 and _may_be_story(lines[at])
    ]
    holders: dict[tuple[Hashable, ...], set[Element | None]] = {}
    for at in outside:
        holders.setdefault(_place(lines[at], element), set()).add(lines[at].element.getparent())
    usual = {_setting(lines[at]) for at in inside}
    return [
        at
        for at in outside
        if at < inside[0] or _setting(lines[at]) in usual or len(holders[_place(lines[at], element)]) == 1
    ]


def _place(line: Line, element: Element) -> tuple[Hashable, ...]:
    """In which block beside the element, if in any, and in blocks of which kind there a line stands."""
    return _child_towards(element.getparent(), line.element), _kind(line.element.getparent())


def _may_be_story(line: Line) -> bool:
    """Say whether a sentence outside the element may be the story's: it neither states rights nor shows a code."""
    return is_sentence(line) and not is_notice(line) and not _STATEMENT.search(line.folded)


def _goes_on(lines: Sequence[Line], start: int, strays: Sequence[int], element: Element) -> bool:
    """Say whether a sentence follows the element in a block beside it, with no link or button between."""
    stray = next((at for at in strays if at >= start), None)
    if stray is None or _child_towards(element.getparent(), lines[stray].element) is None:
        return False
    return not any(
        line.media or line.linked or is_furniture(line) or is_notice(line) or _is_label(line)
        for line in lines[start:stray]
    )


def _picture_outside(lines: Sequence[Line], element: Element) -> bool:
    """Say whether a picture of the story, alone or with its caption, stands in a block right before its element."""
    for line in lines:
        if line.media == "img" and is_picture(line.element) and not is_within(line.element, element):
            block = _child_towards(element.getparent(), line.element)
            beside = [other for other in lines if block is not None and is_within(other.element, block)]
            if block is not None and len(beside) <= _LONGEST_PICTURE and not any(map(_is_control, beside)):
                return True
    return False


def _child_towards(holder: Element | None, element: Element) -> Element | None:
    """The child of an element that another one stands in, or is; None where it stands elsewhere."""
    return next((block for block in (element, *element.iterancestors()) if block.getparent() is holder), None)


def _is_control(line: Line) -> bool:
    return line.linked > 0 or is_furniture(line) or (line.media == "img" and not is_picture(line.element))


def _is_named(element: Element) -> bool:
    return element.tag != "p" and bool(element.get("class") or element.get("id"))


def _apart(sentences: _Sentences, inside: Sequence[int], own: Sequence[int]) -> list[Line]:
    """The lines among the element's ``own`` that are set in another way than its sentences and are none of the story.

    These are links, and after the last paragraph whatever goes with no picture.
    """
    lines = sentences.lines
    shares: Counter[tuple[Hashable, ...]] = Counter()
    for index in inside:
        shares[_setting(lines[index])] += sentences.weights[index]
    usual = {kind for kind, weight in shares.items() if weight >= _ELSEWHERE * shares.total()} or set(shares)
    last = next(index for index in reversed(inside) if _setting(lines[index]) in usual)
    return [lines[index] for index in own if _stands_apart(lines, index, last, _setting(lines[index]) in usual)]


def _stands_apart(lines: Sequence[Line], index: int, last: int, is_usual: bool) -> bool:
    line = lines[index]
    if line.media or _is_label(line):
        return False
    if _is_row(line):
        return index > last or not (is_usual or leads_out(line.element))
    if index < last or is_usual or lines[index - 1].media:
        return bool(_OTHER_TITLE.match(line.folded)) and len(line.text) <= _LONGEST_TITLE
    # A sentence or a plain line set apart may be the story's last; beside links a sentence belongs to a box.
    if is_sentence(line):
        return _beside_links(lines, index)
    return _is_named(line.element) or line.linked > 0 or _heads_links(lines[index : index + 2])


def _heads_links(lines: Sequence[Line]) -> bool:
    """Say whether a line is the heading of rows with links in a block of their own."""
    return (
        len(lines) > 1 and lines[1].linked > 0 and lines[0].element.getparent() in {*lines[1].element.iterancestors()}
    )


def _is_row(line: Line) -> bool:
    """Say whether a line is nothing but a link, and not to a file that belongs to the story."""
    links = (*line.element.iter("a"), *line.element.iterancestors("a"))
    return line.is_link and any(link.get("href") for link in links) and not leads_to_file(line)


def _setting(line: Line, levels: int = 2) -> tuple[Hashable, ...]:
    """How a line is set, as the tags of the blocks around it say."""
    blocks = (line.element, *line.element.iterancestors())
    return tuple(map(_kind, blocks[:levels]))


def _beside_links(lines: Sequence[Line], index: int) -> bool:
    block = lines[index].element.getparent()
    return any(near.is_link and near.element.getparent() is block for near in lines[max(index - 3, 0) : index + 4])


def _is_label(line: Line) -> bool:
    """Say whether a line names people or the source by a label."""
    return bool(LABEL.match(line.folded)) or read_credits(line.spaced) is not None
