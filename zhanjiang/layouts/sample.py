"""A page as layouts are learned from it: its lines, and what labels make of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from zhanjiang.layouts.paths import conditions_of, elements_at
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.limits import bounded
from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.info_pieces import InfoPiece, joined
from zhanjiang.pages.reading.learned import fold, marks_of
from zhanjiang.pages.reading.lines import Line, read_lines
from zhanjiang.pages.reading.setting import setting_of
from zhanjiang.pages.reading.trailing_boxes import trailing_boxes
from zhanjiang.pages.unreadable import UnreadablePage
from zhanjiang.processors.credits import read_credits
from zhanjiang.processors.dates import DATE
from zhanjiang.processors.info_labels import LABEL
from zhanjiang.processors.people import is_byline
from zhanjiang.processors.text import fold_signs

_LONGEST_INFO: Final = 200
_LONGEST_BYLINE: Final = 60
_NEAR: Final = 15
_MOST_TAGS: Final = 30_000
"""A site's pages have a tenth of them; each page stays in memory as a tree, and is compared with others."""
_YEAR: Final = re.compile(r"\s*(?:19|20)\d\d\s*年?\s*")


@dataclass(frozen=True)
class ComparedLine:
    """A line of a page, and what of it is compared with others."""

    line: Line

    @cached_property
    def folded(self) -> str:
        """The line or picture as it is compared between pages (``fold``)."""
        return fold(self.line)

    @cached_property
    def setting(self) -> tuple[str, ...]:
        """How the line is set."""
        return setting_of(self.line)


@dataclass(frozen=True)
class Sample:
    """One page: its tree, marks and lines, and the lines that headline, date, credits and byline stand in.

    A crawl learns from the first 20 pages, then from 40 and so on: what does not depend on the others is found once.
    """

    root: Element
    marks: frozenset[str]
    lines: list[Line]
    headline: Line | None
    date: Line | None
    credits: list[Line]
    bylines: list[Line]
    fetched_at: str = ""
    _found: dict[str, list[Element]] = field(default_factory=dict)

    @cached_property
    def compared(self) -> list[ComparedLine]:
        """The page's lines as they are compared."""
        return [ComparedLine(line) for line in self.lines]

    @cached_property
    def folded(self) -> frozenset[str]:
        """The page's lines and pictures as they are compared between pages."""
        return frozenset(one.folded for one in self.compared if one.folded)

    @cached_property
    def conditions(self) -> frozenset[str]:
        """The conditions of XPaths that the page's elements meet."""
        return frozenset(condition for element in self.root.iter() for condition in conditions_of(element))

    @cached_property
    def boxed(self) -> frozenset[int]:
        """The lines, by index, that labels call comments, other headlines or a foot after the story."""
        top = next((at for at, line in enumerate(self.lines) if line is self.headline), -1)
        return trailing_boxes(self.lines, top + 1)

    @cached_property
    def sizes(self) -> Counter[Element]:
        """How many characters of lines each element holds, but for those in boxes after the story."""
        return sizes_of(line for at, line in enumerate(self.lines) if at not in self.boxed)

    def find(self, path: str) -> list[Element]:
        """The elements that an XPath finds in the page."""
        if path not in self._found:
            self._found[path] = elements_at(path, self.root)
        return self._found[path]


def sizes_of(lines: Iterable[Line]) -> Counter[Element]:
    """How many characters of lines each element holds that one of them stands in."""
    sizes: Counter[Element] = Counter()
    for line in lines:
        for element in (line.element, *line.element.iterancestors()):
            sizes[element] += len(line.text)
    return sizes


@bounded
def sample(page: ArticlePage) -> Sample:
    """Read a page for learning; UnreadablePage where it has no elements, or so many that others teach the same."""
    if (tags := page.html.count("<")) > _MOST_TAGS:
        raise UnreadablePage(f"of {tags:,} tags, more than {_MOST_TAGS:,}, no layout is learned")
    lines = read_lines(page.root)
    at = next((at for at, line in enumerate(lines) if line.text and line.text == page.head.headline), None)
    return Sample(
        page.root,
        marks_of(page.root),
        lines,
        None if at is None else lines[at],
        _date_nearest(lines, at or 0),
        [line for line in lines if line.text and _is_credit_line(line.spaced)],
        [line for line in lines[max((at or 0) - _NEAR, 0) : (at or 0) + _NEAR] if _is_byline(line)],
        page.fetched_at,
    )


@lru_cache(maxsize=2048)
def _is_credit_line(text: str) -> bool:
    """Say whether a text is a line of credits; most lines are the site's own, and stand on every page."""
    return read_credits(text) is not None


def _is_byline(line: Line) -> bool:
    return not line.is_link and is_bare_byline(line.spaced)


def is_bare_byline(text: str) -> bool:
    """Say whether a text is a byline without a label, and no line of credits.

    >>> is_bare_byline("文/记者林小溪"), is_bare_byline("作者：记者林小溪"), is_bare_byline("编辑：林小溪")
    (True, False, False)
    """
    is_labelled = LABEL.match(fold_signs(text)) is not None
    return len(text) <= _LONGEST_BYLINE and not is_labelled and not _is_credit_line(text) and is_byline(text)


def _date_nearest(lines: list[Line], headline: int) -> Line | None:
    """The line with the date nearest to the headline; one with a time of day, where any is."""
    dates = [
        (date["hour"] is None, abs(at - headline), at)
        for at, line in enumerate(lines)
        if not line.is_link and 0 < len(line.text) <= _LONGEST_INFO and (date := _date_at(lines, at))
    ]
    return lines[min(dates)[2]] if dates else None


def _date_at(lines: list[Line], at: int) -> re.Match[str] | None:
    """The date in a line, or one that begins there and whose parts have lines of their own."""
    if date := DATE.search(lines[at].folded):
        return date
    if not _YEAR.fullmatch(lines[at].folded):
        return None
    return DATE.match(joined([InfoPiece(line.folded) for line in lines[at : at + 3]]))
