"""All declared selectors, as data: by page and layout, each layout with the time for which it holds.

They say where to look first. What they do not find is found by labels (``labels``), so a page of an unknown layout is
read all the same, and the item says so. Layouts are known from sites on the same CMS; see ``docs/choices.md``. What to
do when one changes: ``docs/layouts.md``. Listings and front pages have none: their links are known by their addresses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lxml.etree import XPath

from zhanjiang.pages.elements import Element

Part = Literal["headline", "body"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """What holds for pages fetched in a time: from ``since`` on and before ``until``; empty: no bound.

    Both are UTC, written as times of fetching are (``2026-11-24T01:36:24Z``), or the beginning of that, such as a day.
    """

    since: str = ""
    until: str = ""

    def holds_at(self, fetched_at: str) -> bool:
        """Say whether this holds for a page fetched then; one whose time is not known ('') may be of any time.

        >>> [Dated(since="2026-11-24", until="2027").holds_at(at) for at in ("2026-11-24T00:00:00Z", "2027-01-01", "")]
        [True, False, True]
        """
        return not fetched_at or (self.since <= fetched_at and (not self.until or fetched_at < self.until))


@dataclass(frozen=True, slots=True)
class ArticleLayout(Dated):
    """Where one layout of article pages keeps its parts.

    ``marker`` is what bytes a page of this layout must hold: a search for them is far cheaper than an XPath.
    """

    name: str
    marker: bytes
    headline: XPath
    body: XPath

    def may_be(self, raw: bytes, fetched_at: str) -> bool:
        """Say whether a page fetched then may be of this layout."""
        return self.marker in raw and self.holds_at(fetched_at)

    def find(self, root: Element) -> dict[Part, list[Element]]:
        """Return all elements that may be a part."""
        return {"headline": elements(self.headline, root), "body": elements(self.body, root)}


def _has_class(*names: str) -> str:
    """Build the XPath test for any of the classes.

    >>> _has_class("article-title")
    "contains(concat(' ', normalize-space(@class), ' '), ' article-title ')"
    """
    return " or ".join(f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')" for name in names)


ARTICLE_LAYOUTS = (
    ArticleLayout(
        "stock",
        b"article-content",
        XPath(f"//h1[{_has_class('article-title', 'video-title', 'picture-title')}]"),
        XPath(f"//div[{_has_class('article-content')}]"),
    ),
    ArticleLayout(
        "large headline",
        b"xiangqing_dabiaoti",
        XPath("//div[@class='xiangqing_dabiaoti']//h2"),
        XPath(f"//div[{_has_class('xiangqing_neirong', 'xiangqing_content')}]"),
    ),
    ArticleLayout(
        "details",
        b"header_details_tit",
        XPath(f"//div[{_has_class('header_details_tit')}]//h1"),
        XPath(f"//div[{_has_class('Rich_text')}]"),
    ),
    ArticleLayout(
        "grid",
        b"g-detailtit",
        XPath(f"//div[{_has_class('g-detailtit')}]//h2"),
        XPath(f"//div[{_has_class('g-con')}]"),
    ),
    ArticleLayout("single text node", b'id="conCon"', XPath("//h1[not(.//img)]"), XPath("//div[@id='conCon']")),
    ArticleLayout(
        "old news host",
        b"article_cont",
        XPath("//h1[not(.//img)]"),
        XPath(f"//*[{_has_class('article_cont')}]"),
    ),
)


@dataclass(frozen=True, slots=True)
class NewspaperPlace(Dated):
    """Where a newspaper's article keeps one part: its templates have their headlines and bodies in any combination."""

    name: str
    part: Part
    path: XPath

    def find(self, root: Element) -> dict[Part, list[Element]]:
        """Return all elements that may be the part."""
        return {self.part: elements(self.path, root)}


NEWSPAPER_PLACES = (
    NewspaperPlace(
        "coloured cell",
        "headline",
        XPath("//*[contains(translate(@style, 'colrf ', 'COLRF'), 'COLOR:#0205FF')]"),
    ),
    NewspaperPlace("contents", "headline", XPath(f"//*[{_has_class('cont')}]//h1[not(.//img)]")),
    NewspaperPlace("Founder's title", "headline", XPath("//founder-title")),
    NewspaperPlace("ozoom", "body", XPath("//*[translate(@id, 'OZM', 'ozm') = 'ozoom']")),
    NewspaperPlace("Founder's content", "body", XPath("//founder-content | //content")),
    NewspaperPlace("Founder's comment", "body", XPath("//comment()[starts-with(normalize-space(.), 'enpcontent')]/..")),
)


@dataclass(frozen=True, slots=True)
class Located:
    """The elements that a layout's selectors found."""

    headline: Element
    body: Element

    @property
    def scope(self) -> Element:
        """The innermost element that holds headline and body, so that menus and boxes around it are not walked."""
        holders = set(self.body.iterancestors())
        return next(holder for holder in self.headline.iterancestors() if holder in holders)


def locate(root: Element, raw: bytes, fetched_at: str, layouts: Sequence[ArticleLayout]) -> Located | None:
    """Find headline and body by the first of the layouts that finds one of each; None for an unknown layout."""
    possible = (layout for layout in layouts if layout.may_be(raw, fetched_at))
    return next(filter(None, (_locate(layout, root) for layout in possible)), None)


def _locate(layout: ArticleLayout, root: Element) -> Located | None:
    found = layout.find(root)
    # Two bodies or headlines would mean that the page is not what the layout thinks it is.
    return Located(found["headline"][0], found["body"][0]) if all(len(part) == 1 for part in found.values()) else None


def elements(path: XPath, root: Element) -> list[Element]:
    """Return the elements that an XPath finds, whatever else it may give."""
    found = path(root)
    return [element for element in found if isinstance(element, Element)] if isinstance(found, list) else []
