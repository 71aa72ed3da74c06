"""All declared selectors, as data: layouts and marks, each with the time for which it holds.

A ``Layout`` says where headline and body are looked for first. What it does not find is found by labels (``labels``),
so a page of an unknown layout is read all the same, and the item says so. A ``Mark`` is how the newsroom's templates
set something smaller apart: it supports the order of the lines and replaces no rule. Both are known from sites on the
same CMS; see ``docs/choices.md``. What to do when one changes: ``docs/layouts.md``. Listings and front pages have
neither: their links are known by their addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from lxml.etree import XPath

from zhanjiang.items import Rule
from zhanjiang.pages.reading.elements import Element, is_within
from zhanjiang.pages.reading.lines import Line

Part = Literal["headline", "body"]
MarkedPart = Literal["page label", "kicker", "pictures", "video title", "picture title", "live title"]


@dataclass(frozen=True, slots=True)
class Declared:
    """What a template is known by, and the time for which that holds.

    ``marker`` is what bytes a page of the template must hold: a search for them is far cheaper than an XPath.
    ``since`` and ``until`` bound the time of fetching (``until`` excluded; empty: no bound). Both are UTC, written as
    times of fetching are (``2026-11-24T01:36:24Z``), or the beginning of that, such as a day.
    """

    name: str
    marker: bytes = b""
    since: str = field(default="", kw_only=True)
    until: str = field(default="", kw_only=True)

    def holds_at(self, fetched_at: str) -> bool:
        """Say whether this holds for a page fetched then; one whose time is not known ('') may be of any time.

        >>> layout = Layout("new", since="2026-11-24", until="2027")
        >>> [layout.holds_at(time) for time in ("2026-11-24T00:00:00Z", "2027-01-01T00:00:00Z", "")]
        [True, False, True]
        """
        return not fetched_at or (self.since <= fetched_at and (not self.until or fetched_at < self.until))

    def may_be(self, raw: bytes, fetched_at: str) -> bool:
        """Say whether a page fetched then may be of this template."""
        return self.marker in raw and self.holds_at(fetched_at)


@dataclass(frozen=True, slots=True)
class Layout(Declared):
    """Where one layout of pages has its parts.

    An article's page of the portal is of a layout that declares both parts. The newspapers' templates have their
    headlines and bodies in any combination: theirs declare one part each.
    """

    headline: XPath | None = None
    body: XPath | None = None

    def find(self, root: Element, part: Part) -> list[Element]:
        """All elements that may be a part; [] where the layout does not declare it."""
        path = self.headline if part == "headline" else self.body
        return [] if path is None else _elements(path, root)


@dataclass(frozen=True, slots=True)
class Mark(Declared):
    """How a template sets one thing apart: a kicker's colour, the table around a picture, a class that names a kind."""

    part: MarkedPart = field(kw_only=True)
    path: XPath = field(kw_only=True)

    def find(self, root: Element) -> list[Element]:
        """All elements that are set apart so."""
        return _elements(self.path, root)


def _elements(path: XPath, root: Element) -> list[Element]:
    result = path(root)
    return [element for element in result if isinstance(element, Element)] if isinstance(result, list) else []


def _with_class(tag: str, *names: str) -> str:
    """Build the XPath of the elements of a tag (``*``: any) that have one of the classes.

    It goes by the attributes: where every element is asked, most have none, and the answer takes six times as long.

    >>> _with_class("h1", "article-title")
    "descendant::h1/@class[contains(concat(' ', normalize-space(), ' '), ' article-title ')]/.."
    """
    tests = " or ".join(f"contains(concat(' ', normalize-space(), ' '), ' {name} ')" for name in names)
    return f"descendant::{tag}/@class[{tests}]/.."


ARTICLE_LAYOUTS = (
    Layout(
        "stock",
        b"article-content",
        XPath(_with_class("h1", "article-title", "video-title", "picture-title")),
        XPath(_with_class("div", "article-content")),
    ),
    Layout(
        "large headline",
        b"xiangqing_dabiaoti",
        XPath("descendant::div[@class='xiangqing_dabiaoti']//h2"),
        XPath(_with_class("div", "xiangqing_neirong", "xiangqing_content")),
    ),
    Layout(
        "details",
        b"header_details_tit",
        XPath(_with_class("div", "header_details_tit") + "//h1"),
        XPath(_with_class("div", "Rich_text")),
    ),
    Layout(
        "grid",
        b"g-detailtit",
        XPath(_with_class("div", "g-detailtit") + "//h2"),
        XPath(_with_class("div", "g-con")),
    ),
    Layout(
        "single text node", b'id="conCon"', XPath("descendant::h1[not(.//img)]"), XPath("descendant::div[@id='conCon']")
    ),
    Layout(
        "old news host",
        b"article_cont",
        XPath("descendant::h1[not(.//img)]"),
        XPath(_with_class("*", "article_cont")),
    ),
)


NEWSPAPER_LAYOUTS = (
    Layout(
        "coloured cell",
        headline=XPath("//@style[contains(translate(., 'colrf ', 'COLRF'), 'COLOR:#0205FF')]/.."),
    ),
    Layout("contents", headline=XPath(_with_class("*", "cont") + "//h1[not(.//img)]")),
    Layout("Founder's title", headline=XPath("//founder-title")),
    Layout("ozoom", body=XPath("//@id[translate(., 'OZM', 'ozm') = 'ozoom']/..")),
    Layout("Founder's content", body=XPath("//founder-content | //content")),
    Layout("Founder's comment", body=XPath("//comment()[starts-with(normalize-space(.), 'enpcontent')]/..")),
)

ARTICLE_MARKS = (
    Mark(
        "stock video",
        b"video-",
        part="video title",
        path=XPath(_with_class("*", "video-title", "video-content")),
    ),
    Mark(
        "stock picture set",
        b"picture-",
        part="picture title",
        path=XPath(_with_class("*", "picture-title", "picture-content")),
    ),
    Mark(
        "stock live",
        b"live-",
        part="live title",
        path=XPath(_with_class("*", "live-title", "live-content")),
    ),
)
_REGEX = {"re": "http://exslt.org/regular-expressions"}
NEWSPAPER_MARKS = (
    # The class is misspelt on the pages.
    Mark("first template", b"fisrt", part="page label", path=XPath(_with_class("b", "fisrt"))),
    Mark(
        "grey cell",
        part="kicker",
        path=XPath("//@style[contains(translate(., 'colreb \t', 'COLREB'), 'COLOR:#827E7B')]/.."),
    ),
    Mark(
        "named block",
        part="kicker",
        # Every word holds "ti": a plain test first, since each regular expression is a call into Python.
        path=XPath(
            "//@class[contains(translate(., 'TI', 'ti'), 'ti')]"
            r"[re:test(., '\b(yinti|jianti|futi|subtitle|introtitle)\b', 'i')]/..",
            namespaces=_REGEX,
        ),
    ),
    Mark(
        "sand-coloured table",
        part="pictures",
        path=XPath("//table[translate(@bgcolor, 'DB', 'db') = '#d8d9bd']"),
    ),
)


def _never(line: Line | str) -> bool:
    """Nothing: a declared layout knows of nothing that repeats."""
    return False


def _unknown(line: Line) -> None:
    """Not known: a declared layout does not say how captions are set."""


@dataclass(frozen=True, slots=True)
class Located:
    """The elements of an article's parts, as the selectors of a layout found them; None for a part the page lacks.

    ``layout`` is the layout's name, ``rule`` says whether it is declared or learned. ``is_repeated`` says of a line
    whether it stands the same on many pages of the layout, ``is_fixed`` of a piece of the info line whether it does on
    nearly all, ``is_caption`` of a line whether it is set as captions are (None: not known).
    """

    headline: Element
    body: Element
    layout: str
    rule: Rule = "selector"
    info: Element | None = None
    credits: Element | None = None
    byline: Element | None = None
    is_repeated: Callable[[Line], bool] = _never
    is_fixed: Callable[[str], bool] = _never
    is_caption: Callable[[Line], bool | None] = _unknown

    def is_aside(self, line: Line) -> bool:
        """Say whether a line in the body is none of the story's: it repeats, or belongs to the head."""
        heads = [part for part in (self.headline, self.info, self.byline) if part is not None]
        return self.is_repeated(line) or any(is_within(line.element, part) for part in heads)

    @property
    def scope(self) -> Element:
        """The innermost element that holds headline, info line and body, so that what is around it is not walked."""
        parts = [part for part in (self.body, self.info) if part is not None]
        holders = [{part, *part.iterancestors()} for part in parts]
        return next(one for one in self.headline.iterancestors() if all(one in around for around in holders))


def locate(root: Element, raw: bytes, fetched_at: str, layouts: Sequence[Layout]) -> Located | None:
    """Find headline and body by the first of the layouts that finds one of each; None for an unknown layout."""
    possible = (layout for layout in layouts if layout.may_be(raw, fetched_at))
    return next(filter(None, (_locate(layout, root) for layout in possible)), None)


def _locate(layout: Layout, root: Element) -> Located | None:
    headlines, bodies = layout.find(root, "headline"), layout.find(root, "body")
    # Two bodies or headlines would mean that the page is not what the layout thinks it is.
    return Located(headlines[0], bodies[0], layout.name) if len(headlines) == len(bodies) == 1 else None
