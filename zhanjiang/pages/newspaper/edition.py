"""One page of a newspaper's day: its articles and where they stand, the day's other pages, the day before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from itemloaders.processors import MapCompose

from zhanjiang.addresses.href import absolute_address
from zhanjiang.addresses.newspapers import NewspaperReference, read_newspaper
from zhanjiang.items import ArticleArea, NewspaperPage
from zhanjiang.pages.article.kinds import says_gone
from zhanjiang.pages.base import Page, UnreadablePage, base_url
from zhanjiang.pages.limits import bounded, bounded_answer
from zhanjiang.pages.newspaper.image_map import article_areas, is_scan, page_picture
from zhanjiang.pages.newspaper.label import PageLabel, find_label, read_label
from zhanjiang.pages.newspaper.pdf import page_pdf
from zhanjiang.pages.reading.elements import Element, text_of
from zhanjiang.pages.reading.lines import read_lines
from zhanjiang.pages.reading.loader import PageItemLoader, absolute, clean_text
from zhanjiang.pages.reading.pictures import picture_address
from zhanjiang.pages.reading.selectors import NEWSPAPER_MARKS
from zhanjiang.processors.text import clean_line

_PREVIOUS_ISSUE = re.compile(r"上\s*一?\s*期|前\s*一\s*[天日期]|上一[天日]")


@dataclass(frozen=True, slots=True)
class NewspaperLink:
    """A link to an article or a page of a newspaper: its absolute address, and the longest text it is shown by."""

    url: str
    reference: NewspaperReference
    text: str | None = None


class EditionLoader(PageItemLoader):
    """Builds a ``NewspaperPage``. The context needs ``url``, the address that the page's links are relative to."""

    item_type = NewspaperPage

    number_in = MapCompose(clean_text)
    name_in = MapCompose(clean_text)
    scan_in = MapCompose(absolute)
    pdf_in = MapCompose(absolute)


class EditionPage(Page):
    """A page of one day's newspaper, in whatever template; the day's first page is that of the day as well."""

    marks = NEWSPAPER_MARKS

    @cached_property
    def reference(self) -> NewspaperReference:
        """What the page's own address says; UnreadablePage where it is no newspaper's."""
        reference = read_newspaper(self.url)
        if reference is None or reference.is_article:
            raise UnreadablePage(f"{self.url} is not the address of a newspaper's page")
        return reference

    @cached_property
    def _links(self) -> list[NewspaperLink]:
        """All links to articles and pages of this day, each once, in the order of the page."""
        links: dict[str, NewspaperLink] = {}
        for url, reference, text in _newspaper_links(self.root, self.base_url):
            known = links.get(reference.id)
            if reference.issue == self.reference.issue and len(text) >= len((known and known.text) or ""):
                links[reference.id] = NewspaperLink(known.url if known else url, reference, text or None)
        return list(links.values())

    @property
    @bounded
    def articles(self) -> list[NewspaperLink]:
        """The articles of this page: those that the image map or a list of the page links."""
        return [link for link in self._links if link.reference.is_article]

    @property
    @bounded
    def pages(self) -> list[NewspaperLink]:
        """The day's other pages that are linked here."""
        own = self.reference.id
        return [link for link in self._links if not link.reference.is_article and link.reference.id != own]

    @cached_property
    @bounded
    def previous_issue(self) -> NewspaperLink | None:
        """The link to the paper's issue before this one (上一期); None where there is none, or it leads elsewhere."""
        for url, reference, text in _newspaper_links(self.root, self.base_url):
            is_previous = reference.paper == self.reference.paper and reference.day < self.reference.day
            if is_previous and not reference.is_article and _PREVIOUS_ISSUE.search(text):
                return NewspaperLink(url, reference, text)
        return None

    @property
    @bounded
    def is_gone(self) -> bool:
        """Say whether the page is a soft 404: it says that there is no such page, with status 200."""
        return not self._links and says_gone(self.html)

    @bounded
    def to_item(self) -> NewspaperPage:
        """Build the item; UnreadablePage where there is neither an article nor a picture of a page.

        The spider adds the canonical address.
        """
        scan = self._scan
        if not (self.articles or self.pages or scan):
            raise UnreadablePage("neither articles nor pages are linked: the page is of a layout not known yet")
        lines = read_lines(self.root)
        label = find_label(self.marked("page label"), lines, self.titles) or self._linked_label
        loader = EditionLoader(url=self.base_url)
        loader.add_value("number", label.number if label else None)
        loader.add_value("name", label.name if label else None)
        loader.add_value("scan", scan)
        loader.add_value("pdf", page_pdf(self.root, self.base_url, lines, self.reference, label))
        item: NewspaperPage = loader.load_item()
        item.paper, item.day, item.url = self.reference.paper, self.reference.day, self.url
        areas = article_areas(self.root, self.base_url)
        item.articles = [ArticleArea(link.reference.id, areas.get(link.reference.id, [])) for link in self.articles]
        return item

    @property
    def _linked_label(self) -> PageLabel | None:
        """The label by which the page links itself in the list of the day's pages."""
        own = (link for link in self._links if link.reference.id == self.reference.id)
        return next((label for link in own if (label := read_label(link.text or ""))), None)

    @property
    def _scan(self) -> str | None:
        """The address of the picture of the whole page, as written."""
        mapped = page_picture(self.root)
        images = [mapped] if mapped is not None else self.root.iter("img")
        addresses = ((picture_address(image) or "", image is mapped) for image in images)
        return next((address for address, is_map in addresses if address and (is_map or is_scan(address))), None)


@bounded_answer
def newest_issue(html: str, base: str, paper: str) -> NewspaperLink | None:
    """The newest issue of a paper that a page's source names anywhere: links, redirections, scripts.

    >>> newest = newest_issue('<meta content="0;URL=html/2018-07/17/node_2.htm">', "http://szb.example/zjrb/", "zjrb")
    >>> newest.url
    'http://szb.example/zjrb/html/2018-07/17/node_2.htm'
    """
    base = base_url(html, base)
    issues = {
        url: reference
        for path in re.findall(r"(?<![\w./:-])[\w./:-]*html5?/\d{4}-\d{1,2}/\d{1,2}/node_\w+\.html?", html)
        if (reference := read_newspaper(url := absolute_address(base, path) or "")) and reference.paper == paper
    }
    # Of one day the lowest number is the first page.
    newest = max(issues.items(), key=lambda pair: (pair[1].day, -_digits(pair[1].name)), default=None)
    return NewspaperLink(*newest) if newest else None


def _digits(name: str) -> int:
    return int(re.sub(r"\D", "", name) or 0)


def _newspaper_links(root: Element, base: str) -> Iterator[tuple[str, NewspaperReference, str]]:
    """Yield the links of anchors, image maps and menus: absolute address, what it says, the text a reader sees."""
    for element in root.iter("a", "area", "option"):
        url = absolute_address(base, element.get("href") or element.get("value") or "")
        if url and (reference := read_newspaper(url)):
            shown = [text_of(element), element.get("title") or "", *_alternatives(element)]
            yield url, reference, next(filter(None, map(clean_line, shown)), "")


def _alternatives(link: Element) -> Iterator[str]:
    return (image.get("alt") or image.get("title") or "" for image in link.iter("img"))
