"""Layouts that were learned from many pages of a site: where the parts of an article stand, and what is furniture.

They are data, made by ``zhanjiang.layouts``. A page is read by a learned layout where no declared one fits, and the
learned one does: it has the layout's marks, one headline and one body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

from lxml.etree import XPath

from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.lines import Line

LearnedPart = Literal["headline", "info", "body", "credits"]
PARTS: Final[tuple[LearnedPart, ...]] = ("headline", "info", "body", "credits")

_DIGITS: Final = re.compile(r"\d+")
_WHITE: Final = re.compile(r"\s+")
_ENOUGH: Final = 0.7
"""The share of a layout's marks that a page of it has at least: optional boxes come and go."""
_LONGEST_REPEATED: Final = 120
"""A longer line (characters) is a paragraph, however often it is printed."""


def fold_line(text: str) -> str:
    """A line as it is compared between pages: without blanks, each number as 0.

    >>> fold_line("阅读 1234 评论 5")
    '阅读0评论0'
    """
    return _WHITE.sub("", _DIGITS.sub("0", text))


@dataclass(frozen=True)
class LearnedLayout:
    """One layout of a site's pages.

    ``headline``, ``info``, ``body`` and ``credits`` are XPaths, '' for a part that was not learned; ``shares`` says of
    each on which share of the ``pages`` learned from it agreed. ``repeats`` are the lines that stand the same on many
    pages (as ``fold_line`` makes them), ``marks`` the names of elements that nearly all its pages have. ``since`` is
    the time of fetching of the earliest of these pages, in UTC.
    """

    name: str
    body: str = ""
    headline: str = ""
    info: str = ""
    credits: str = ""
    shares: Mapping[str, float] = field(default_factory=dict)
    pages: int = 0
    repeats: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    since: str = ""

    @cached_property
    def _paths(self) -> dict[str, XPath]:
        return {part: XPath(path) for part in PARTS if (path := getattr(self, part))}

    def find(self, root: Element, part: LearnedPart) -> list[Element]:
        """The elements of a page that may be a part; [] where the layout has not learned it."""
        path = self._paths.get(part)
        found = path(root) if path else []
        return [element for element in found if isinstance(element, Element)] if isinstance(found, list) else []

    def is_repeated(self, line: Line) -> bool:
        """Say whether a line stands the same on many pages of the layout, so that it is none of this article's."""
        return len(line.text) <= _LONGEST_REPEATED and fold_line(line.text) in self.repeats

    def as_data(self) -> dict[str, Any]:
        """The layout as plain data, for JSON."""
        return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in asdict(self).items()}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> LearnedLayout:
        """The layout that ``as_data`` made the data of; TypeError for data of another form."""
        sets = {name: frozenset(data[name]) for name in ("repeats", "marks")}
        return cls(**{**data, **sets})


@dataclass(frozen=True, slots=True)
class LearnedFit:
    """A learned layout that fits a page, with the elements of its parts there; None for a part the page lacks."""

    layout: LearnedLayout
    headline: Element
    body: Element
    info: Element | None
    credits: Element | None

    @property
    def scope(self) -> Element:
        """The innermost element that holds headline, info line and body."""
        parts = [part for part in (self.body, self.info) if part is not None]
        holders = [{part, *part.iterancestors()} for part in parts]
        return next(holder for holder in self.headline.iterancestors() if all(holder in held for held in holders))


def marks_of(root: Element) -> frozenset[str]:
    """The names of a page's elements that tell layouts apart: tags with classes and IDs, and the nesting of the rest.

    >>> from lxml.html import fromstring
    >>> sorted(marks_of(fromstring("<div class='a b'><table><td id='n12'>x</td></table></div>")))
    ['div.a.b', 'div/table', 'td#n0']
    """
    names: set[str] = set()
    for element in root.iter():
        tag = element.tag
        if isinstance(tag, str):
            attributes = element.attrib
            if attributes and ("class" in attributes or "id" in attributes):
                names.add(name_of(element))
            elif (parent := element.getparent()) is not None and tag in _NESTED:
                names.add(f"{parent.tag}/{tag}")
    return frozenset(names)


_NESTED: Final = frozenset(["table", "tr", "td", "font", "center", "div", "section", "article", "ul", "dl", "main"])


def name_of(element: Element) -> str:
    """An element's tag with its classes, in order, and its ID; numbers in them count as 0."""
    classes = "".join(f".{name}" for name in (element.get("class") or "").split())
    identifier = f"#{element.get('id')}" if element.get("id") else ""
    return f"{element.tag}{_DIGITS.sub('0', classes + identifier)}"


def fit(root: Element, layouts: Sequence[LearnedLayout]) -> LearnedFit | None:
    """Find the first of the layouts that fits a page; None where none does."""
    if not layouts:
        return None
    marks = marks_of(root)
    return next(filter(None, (_fit(layout, root, marks) for layout in layouts)), None)


def _fit(layout: LearnedLayout, root: Element, marks: frozenset[str]) -> LearnedFit | None:
    if len(layout.marks & marks) < _ENOUGH * len(layout.marks):
        return None
    elements = {part: layout.find(root, part) for part in PARTS}
    if any(len(elements[part]) != 1 for part in ("headline", "body")):
        return None
    info, credits = (next(iter(elements[part]), None) for part in ("info", "credits"))
    return LearnedFit(layout, elements["headline"][0], elements["body"][0], info, credits)
