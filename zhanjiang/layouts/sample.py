"""A page as layouts are learned from it: its lines, and what labels make of them."""

from __future__ import annotations

from dataclasses import dataclass

from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.learned import fold, marks_of
from zhanjiang.pages.reading.lines import Line, read_lines
from zhanjiang.processors.dates import DATE
from zhanjiang.processors.people import read_credits

_LONGEST_INFO = 200


@dataclass(frozen=True, slots=True)
class Sample:
    """One page: its tree, marks and lines, and the lines that its headline, its dates and its credits stand in."""

    root: Element
    marks: frozenset[str]
    lines: list[Line]
    headline: Line | None
    dates: list[Line]
    credits: list[Line]
    fetched_at: str = ""

    @property
    def folded(self) -> set[str]:
        """The page's lines and pictures as they are compared between pages."""
        return {folded for line in self.lines if (folded := fold(line))}


def sample(page: ArticlePage) -> Sample:
    """Read a page for learning; UnreadablePage where it has no elements."""
    lines = read_lines(page.root)
    headline = next((line for line in lines if line.text and line.text == page.head.headline), None)
    return Sample(
        page.root,
        marks_of(page.root),
        lines,
        headline,
        [line for line in lines if _prints_date(line)],
        [line for line in lines if line.text and read_credits(line.spaced)],
        page.fetched_at,
    )


def _prints_date(line: Line) -> bool:
    return not line.is_link and 0 < len(line.text) <= _LONGEST_INFO and DATE.search(line.folded) is not None
