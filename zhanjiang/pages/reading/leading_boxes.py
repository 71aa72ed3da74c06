"""The boxes that stand where a story is expected: a page whose story a script adds has comments and teasers there.

A heading says what its box is; the box is what follows in the element that holds the heading. Names part comments, and
links part teasers; the paragraphs of a story follow each other, so that a button above a story takes none of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from zhanjiang.pages.reading.elements import Element, is_within
from zhanjiang.pages.reading.labels import (
    SHORTEST_HEADLINE,
    begins_box,
    is_end,
    is_foot,
    is_furniture,
    is_headline_link,
    is_like_a_story,
    is_notice,
)
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.setting import HEADINGS, wrappers


def leading_boxes(lines: Sequence[Line], start: int) -> frozenset[int]:
    """The indices of the lines in boxes that stand before the first sentence from ``start`` on, headings included.

    >>> from lxml.html import fromstring
    >>> from zhanjiang.pages.reading.lines import read_lines
    >>> box = "<section><h3>网友评论</h3><ul><li><b>海风</b><p>写得真好，盼着航线早日开通。</p></ul></section>"
    >>> pages = (box + "<p>昨日，湛江港通航。</p>", "<p>昨日，湛江港通航。</p>" + box)
    >>> [sorted(leading_boxes(read_lines(fromstring(f"<div><h1>题</h1>{page}</div>")), 1)) for page in pages]
    [[1, 2, 3], []]
    """
    boxed: set[int] = set()
    at = max(start - 1, 0)  # a heading 评论 may have been taken for a button of the info line
    while at < len(lines) and not is_like_a_story(lines[at]):
        holder = _holder(lines, at)
        end = at + 1 if holder is None else _end_of(holder, lines, at)
        if holder is not None:
            if _is_told(lines[at:end]) and (begins_box(lines[at]) or not _is_set(lines[at])):
                break
            boxed.update(range(at, end))
        at = end
    return frozenset(boxed)


def _holder(lines: Sequence[Line], at: int) -> Element | None:
    """The element that holds the box that a line heads; None where it heads none."""
    heading = lines[at]
    if heading.media or heading.is_link or not (begins_box(heading) or is_end(heading)):
        return None
    holder = wrappers(heading)[-1].getparent()
    if holder is None or is_foot(heading) or is_notice(heading):
        return None
    beside = [line for line in lines[at + 1 : at + 3] if is_within(line.element, holder)]
    if len(beside) == 1 and len(beside[0].text) < SHORTEST_HEADLINE:  # a button (更多) in the heading's own block
        holder = holder.getparent()
    is_on_top = holder is not None and (at == 0 or not is_within(lines[at - 1].element, holder))
    return holder if _is_set(heading) or begins_box(heading) or is_on_top else None


def _is_set(heading: Line) -> bool:
    return heading.element.tag in HEADINGS


def _end_of(holder: Element, lines: Sequence[Line], at: int) -> int:
    """The index after the lines from one on that stand in an element."""
    return next((end for end in range(at, len(lines)) if not is_within(lines[end].element, holder)), len(lines))


def _is_told(box: Sequence[Line]) -> bool:
    """Say whether a sentence follows the heading, another one in its block, or rows of links: so does a story's."""
    lines = [box[0], *(line for line in box[1:] if line.text and not is_furniture(line))]
    return any(
        at == 1 or _are_siblings(line, lines[at - 1]) or all(map(is_headline_link, lines[at - 2 : at]))
        for at, line in enumerate(lines)
        if at and is_like_a_story(line)
    )


def _are_siblings(line: Line, before: Line) -> bool:
    return is_like_a_story(before) and wrappers(line)[-1].getparent() is wrappers(before)[-1].getparent()
