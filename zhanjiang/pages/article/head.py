"""The top of an article: kicker, headline, deck and info line among the lines of a page.

The portal's order is sure: what surrounds the page, then (kicker), headline, (deck), info line, body. So the info line
is the anchor, the headline is what ``<title>`` says or what stands on top, and the rest follows from the order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhanjiang.addresses.portal import read_article
from zhanjiang.items import Rule
from zhanjiang.pages.reading.elements import Element, is_within, text_of
from zhanjiang.pages.reading.labels import can_head, is_end
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.setting import HEADINGS, font_size
from zhanjiang.processors.credits import read_credits
from zhanjiang.processors.dates import DATE
from zhanjiang.processors.meta_line import LABEL, MetaLine, join_blocks, read_meta_line
from zhanjiang.processors.people import begins_byline, is_byline
from zhanjiang.processors.text import fold_signs, letters

_ROWS = frozenset(["li", "tr", "dd", "dt"])
# The name of a channel or column stands above a headline as well, and is no kicker.
_CHANNEL_LABEL = re.compile(r".{0,4}(?:新闻|要闻|频道|资讯|动态|快讯|头条|专栏|栏目|播报|发布)")
_SENTENCE = re.compile(r"[。！？!?]")
_TITLE_PART = re.compile(r"[_|｜\-–—]+")
# How far below the headline the info line may stand: a deck of some lines, sharing buttons, a font-size switch.
_REACH = 14
_BETWEEN = 4
# A date with a time of day, and labels: nothing can be more of an info line.
_HIGHEST_RANK = 6


@dataclass(slots=True)
class Head:
    """The top of an article, and ``end``: the index of the first line after it."""

    kicker: str | None = None
    headline: str | None = None
    subheadline: str | None = None
    info: MetaLine = field(default_factory=MetaLine)
    headline_rule: Rule = "label"
    end: int = 0


def read_head(lines: list[Line], titles: list[str], declared: Element | None = None) -> Head:
    """Read the top of an article.

    ``titles`` are what the page's own head calls it; ``declared`` is the headline's element where a declared selector
    located it. Without any trace of an article the result has neither headline nor date.
    """
    headline = _declared_headline(lines, declared)
    rule: Rule = "selector" if headline is not None else "label"
    if headline is None:
        headline = _titled_headline(lines, titles)
    first, last = _find_info(lines, headline)
    if headline is None and first is not None:
        headline = _topmost_headline(lines, first)
    head = Head(headline_rule=rule)
    if first is not None:
        head.info = read_meta_line(join_blocks(line.spaced for line in lines[first:last] if not line.media))
    if headline is not None:
        _read_stack(head, lines, headline, first)
    head.end = last if first is not None else (headline + 1 if headline is not None else 0)
    return head


def _declared_headline(lines: list[Line], declared: Element | None) -> int | None:
    if declared is None:
        return None
    return next((index for index, line in enumerate(lines) if line.text and is_within(line.element, declared)), None)


def _titled_headline(lines: list[Line], titles: list[str]) -> int | None:
    """Find the line that the page's title names: the title begins with it, to the letter or but for punctuation."""
    named = [(index, line.text) for title in titles for index, line in enumerate(lines) if title.startswith(line.text)]
    exact = {index for index, text in named if any(_begins(title, text) for title in titles)}
    longest = max(
        (index for index in exact if can_head(lines[index])), key=lambda at: len(lines[at].text), default=None
    )
    return longest if longest is not None else _alike_headline(lines, titles)


def _begins(title: str, text: str) -> bool:
    """Say whether a title begins with a text and then ends or goes on with punctuation: the whole headline, no less."""
    if len(text) < 2 or not title.startswith(text):
        return False
    return len(title) == len(text) or not title[len(text)].isalnum()


def _alike_headline(lines: list[Line], titles: list[str]) -> int | None:
    """Find the line that a title begins with or contains, read without punctuation; the longest that it begins with."""
    folded = [letters(title) for title in titles if title]
    # A title may be cut, or punctuation may part it from the site's name: its first part is enough if it is long.
    parts = [letters(_TITLE_PART.split(title)[0]) for title in titles]
    best: tuple[bool, int, int] | None = None
    for index, line in enumerate(lines):
        if can_head(line):
            text = letters(line.text)
            begins = any(title.startswith(text) for title in folded)
            begins = begins or any(len(part) >= 8 and text.startswith(part) for part in parts)
            if text in parts or (len(text) >= 4 and (begins or any(text in title for title in folded))):
                best = max(best or (False, 0, 0), (begins, len(text), -index))
    return -best[2] if best else None


def _find_info(lines: list[Line], headline: int | None) -> tuple[int | None, int]:
    """Find the info line and the lines that belong to it: first index and the index after the last."""
    start, end = 0, len(lines)
    if headline is not None:
        start = headline + 1
        end = next((index for index in range(start, end) if is_end(lines[index]) or index == start + _REACH), end)
    rank, last = 0, 0
    for index in range(start, end):
        next_rank = _info_rank(lines[index])
        if next_rank > rank:
            rank, last = next_rank, index
        if rank == _HIGHEST_RANK:
            break
    if rank == 0:
        return None, 0
    first = last
    while first > start and _is_labelled(lines[first - 1]):
        first -= 1
    return first, _info_end(lines, last, end)


def _is_labelled(line: Line) -> bool:
    """Say whether a line above the date belongs to it: 来源 or 作者 with its value."""
    label = LABEL.match(line.folded)
    return bool(label and label.lastgroup in ("source", "byline", "date")) and not line.is_link


def _info_rank(line: Line) -> int:
    """Rank a line as an info line: 0 for none, more for a time of day, for labels, and for little besides."""
    folded = line.folded
    if line.media or line.is_link or len(folded) > 200:
        return 0
    date = DATE.search(folded)
    if date is None:
        label = LABEL.match(folded)
        return 1 if label and label.lastgroup in ("source", "byline") and len(folded) < 80 else 0
    labelled = any(label.lastgroup in ("source", "byline", "date") for label in LABEL.finditer(folded))
    if not labelled and (len(folded) > 80 or _SENTENCE.search(folded) or folded[date.end() :].lstrip()[:1] == ","):
        return 0
    return 0 if _in_row_of_links(line) else 2 + 2 * bool(date["hour"]) + 2 * labelled


def _in_row_of_links(line: Line) -> bool:
    """Say whether a date belongs to a row of a list of articles."""
    row = next((block for block in (line.element, *line.element.iterancestors()) if block.tag in _ROWS), None)
    # A row of a table that lays out the whole page contains links too, but it is no row of a list.
    if row is None or len(text_of(row)) > 200:
        return False
    return any(read_article(link.get("href") or "") for link in row.iter("a"))


def _info_end(lines: list[Line], index: int, end: int) -> int:
    """The index after the last line of the info line's box: labels and values in cells of their own."""
    box = _info_box(lines, index, end)
    position = index + 1
    while position < end:
        line = lines[position]
        if line.media or not (position < box or _continues_info(line, lines[position - 1])):
            break
        position += 1
    return position


def _continues_info(line: Line, previous: Line) -> bool:
    """Say whether a line goes on with the info: another label, or a byline's second row after a line break."""
    if line.is_link:
        return False
    label = LABEL.match(line.folded)
    if label and label.lastgroup != "credit":
        return len(line.folded) <= 80
    if line.element is not previous.element:
        return False
    following = LABEL.search(fold_signs(line.spaced))
    return is_byline(line.spaced[: following.start()] if following else line.spaced)


def _info_box(lines: list[Line], index: int, end: int) -> int:
    """The index after the lines that share the info line's small box; the line itself where it has none."""
    box = lines[index].element.getparent()
    position = index + 1
    if box is None or box.tag in ("body", "html"):
        return position
    while position < end and is_within(lines[position].element, box):
        line = lines[position]
        if is_end(line) or read_credits(line.text) is not None:
            break
        if len(line.text) > 40 or _SENTENCE.search(line.text) or line.media or position - index > 8:
            return index + 1
        position += 1
    # An element that also contains the body (160 characters or more) is not the info line's own box.
    length = sum(len(line.text) for line in lines[index:end] if is_within(line.element, box))
    return position if length < 160 else index + 1


def _topmost_headline(lines: list[Line], info: int) -> int | None:
    """Find the headline above the info line where no title names it: a heading, else the largest, else the first."""
    stack: list[int] = []
    for index in range(info - 1, -1, -1):
        if not can_head(lines[index]):
            # Sharing buttons or a mark such as ©原创 may part the headline from the info line, hardly more than that.
            if stack or lines[index].is_link or info - index > _BETWEEN:
                break
            continue
        if lines[index].linked and _in_row_of_links(lines[index]):
            break
        stack.insert(0, index)
    headings = [index for index in stack if lines[index].element.tag in HEADINGS]
    sizes = {index: font_size(lines[index].element) for index in stack}
    if headings:
        return min((str(lines[index].element.tag), index) for index in headings)[1]
    largest = max(sizes.values(), default=0.0)
    return next((index for index in stack if sizes[index] == largest), None)


def _read_stack(head: Head, lines: list[Line], headline: int, info: int | None) -> None:
    """Read headline, kicker (above it, close by) and deck (between it and the info line)."""
    head.headline = lines[headline].text
    top = headline
    while top > 0 and can_head(lines[top - 1]) and _is_close(lines[top - 1], lines[headline]):
        top -= 1
    head.kicker = _joined(lines[top:headline])
    head.subheadline = _joined([line for line in lines[headline + 1 : info or 0] if _is_deck(line)])


def _is_deck(line: Line) -> bool:
    """Say whether a line between headline and info line is a deck: no byline, no label with its value."""
    label = LABEL.match(line.folded)
    is_labelled = label is not None and label.lastgroup != "other"
    return can_head(line) and not is_labelled and not begins_byline(line.text)


def _is_close(line: Line, headline: Line) -> bool:
    """Say whether a line above the headline stands in the headline's own box, so that it can be its kicker."""
    box = headline.element.getparent()
    outer = box.getparent() if box is not None else None
    holders = [holder for holder in (box, outer) if holder is not None and holder.tag not in ("body", "html")]
    text = line.folded
    if len(text) < 4 or DATE.search(text) or _CHANNEL_LABEL.fullmatch(text):
        return False
    return any(is_within(line.element, holder) for holder in holders)


def _joined(lines: list[Line]) -> str | None:
    return " ".join(line.text for line in lines) or None
