"""A page as layouts are learned from it: its lines, and what labels make of them."""

from __future__ import annotations

from dataclasses import dataclass

from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.learned import fold, marks_of
from zhanjiang.pages.reading.lines import Line, read_lines
from zhanjiang.processors.credits import read_credits
from zhanjiang.processors.dates import DATE

_LONGEST_INFO = 200


@dataclass(frozen=True, slots=True)
class Sample:
    """One page: its tree, marks and lines, and the lines that its headline, its date and its credits stand in."""

    root: Element
    marks: frozenset[str]
    lines: list[Line]
    headline: Line | None
    date: Line | None
    credits: list[Line]
    fetched_at: str = ""

    @property
    def folded(self) -> set[str]:
        """The page's lines and pictures as they are compared between pages."""
        return {folded for line in self.lines if (folded := fold(line))}


def sample(page: ArticlePage) -> Sample:
    """Read a page for learning; UnreadablePage where it has no elements."""
    lines = read_lines(page.root)
    at = next((at for at, line in enumerate(lines) if line.text and line.text == page.head.headline), None)
    return Sample(
        page.root,
        marks_of(page.root),
        lines,
        None if at is None else lines[at],
        _date_nearest(lines, at or 0),
        [line for line in lines if line.text and read_credits(line.spaced) is not None],
        page.fetched_at,
    )


def _date_nearest(lines: list[Line], headline: int) -> Line | None:
    """The line with the date nearest to the headline; one with a time of day, where any is."""
    dates = [
        (date["hour"] is None, abs(at - headline), at)
        for at, line in enumerate(lines)
        if not line.is_link and len(line.text) <= _LONGEST_INFO and (date := DATE.search(line.folded))
    ]
    return lines[min(dates)[2]] if dates else None
