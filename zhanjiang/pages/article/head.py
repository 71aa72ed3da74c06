"""The top of an article: kicker, headline, deck and info line among the lines of a page.

The portal's order is sure: what surrounds the page, then (kicker), headline, (deck), info line, body. Other markup
puts the info line above the headline or below the body. So the headline is what ``<title>`` says or what stands on
top of the info line, and the deck is what stands below it and is no part of the story.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhanjiang.items import Rule
from zhanjiang.pages.article.caption_marks import names_maker
from zhanjiang.pages.article.headline import (
    declared_headline,
    headline_span,
    joined_headline,
    names_site,
    titled_headline,
    topmost_headline,
)
from zhanjiang.pages.article.info_line import find_info, info_text
from zhanjiang.pages.article.info_rank import is_info
from zhanjiang.pages.article.set_dates import exact_date, find_set_info
from zhanjiang.pages.reading.elements import Element, is_within
from zhanjiang.pages.reading.labels import can_head, is_end, is_furniture, is_like_a_story, is_notice, is_sure_end
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.pictures import is_picture
from zhanjiang.pages.reading.setting import setting_of
from zhanjiang.processors.credits import read_credits
from zhanjiang.processors.dates import DATE, has_existing_date
from zhanjiang.processors.info_labels import LABEL
from zhanjiang.processors.meta_line import MetaLine, read_meta_line

# The name of a channel or column stands above a headline as well, and is no kicker.
_CHANNEL_LABEL = re.compile(r".{0,4}(?:新闻|要闻|频道|资讯|动态|快讯|头条|专栏|栏目|播报|发布)")
# A longer line (characters) is a paragraph, and so is a long sentence.
_LONGEST_DECK = 120
_LONGEST_SENTENCE = 80
_STOPS = ("。", "。”", "！", "！”", "？", "？”", "……")
_PICTURE = 30
# How soon after the info line (lines) a picture is the story's.
_CLOSE = 4


@dataclass(slots=True)
class Head:
    """The top of an article, and ``end``: the index of the first line after it."""

    kicker: str | None = None
    headline: str | None = None
    subheadline: str | None = None
    info: MetaLine = field(default_factory=MetaLine)
    headline_rule: Rule = "label"
    end: int = 0


def read_head(
    lines: list[Line], titles: Sequence[str], declared: Element | None = None, *, is_alone: bool = False
) -> Head:
    """Read the top of an article; an info line that stands below the body is taken out of ``lines``.

    ``titles`` are what the page's own head calls it; ``declared`` is the headline's element where a declared selector
    located it; ``is_alone`` says that the lines hold no body. Without any trace of an article the result has neither
    headline nor date.
    """
    index = declared_headline(lines, declared)
    head = Head(headline_rule="label" if index is None else "selector")
    if index is None:
        index = titled_headline(lines, titles)
    if index is None:
        info = find_info(lines, None)
        index = topmost_headline(lines, info[0]) if info else None
        span = None if index is None else headline_span(lines, index, titles)
    else:
        span = headline_span(lines, index, titles)
        info = find_info(lines, span)
        if not any(has_existing_date(lines[at].folded) for at in info):
            info = find_set_info(lines, span) or info
    head.info = read_meta_line(info_text(lines, info))
    if head.info.byline and not head.info.source and names_site(head.info.byline, titles):
        head.info.source, head.info.byline = head.info.byline, None
    head.info.date = exact_date(head.info.date, [lines[at].element for at in info])
    head.end = max([at + 1 for at in info], default=0)
    if span is not None:
        head.headline = joined_headline(lines[slice(*span)], titles)
        _read_around(head, lines, span, info, is_alone)
    return head


def _read_around(head: Head, lines: list[Line], span: tuple[int, int], info: Sequence[int], is_alone: bool) -> None:
    """Read kicker and deck, and find the line with which the body begins."""
    first, after = span
    top = first
    while top > 0 and top - 1 not in info and can_head(lines[top - 1]) and _is_close(lines[top - 1], lines[first]):
        top -= 1
    head.kicker = _joined(lines[top:first])
    below = [at for at in info if at >= after]
    start = _block_end(lines, below) if below and is_alone else _story_start(lines, after, below)
    above = range(after, start if below else after)
    decks = [lines[at] for at in above if at not in info and _is_deck(lines[at])]
    # A summary that repeats the first paragraph is no deck, nor is a headline printed twice.
    others = {line.text for line in (lines[first], *lines[start : start + _CLOSE])} if decks else set()
    head.subheadline = _joined([line for line in decks if line.text not in others])
    for at in reversed([at for at in below if at >= start]):
        del lines[at]
    head.end = start


def _story_start(lines: Sequence[Line], after: int, info: Sequence[int]) -> int:
    """The index of the body's first line: after the info line, or above it where (a part of) the body is."""
    if not info:
        return after
    above = [at for at in range(after, info[0]) if _is_story(lines[at])]
    end = _block_end(lines, info)
    if above and not _goes_on(lines, above, end):
        return _first_of_body(lines, after, lines[above[0]])
    return next((at for at in above if lines[at].text and _is_paragraph(lines[at])), end)


def _block_end(lines: Sequence[Line], info: Sequence[int]) -> int:
    """The index after the info line's first block; icons in it are part of it, and no player."""
    end = info[0] + 1
    for at in info[1:]:
        if not all(line.media == "img" for line in lines[end:at]):
            break
        end = at + 1
    return end


def _goes_on(lines: Sequence[Line], above: Sequence[int], end: int) -> bool:
    """Say whether more of the story stands below the info line than above it, so that decks stand above it."""
    amount = sum(_weight(lines[at]) for at in above)
    for index in range(end, len(lines)):
        line = lines[index]
        if is_sure_end(line) or amount <= 0:
            break
        if line.media and len(above) == 1 and index - end < _CLOSE:
            return True
        amount -= _weight(line)
    return amount <= 0


def _weight(line: Line) -> int:
    """How much of a story a line is: the characters of a paragraph; a picture counts as a short one."""
    if line.media:
        return _PICTURE if is_picture(line.element) else 0
    return len(line.text) if is_like_a_story(line) else 0


def _first_of_body(lines: Sequence[Line], after: int, paragraph: Line) -> int:
    """The index of the first line that is a picture, or set as a paragraph of the story is: decks are set otherwise."""
    setting = setting_of(paragraph)
    return next(
        index
        for index in range(after, len(lines))
        if lines[index].media or lines[index] is paragraph or setting_of(lines[index]) == setting
    )


def _is_story(line: Line) -> bool:
    """Say whether a line below the headline is rather a part of the story than a deck."""
    if line.media:
        return is_picture(line.element)
    return _is_paragraph(line) or (is_like_a_story(line) and line.text.endswith(_STOPS))


def _is_paragraph(line: Line) -> bool:
    """Say whether a line is too long for a deck."""
    length = len(line.text)
    return length > _LONGEST_DECK or (length > _LONGEST_SENTENCE and line.text.endswith(_STOPS))


def _is_deck(line: Line) -> bool:
    """Say whether a line between headline and info line is a deck, and no furniture, caption, byline or label."""
    text = line.folded
    if line.media or line.is_link or not 2 <= len(text) <= _LONGEST_DECK or is_notice(line) or is_end(line):
        return False
    if is_info(line) or read_credits(line.spaced) is not None or names_maker(line.text):
        return False
    label = LABEL.match(text)
    is_tool = label is not None and label.lastgroup == "other" and label.end() >= len(text) - 1
    return not is_tool and not is_furniture(line)


def _is_close(line: Line, headline: Line) -> bool:
    """Say whether a line above the headline stands in the headline's own box, so that it can be its kicker."""
    box = headline.element.getparent()
    outer = box.getparent() if box is not None else None
    holders = [holder for holder in (box, outer) if holder is not None and holder.tag not in ("body", "html")]
    text = line.folded
    if len(text) < 4 or line.text == headline.text or DATE.search(text) or _CHANNEL_LABEL.fullmatch(text):
        return False
    return any(is_within(line.element, holder) for holder in holders)


def _joined(lines: Sequence[Line]) -> str | None:
    return " ".join(line.text for line in lines) or None
