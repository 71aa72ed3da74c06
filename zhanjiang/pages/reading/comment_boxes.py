"""Readers' comments after a story in its own element: after a heading, or by what software prints beside each.

A heading alone says nothing: a story may have a section 网友评论. It needs names of readers after it, of many and not
of two that talk, or what only software prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import partial
from itertools import islice, takewhile
from typing import Final

from zhanjiang.pages.reading.elements import Element, is_within
from zhanjiang.pages.reading.labels import is_furniture
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.reader_comments import (
    are_mostly_distinct,
    is_button,
    is_by_software,
    is_surely_by_software,
    name_in,
    said_in,
    signs_of,
)
from zhanjiang.pages.reading.setting import wrappers
from zhanjiang.pages.reading.story_places import StoryPlaces
from zhanjiang.processors.lazy_pattern import lazy_pattern

HEADING_WORDS: Final = "[評评][论論]|留言|跟[帖贴貼]|[热熱][评評]"
_HEADING: Final = lazy_pattern(
    r"^[【\[■●▶#]*(?:(?P<whose>网友|读者|最新|最热|热门|全部|精彩|精选|用户|观众|我要|发表|查看)?"
    r"(?:评论|留言|跟[帖贴]|热评)(?P<place>区|列表|专区|一下)?[】\]]*\s*:?\s*(?P<count>[(\[]?\s*\d+\s*条?\s*[)\]]?)?"
    r"|(?:共|已有|全部|查看)?\s*(?P<number>\d+)\s*条(?:网友|读者|精彩|热门)?(?:评论|留言))$"
)
_BRACKETS: Final = ("【", "[", "■", "●", "▶", "#")
_LONGEST_HEADING: Final = 40
_MOST_PARTS: Final = 6
"""The lines of one comment at most, from what software prints beside one to that of the next."""
_FEWEST: Final = 2
_MOST_RUNS: Final = 24


def heads_comments(line: Line) -> bool:
    """Say whether a line may be the heading of comments, by its words."""
    return len(line.text) <= _LONGEST_HEADING and _HEADING.match(line.folded) is not None


def comments_after_heading(places: StoryPlaces, at: int) -> set[int]:
    """A heading of comments and what follows it in its block, by index; empty where that is no heading of any."""
    heading = _HEADING.match(places.lines[at].folded)
    after = [one for one in _in_block(places, at) if one in places.inside and not places.is_made_by(one)]
    return {at, *after} if heading and _are_comments(places, at, heading, after) else set()


def _in_block(places: StoryPlaces, at: int) -> list[int]:
    """The lines after a heading in the innermost block that holds any."""
    following = range(at + 1, len(places.lines))
    for block in wrappers(places.lines[at])[-1].iterancestors():
        if at + 1 in following and is_within(places.lines[at + 1].element, block):
            return [*takewhile(partial(_stands_in, places, block), following)]
    return []


def _stands_in(places: StoryPlaces, block: Element, at: int) -> bool:
    return is_within(places.lines[at].element, block)


def _are_comments(places: StoryPlaces, at: int, heading: re.Match[str], after: Sequence[int]) -> bool:
    """Say whether lines after a heading are comments: by names and signs, and nothing else reads as a story does."""
    rest = [one for one in after if one not in places.boxed]
    if not rest:
        return bool(after)
    begins = [one for one in rest if _begins(places, one)]
    said = {at for one in begins for at in _of_comment(places, one)}
    if not said.issuperset({*rest}.intersection(places.stories)):
        return False
    signed = [signs for one in begins if (signs := signs_of(places.lines[one]))]
    if any(map(is_by_software, signed)) or (len(signed) >= _FEWEST and len(signed) * 2 >= len(begins)):
        return True
    if _may_head_story(places, at, rest) or _is_section(places, at):
        return False
    if heading["count"] or heading["number"] or signed:
        return bool(begins)
    names = [name for one in begins if (name := name_in(places.lines[one]))]
    is_apart = not any(places.is_set_as_story(one, at) for one in rest)
    is_of_readers = bool(heading["whose"] or heading["place"])
    return is_of_readers and len(names) >= (1 if is_apart else _FEWEST) and are_mostly_distinct(names)


def _of_comment(places: StoryPlaces, at: int) -> Iterator[int]:
    """Yield a line that begins a comment or signs it, and those beside it where it says nothing itself."""
    yield from [at] if said_in(places.lines[at]) else range(at - 1, at + 2)


def _may_head_story(places: StoryPlaces, at: int, after: Sequence[int]) -> bool:
    """Say whether so little stands before a line that it may be a button above the story."""
    above = (one for one in places.area if one < at and places.lines[one].text)
    before = [*islice((one for one in above if not is_furniture(places.lines[one])), _FEWEST + 1)]
    return len(before) <= _FEWEST and places.weigh(before) < places.weigh(after)


def _is_section(places: StoryPlaces, at: int) -> bool:
    """Say whether a heading is set as those of sections in the story before it."""
    heading = places.lines[at]
    paragraphs = {one for one in places.stories if one < at}
    last = max(paragraphs, default=0)
    before = [one for one in places.area if one < last and one not in paragraphs and places.lines[one].text]
    if heading.text.startswith(_BRACKETS):
        return any(places.lines[one].text.startswith(heading.text[0]) for one in before)
    is_apart = not places.is_set_as_story(at, at)
    return is_apart and any(places.place(one) == places.place(at) for one in before)


def _begins(places: StoryPlaces, at: int) -> bool:
    """Say whether a line may be the first one of a comment, or has what software prints."""
    line = places.lines[at]
    return not line.is_link and bool(name_in(line) or signs_of(line))


def comments_without_heading(places: StoryPlaces, signed: Sequence[int]) -> dict[int, set[int]]:
    """Comments that no heading names, by the index of their first line: names of readers, and signs of software.

    ``signed`` are the lines that may have such signs (``is_signed``).
    """
    boxes: dict[int, set[int]] = {}
    for run in _runs(places, signed):
        names, first, last = _by_blocks(places, run) or _by_lines(places, run)
        box = {*range(first, last + 1)} & places.inside
        if len(names) >= _FEWEST and are_mostly_distinct(names) and _says_something(places, box, len(names)):
            boxes[first] = box
    return boxes


def _says_something(places: StoryPlaces, box: Set[int], comments: int) -> bool:
    """Say whether comments have words beside names and signs, in lines of their own or after the names."""
    words = [at for at in box if said_in(places.lines[at]) or not _begins(places, at) or name_in(places.lines[at])]
    said = sum(bool(said_in(places.lines[at])) for at in box)
    return said * 2 >= comments or len(words) > comments


def _runs(places: StoryPlaces, signed: Sequence[int]) -> Iterator[list[int]]:
    """Yield the signed lines that follow each other closely, two and more; of many such runs the last ones."""
    runs: list[list[int]] = []
    for at in signed:
        if runs and at - runs[-1][-1] <= _MOST_PARTS:
            runs[-1].append(at)
        else:
            runs.append([at])
    for run in runs[-_MOST_RUNS:]:
        if len(run) >= _FEWEST and len(sure := _sure_ones(places, run)) >= _FEWEST:
            yield sure


def is_signed(line: Line) -> bool:
    """Say whether a line has what software prints beside comments."""
    signs = signs_of(line)
    return is_button(signs) or is_by_software(signs)


def _sure_ones(places: StoryPlaces, run: Sequence[int]) -> list[int]:
    """Those of a run that are surely signed: what is set as the story before them needs more than one word."""
    begin = run[0] - min(run[1] - run[0], _MOST_PARTS) + 1
    return [
        at for at in run if not places.is_set_as_story(at, begin) or is_surely_by_software(signs_of(places.lines[at]))
    ]


def _by_blocks(places: StoryPlaces, run: Sequence[int]) -> tuple[list[str], int, int] | None:
    """The names, first and last line of comments that have a block each, all of one kind; None where they have none."""
    holder = _common([places.lines[at].element for at in run])
    blocks = [*dict.fromkeys(_child_towards(holder, places.lines[at].element) for at in run)]
    kinds = {(block.tag, block.get("class")) for block in blocks if block is not None}
    if None in blocks or len(blocks) < _FEWEST or len(kinds) != 1:
        return None
    near = [at for at in range(run[0] - _MOST_PARTS, run[-1] + _MOST_PARTS + 1) if at in places.inside]
    names = dict.fromkeys(blocks, "")
    inside = [(at, block) for at in near if (block := _child_towards(holder, places.lines[at].element)) in names]
    for at, block in inside:
        names[block] = names[block] or name_in(places.lines[at])
    return ([*names.values()], inside[0][0], inside[-1][0]) if all(names.values()) else None


def _by_lines(places: StoryPlaces, run: Sequence[int]) -> tuple[list[str], int, int]:
    """The same of comments whose parts only follow each other: a name stands as far before each sign."""
    if not all(is_by_software(signs_of(places.lines[at])) for at in run):
        return [], 0, 0
    parts = run[1] - run[0]
    for before in (0, *range(min(parts, _MOST_PARTS) - 1, 0, -1)):
        first = run[0] - before
        names = [name_in(places.lines[at - before]) for at in run]
        if first in places.inside and all(names):
            return names, first, min(max(run[-1], run[-1] - before + parts - 1), places.area[-1])
    return [], 0, 0


def _common(elements: Sequence[Element]) -> Element:
    """The innermost element that holds all of several."""
    holders = [elements[0], *elements[0].iterancestors()]
    return next(one for one in holders if all(is_within(element, one) for element in elements))


def _child_towards(holder: Element, element: Element) -> Element | None:
    """The child of an element that another one is or stands in; None where that is the holder itself."""
    return next((one for one in (element, *element.iterancestors()) if one.getparent() is holder), None)
