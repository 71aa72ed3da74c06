"""A page: bytes in, text and tree out, repaired at this edge where it is damaged. No crawler and no network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from html import unescape

from lxml import etree
from w3lib.html import get_base_url

from zhanjiang.addresses.href import absolute_address
from zhanjiang.addresses.site import is_web_address
from zhanjiang.pages.charset import decode, mend_characters
from zhanjiang.pages.limits import MOST_BYTES, Allowance, parse_html
from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.learned import LearnedLayout
from zhanjiang.pages.reading.selectors import Mark, MarkedPart
from zhanjiang.pages.unreadable import OtherPage as OtherPage
from zhanjiang.pages.unreadable import TooLargePage as TooLargePage
from zhanjiang.pages.unreadable import UnreadablePage as UnreadablePage
from zhanjiang.processors.text import clean_line
from zhanjiang.textrepair import RepairConfig, Repaired, is_damaged, repair

_TITLES = re.compile(
    r"<title[^>]*>(.*?)</title>|<meta[^>]+property=[\"']?og:title[\"']?[^>]+content=[\"']([^\"']+)",
    re.IGNORECASE | re.DOTALL,
)
_BASE_TAG = re.compile(b"<base", re.IGNORECASE)
_BLOCKS = (b"div", b"section", b"article", b"main", b"table", b"ul")
"""The elements that enclose a page's text; a whole page closes them."""
_USUAL = RepairConfig()

CUT_OFF = "the page ends in its middle"
"""The reason of a truncated page: what is left of it reads like a shorter article."""


def is_cut(body: bytes) -> bool:
    """Say whether a page seems truncated: without its closing tag, and within a tag, a text or a block.

    >>> is_cut(b"<html><body><div><p>a</p></div></body></html>"), is_cut(b"<div><p>a</p></div>")
    (False, False)
    >>> is_cut(b"<html><body><div><p>a</p>"), is_cut(b"<main><section><p>a</p></section>"), is_cut(b"<p>a</p><p>b")
    (True, True, True)
    """
    page = body.rstrip().lower()
    if b"</html" in page or b"</body" in page:
        return False
    return not page.endswith(b">") or any(page.count(b"<" + block) > page.count(b"</" + block) for block in _BLOCKS)


class Page:
    """One fetched page.

    ``url`` is the address it was fetched from, ``content_type`` its header, ``fetched_at`` UTC time in ISO 8601.
    A page with the damage of mirrors is repaired before anything is read from it, as ``repair_config`` says; None
    leaves it as it is. ``marks`` are the declared ones that its template may set things apart by, ``learned`` the
    layouts learned from the site's articles, which count where no declared one fits. TooLargePage, here or at its first
    use, for one that is beyond ``zhanjiang.pages.limits``.
    """

    marks: Sequence[Mark] = ()
    learned: Sequence[LearnedLayout] = ()

    def __init__(
        self,
        body: bytes,
        url: str,
        *,
        content_type: str | None = None,
        fetched_at: str = "",
        repair_config: RepairConfig | None = _USUAL,
    ) -> None:
        if len(body) > MOST_BYTES:
            raise TooLargePage(f"the page is larger than {MOST_BYTES >> 20} MB")
        self.url = url
        self.fetched_at = fetched_at
        self.repaired: Repaired | None = None
        self.raw = body
        self.content_type = content_type
        self.allowance = Allowance()
        self.html = self.allowance.spend(self._text, repair_config)

    def _text(self, repair_config: RepairConfig | None) -> str:
        """The page's source, repaired where it is damaged."""
        text = mend_characters(decode(self.raw, self.content_type))
        if repair_config and is_damaged(text):
            self.repaired = repair(text, repair_config)
            return self.repaired.text
        return text

    @cached_property
    def root(self) -> Element:
        """The page's tree, parsed once; UnreadablePage where there is nothing to parse."""
        if not self.html.strip():
            raise UnreadablePage("the page is empty")
        try:
            root = parse_html(self.html)
        except etree.ParserError as error:
            raise UnreadablePage(f"the page is no HTML: {error}") from error
        if root is None:
            raise UnreadablePage("the page has no elements")
        if self.base_url != self.url:
            _make_links_absolute(root, self.base_url)
        return root

    @cached_property
    def base_url(self) -> str:
        """The address that the page's links and pictures are relative to: its own, or that of ``<base href>``."""
        # Hardly any page has a base: plain bytes rule it out at a fraction of a scan's price.
        return base_url(self.html, self.url) if _BASE_TAG.search(self.raw) else self.url

    def marked(self, part: MarkedPart) -> list[Element]:
        """The elements that the declared marks of this page's time set apart as a part."""
        valid = (mark for mark in self.marks if mark.part == part and mark.may_be(self.raw, self.fetched_at))
        return [element for mark in valid for element in mark.find(self.root)]

    @cached_property
    def titles(self) -> list[str]:
        """What the page's head calls it: ``<title>``, then ``og:title``; each is also the site's name at times."""
        return [
            clean_line(unescape(title))
            for pair in _TITLES.findall(self.html, 0, 20_000)
            for title in pair
            if title.strip()
        ]


def base_url(html: str, url: str) -> str:
    """The address that links in a page's source are relative to; ``url`` is the page's own.

    >>> base_url("<head><base href='//a.example/x/'></head>", "https://b.example/p/1.html")
    'https://a.example/x/'
    >>> base_url("<base href='javascript:void(0)'>", "https://b.example/p/1.html")
    'https://b.example/p/1.html'
    """
    try:
        base = get_base_url(html, url)
    except ValueError:
        return url
    return base if is_web_address(base) else url


def _make_links_absolute(root: Element, base: str) -> None:
    """Rewrite the links of a page with a base: ``read_article`` and its like know an address by its whole path."""
    for link in root.iter("a", "area"):
        if url := absolute_address(base, link.get("href") or ""):
            link.set("href", url)
