"""The top of a newspaper's article: kicker, headline, decks, byline and the paper's name.

Newspapers print no info line: the order sets the parts apart (kicker, headline, decks, byline, body), since
kicker and decks are often set in one style. So the headline is the anchor here, and the body the lower end.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from zhanjiang.items import Rule
from zhanjiang.pages.article.head import read_head
from zhanjiang.pages.article.headline import headline_span
from zhanjiang.pages.newspaper.label import is_label
from zhanjiang.pages.reading.elements import Element, is_within
from zhanjiang.pages.reading.labels import can_head, is_sentence
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.selectors import Layout
from zhanjiang.pages.reading.setting import HEADINGS, font_size
from zhanjiang.processors.dates import DATE
from zhanjiang.processors.meta_line import LABEL, read_meta_line
from zhanjiang.processors.set_bylines import reads_as_byline
from zhanjiang.processors.text import letters

# Words by which any theme may name a headline's class: they rank lines of no declared layout, and select nothing.
_TITLE_CLASS = re.compile(r"\b(?:title|biaoti|headline|bt)\b", re.IGNORECASE)
# How far apart (in elements) a kicker and its headline may stand.
_NEAR = 4
_KICKER_LINES = 3
_CONTROL = re.compile(
    r"^(?:放大|缩小|默认|全文复制|复制|朗读|返回|版面(?:概览|导航|图)?|标题导航|本版|数字报|往期|按日期|上一|下一|前一|后一|日期|检索|高级检索"
    r"|国内统一|社址|邮编|邮政|广告|今日.{0,6}版|第\d+期|总第|农历|星期|pdf|jpg|\d{1,2}°|[<>《》«»]+$)",
    re.IGNORECASE,
)
_PAPER_NAME = re.compile(r"湛江(?:日报|晚报|日報|晚報)")
_LONGEST_HEAD = 90
_SHORTEST_PARAGRAPH = 24
# What begins as decks do, or ends as captions do, is no headline.
_BELOW = re.compile(r"^[—―－–]{2}|(?:摄|供图|资料图片)\s*[)）]?$")


@dataclass(slots=True)
class NewspaperHead:
    """The top of an article; ``start`` is the index of its first line, ``end`` of the first after the headline."""

    kicker: str | None = None
    headline: str | None = None
    decks: list[str] = field(default_factory=list)
    byline: str | None = None
    source: str | None = None
    rule: Rule = "label"
    start: int = 0
    end: int = 0

    def add_bylines(self, bylines: Iterable[str]) -> None:
        """Add bylines after the one known so far; one printed twice counts once."""
        known = [self.byline] if self.byline else []
        self.byline = " ".join(dict.fromkeys([*known, *bylines])) or None


def find_headline(
    root: Element, lines: Sequence[Line], titles: list[str], body: Sequence[int], layouts: Iterable[Layout]
) -> tuple[int, int, Rule] | None:
    """Find the headline's lines: index of the first, index after the last, and the kind of rule that found them.

    ``body`` are the indexes of the body's lines, none where it is not known yet; ``layouts`` the declared ones.
    """
    if declared := _declared_headline(root, lines, layouts):
        return *declared, "selector"
    span = _titled_headline(lines, titles, body) or _topmost_headline(lines, body)
    return (*span, "label") if span else None


def read_newspaper_head(
    lines: Sequence[Line],
    titles: Sequence[str],
    headline: tuple[int, int, Rule] | None,
    body: Sequence[int],
    aside: Collection[int] = (),
    kickers: Sequence[Element] = (),
) -> NewspaperHead:
    """Read the top of an article around its headline; ``aside`` are the indexes of captions, and of the body's bylines.

    ``kickers`` are the elements that the template marks as kickers (and as decks, which it may set alike).
    """
    first, last, rule = headline or (0, 0, "label")
    head = NewspaperHead(rule=rule, start=first, end=last)
    if headline:
        head.headline = _joined(lines[first:last], titles)
        _read_above(head, lines, frozenset(kickers))
        end = next((index for index in body if index >= last), last)
        _read_below(head, [lines[index] for index in range(last, end) if index not in aside])
    if head.source is None:
        inside = frozenset(body)
        head.source = _paper_name(line for index, line in enumerate(lines) if index not in inside)
    return head


# --- The headline -------------------------------------------------------------------------------------------------


def _declared_headline(root: Element, lines: Sequence[Line], layouts: Iterable[Layout]) -> tuple[int, int] | None:
    """Find the headline's lines (first, after the last) where exactly one declared element has any."""
    for layout in layouts:
        spans = [span for element in layout.find(root, "headline") if (span := _span(lines, element))]
        if len(spans) == 1:
            return spans[0]
    return None


def _span(lines: Sequence[Line], element: Element) -> tuple[int, int] | None:
    inside = [index for index, line in enumerate(lines) if line.text and is_within(line.element, element)]
    return (inside[0], inside[-1] + 1) if inside else None


def _titled_headline(lines: Sequence[Line], titles: list[str], body: Sequence[int]) -> tuple[int, int] | None:
    """Find the lines that the page's title names; a headline broken in two goes on in its own element."""
    above = [line for line in (lines[: body[0]] if body else lines) if can_stand(line)]
    named = read_head(above, titles).headline if titles else None
    index = next((index for index, line in enumerate(above) if line.text == named), None) if named else None
    folded = [letters(title) for title in titles]
    if index is None or not any(letters(above[index].text) in title for title in folded):
        return None
    first = next(at for at, line in enumerate(lines) if line is above[index])
    return headline_span(lines, first, titles)


def _topmost_headline(lines: Sequence[Line], body: Sequence[int]) -> tuple[int, int] | None:
    """Find a headline that no title names: the highest heading above the body, else the boldest line close above it."""
    end = body[0] if body else next((at for at, line in enumerate(lines) if _is_paragraph(line)), len(lines))
    above = [index for index in range(end) if can_stand(lines[index])]
    ranked = [(str(lines[at].element.tag), at) for at in above if lines[at].element.tag in HEADINGS]
    if ranked:
        return min(ranked)[1], min(ranked)[1] + 1
    close = [at for at in above if not (_BELOW.search(lines[at].text) or reads_as_byline(lines[at].text))][-_NEAR:]
    if not close:
        return None
    chosen = max(close, key=lambda at: (_largeness(lines[at].element), -at))
    return chosen, chosen + 1


def _is_paragraph(line: Line) -> bool:
    return is_sentence(line) and len(line.text) >= _SHORTEST_PARAGRAPH and not line.is_link


def _largeness(element: Element) -> tuple[float, bool, bool]:
    """How large a line is set: its font size, whether it is bold, whether its class says so."""
    holders = [element, *element.iterdescendants("span", "font", "b", "strong")]
    is_bold = any(holder.tag in ("b", "strong") or "bold" in (holder.get("style") or "").lower() for holder in holders)
    return font_size(element), is_bold, any(_TITLE_CLASS.search(holder.get("class") or "") for holder in holders)


def _joined(lines: Sequence[Line], titles: Sequence[str]) -> str | None:
    """Join the headline's lines: without a blank where the page's title has it so."""
    together = "".join(line.text for line in lines)
    is_one_word = any(together in title for title in titles)
    return together if is_one_word else " ".join(line.text for line in lines) or None


# --- What stands around it ----------------------------------------------------------------------------------------


def _read_above(head: NewspaperHead, lines: Sequence[Line], kickers: Collection[Element]) -> None:
    """Read the kicker: the lines just above the headline that are set for it, or stand in its own box."""
    headline = lines[head.start]
    above = reversed(lines[max(0, head.start - _KICKER_LINES) : head.start])
    kicker = list(takewhile(lambda line: can_stand(line) and _is_close(line, headline, kickers), above))
    if kicker:
        head.kicker = " ".join(line.text for line in reversed(kicker))
        head.start -= len(kicker)


def _read_below(head: NewspaperHead, lines: Sequence[Line]) -> None:
    """Read what stands between headline and body: decks, byline, and the line of paper and date."""
    for line in lines:
        label = LABEL.match(line.folded)
        if (label and label.lastgroup in ("source", "byline")) or (_is_info(line) and len(line.text) <= _LONGEST_HEAD):
            info = read_meta_line(line.spaced)
            head.source = head.source or info.source if label or _paper_name([line]) else head.source
            head.byline = head.byline or info.byline
        elif reads_as_byline(line.spaced):
            head.add_bylines([line.spaced])
        elif can_stand(line):
            head.decks.append(line.text)


def can_stand(line: Line) -> bool:
    """Say whether a line can be part of the head: neither furniture nor a label, a date, or the paper's own name."""
    if line.media or len(line.text) > _LONGEST_HEAD or not can_head(line) or is_label(line) or _is_info(line):
        return False
    return not (_CONTROL.match(line.folded) or _PAPER_NAME.fullmatch(line.text))


def can_follow(line: Line) -> bool:
    """Say whether a line can be part of the text: longer than any control of the page, or none."""
    return len(line.text) > _LONGEST_HEAD or can_stand(line)


def _is_info(line: Line) -> bool:
    """Say whether a line prints the paper's date, or little else; a headline may begin with a date as well."""
    date = DATE.search(line.folded)
    if date is None or line.is_link:
        return False
    rest = letters(line.folded.replace(date[0], ""))
    return len(_PAPER_NAME.sub("", rest)) <= 16 and (bool(_PAPER_NAME.search(rest)) or len(rest) <= 8 or is_label(line))


def _is_close(line: Line, headline: Line, kickers: Collection[Element]) -> bool:
    """Say whether a line above the headline is marked as a kicker, or shares a small box with it."""
    if any(element in kickers for element in (line.element, *line.element.iterancestors())):
        return True
    holders = [headline.element, *headline.element.iterancestors()][: _NEAR + 1]
    if line.element.getparent() is headline.element.getparent():
        return True
    return any(holder.tag not in ("body", "html") and is_within(line.element, holder) for holder in holders)


def _paper_name(lines: Iterator[Line] | Sequence[Line]) -> str | None:
    """The paper's name as printed beside the date, or in a line of its own; None where it is not."""
    for line in lines:
        match = _PAPER_NAME.search(line.text)
        if match is None or line.is_link or len(line.text) > 60:
            continue
        if DATE.search(line.folded) or line.text == match[0] or is_label(line):
            return match[0]
    return None
