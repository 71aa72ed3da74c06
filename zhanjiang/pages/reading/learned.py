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

from lxml.etree import Element as make_element
from lxml.etree import XPath, XPathError

from zhanjiang.pages.reading.elements import Element, text_of
from zhanjiang.pages.reading.info_pieces import info_pieces, joined
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.pictures import picture_address
from zhanjiang.pages.reading.selectors import Located
from zhanjiang.pages.reading.setting import setting_of, wrappers
from zhanjiang.processors.dates import DATE
from zhanjiang.processors.text import fold_signs

LearnedPart = Literal["headline", "info", "body", "credits", "byline"]
PARTS: Final[tuple[LearnedPart, ...]] = ("headline", "info", "body", "credits", "byline")

_SETS: Final = ("repeats", "fixed", "captions", "paragraphs", "boxes", "marks")
_DIGITS: Final = re.compile(r"\d+")
_WHITE: Final = re.compile(r"\s+")
_HOST: Final = re.compile(r"^(?:https?:)?//[^/]*", re.IGNORECASE)
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


def fold(line: Line) -> str:
    """A line, or a picture by its address, as it is compared between pages; '' for a player.

    The host does not count, as in the content hash: one picture is served by several.
    """
    if line.media == "img":
        return f"img:{_HOST.sub('', picture_address(line.element) or '')}"
    return fold_line(line.text)


def name_setting(setting: Sequence[str]) -> str:
    """How a line is set (``setting_of``), as one text."""
    return " / ".join(part.strip() for part in setting)


def name_place(line: Line) -> str:
    """How a line is set, and in what it stands, as one text."""
    holder = wrappers(line)[-1].getparent()
    return f"{name_setting(setting_of(line))} in {'' if holder is None else name_of(holder)}"


@dataclass(frozen=True)
class LearnedLayout:
    """One layout of a site's pages.

    ``headline``, ``info``, ``body``, ``credits`` and ``byline`` (one that has no label) are XPaths, '' for a part that
    was not learned; ``shares`` says of
    each on which share of the ``pages`` learned from it agreed. ``repeats`` are the lines and pictures that stand the
    same on many pages, as ``fold`` makes them, ``fixed`` the pieces of the info line that nearly all have, ``captions``
    and ``paragraphs`` how these are set (``name_setting``), ``boxes`` where lines of comments and other boxes after the
    story stand (``name_place``), ``marks`` the names of elements that nearly all have.
    ``since`` is the time of fetching of the earliest page, in UTC;
    ``is_settled`` says that enough pages have taught it for good.
    """

    name: str = ""
    body: str = ""
    headline: str = ""
    info: str = ""
    credits: str = ""
    byline: str = ""
    shares: Mapping[str, float] = field(default_factory=dict)
    pages: int = 0
    is_settled: bool = False
    repeats: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()
    captions: frozenset[str] = frozenset()
    paragraphs: frozenset[str] = frozenset()
    boxes: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    since: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        """Go to another process as data: compiled paths cannot."""
        return LearnedLayout.from_data, (self.as_data(),)

    @cached_property
    def _paths(self) -> dict[str, XPath]:
        return {part: XPath(path) for part in PARTS if (path := getattr(self, part))}

    def find(self, root: Element, part: LearnedPart) -> list[Element]:
        """The elements of a page that may be a part; [] where the layout has not learned it."""
        path = self._paths.get(part)
        found = path(root) if path else []
        return [element for element in found if isinstance(element, Element)] if isinstance(found, list) else []

    def has_marks(self, marks: frozenset[str]) -> bool:
        """Say whether a page with these marks (``marks_of``) has enough of the layout's."""
        return len(self.marks & marks) >= _ENOUGH * len(self.marks)

    def is_repeated(self, line: Line) -> bool:
        """Say whether a line is none of this article's: it stands the same on many pages, or where their boxes do."""
        if self.boxes and line.text and name_place(line) in self.boxes:
            return True
        return len(line.text) <= _LONGEST_REPEATED and fold(line) in self.repeats

    def is_fixed(self, piece: str) -> bool:
        """Say whether a piece of the info line stands on nearly all pages of the layout, as a button's label does."""
        return fold_line(piece) in self.fixed

    def is_caption(self, line: Line) -> bool | None:
        """Say whether a line is set as captions are, or as paragraphs; None where neither is known of its setting."""
        setting = name_setting(setting_of(line))
        return True if setting in self.captions else (False if setting in self.paragraphs else None)

    def as_data(self) -> dict[str, Any]:
        """The layout as plain data, for JSON."""
        return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in asdict(self).items()}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> LearnedLayout:
        """The layout that ``as_data`` made the data of; TypeError or ValueError for data of another form."""
        sets = {name: frozenset(data[name]) for name in _SETS if name in data}
        layout = cls(**{**data, **sets})
        page = make_element("html")
        try:
            for part in PARTS:
                layout.find(page, part)
        except XPathError as error:
            raise ValueError(f"a path is no XPath: {error}") from error
        return layout


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


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of two pages' markup (``marks_of``) is the same, from 0 to 1 (Jaccard).

    >>> alike(frozenset("abc"), frozenset("abd")), alike(frozenset(), frozenset())
    (0.5, 1.0)
    """
    together = one | other
    return len(one & other) / len(together) if together else 1.0


def locate_learned(root: Element, layouts: Sequence[LearnedLayout]) -> Located | None:
    """Find the parts of an article by the first of the layouts that fits its page; None where none does."""
    if not layouts:
        return None
    marks = marks_of(root)
    return next(filter(None, (_locate(layout, root, marks) for layout in layouts)), None)


def _locate(layout: LearnedLayout, root: Element, marks: frozenset[str]) -> Located | None:
    """Find a page's parts by a layout: the page has its marks, one headline, and one body that holds anything."""
    if not layout.has_marks(marks):
        return None
    elements = {part: layout.find(root, part) for part in PARTS}
    headlines, bodies = elements["headline"], elements["body"]
    if len(headlines) != 1 or len(bodies) != 1 or not (_shows(headlines[0]) and _shows(bodies[0])):
        return None
    # Where a deck pushes the info line down, its place may hold the deck.
    info = next((one for one in elements["info"] if DATE.search(fold_signs(joined(info_pieces(one))))), None)
    credits = next(iter(elements["credits"]), None)
    byline = elements["byline"][0] if len(elements["byline"]) == 1 else None
    return Located(
        headlines[0],
        bodies[0],
        layout.name,
        "learned",
        info,
        credits,
        byline,
        layout.is_repeated,
        layout.is_fixed,
        layout.is_caption,
    )


def _shows(element: Element) -> bool:
    """Say whether a reader sees anything in an element: text, a picture or a player."""
    return bool(text_of(element).strip()) or next(element.iter("img", "video", "iframe", "embed"), None) is not None
