"""All declared selectors, as data: by page and layout, each layout with the time for which it holds.

They say where to look first. What they do not find is found by labels (``labels``), so a page of an unknown layout is
read all the same, and the item says so. Layouts are known from sites on the same CMS; see ``docs/choices.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml.etree import XPath

from zhanjiang.pages.elements import Element


@dataclass(frozen=True, slots=True)
class ArticleLayout:
    """Where one layout of article pages keeps its parts.

    ``marker`` is what bytes a page of this layout must hold: a search for them is far cheaper than an XPath.
    ``since`` and ``until`` bound the time of fetching (ISO 8601, UTC, until excluded; empty: no bound).
    """

    name: str
    marker: bytes
    headline: XPath
    body: XPath
    since: str = ""
    until: str = ""

    def holds(self, raw: bytes, fetched_at: str) -> bool:
        """Say whether a page fetched then may be of this layout."""
        return self.marker in raw and self.since <= fetched_at and (not self.until or fetched_at < self.until)


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
class Located:
    """The elements that a layout's selectors found."""

    headline: Element
    body: Element

    @property
    def scope(self) -> Element:
        """The innermost element that holds headline and body, so that menus and boxes around it are not walked."""
        holders = set(self.body.iterancestors())
        return next(holder for holder in self.headline.iterancestors() if holder in holders)


def locate(root: Element, raw: bytes, fetched_at: str) -> Located | None:
    """Find headline and body by the first declared layout that finds one of each; None for an unknown layout."""
    layouts = (layout for layout in ARTICLE_LAYOUTS if layout.holds(raw, fetched_at))
    return next(filter(None, (_locate(layout, root) for layout in layouts)), None)


def _locate(layout: ArticleLayout, root: Element) -> Located | None:
    headlines, bodies = _elements(layout.headline, root), _elements(layout.body, root)
    # Two bodies or headlines would mean that the page is not what the layout thinks it is.
    return Located(headlines[0], bodies[0]) if len(headlines) == len(bodies) == 1 else None


def _elements(path: XPath, root: Element) -> list[Element]:
    found = path(root)
    return [element for element in found if isinstance(element, Element)] if isinstance(found, list) else []
