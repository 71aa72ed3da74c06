"""The digital newspaper of 2012 to 2023: days, pages with an image map, and articles in two templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from zhanjiang.replica.answer import BodyPart, SiteResponse, page, text
from zhanjiang.replica.image import picture
from zhanjiang.replica.newspaper.desk import Desk
from zhanjiang.replica.newspaper.edition import PAPERS, Edition, NewspaperArticle, PrintedPage
from zhanjiang.replica.newspaper.press import render
from zhanjiang.replica.picture import grey_jpeg
from zhanjiang.replica.sites import Request

_HTML = re.compile(r"^/(?P<paper>zj[rw]b)/html/(?P<day>\d{4}-\d\d/\d\d)/(?P<kind>node|content)_(?P<number>\d+)\.htm$")
_SCAN = re.compile(r"^/(?P<paper>zj[rw]b)/page/\d+/(?P<day>\d{4}-\d\d-\d\d)/A?\d\d/\d{17}\.(?P<extension>jpg|pdf)$")
_PICTURE = re.compile(r"^/zj[rw]b/res/1/\d{8}/(?P<name>\d{17})\.(?P<extension>jpg|png)$")
_TABLES = {"zjrb": range(2016, 2020), "zjwb": (*range(2012, 2016), *range(2020, 2024))}
"""The years in which each paper's articles were set in tables; in others they were set in blocks."""
_LATE_FIRST_NODE = {"zjwb": (2014, 2015, 2016, 2021)}
_FIRST_NODE, _FIRST_LATE_NODE = 2, 181
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


def set_in_tables(paper: str, day: date) -> bool:
    """Say in which of the two templates a paper was set on a day.

    >>> set_in_tables("zjrb", date(2018, 7, 17)), set_in_tables("zjwb", date(2018, 7, 17))
    (True, False)
    """
    return day.year in _TABLES[paper]


def first_node(paper: str, day: date) -> int:
    """Return the number in the address of a day's first page: 2, for 湛江晚报 in some years 181."""
    return _FIRST_LATE_NODE if day.year in _LATE_FIRST_NODE.get(paper, ()) else _FIRST_NODE


def page_path(paper: str, day: date, position: int) -> str:
    """Return the path of a day's page.

    >>> page_path("zjrb", date(2018, 7, 17), 1)
    '/zjrb/html/2018-07/17/node_2.htm'
    """
    return f"/{paper}/html/{day:%Y-%m/%d}/node_{first_node(paper, day) + position - 1}.htm"


def article_path(paper: str, day: date, number: int) -> str:
    """Return the path of an article."""
    return f"/{paper}/html/{day:%Y-%m/%d}/content_{number}.htm"


class DigitalNewspaper:
    """Answers for the digital newspaper."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def answer(self, request: Request) -> SiteResponse:
        """Answer a request for a page, an article, a scan or a picture; all else is a plain 404."""
        if request.path == "/robots.txt":
            return text("User-agent: *\nDisallow:\n")
        if request.path in ("/", *(f"/{paper}/" for paper in PAPERS)):
            return self._index(request.path.strip("/"))
        html = _HTML.match(request.path)
        if html:
            return self._html(html)
        scan = _SCAN.match(request.path)
        if scan:
            return scanned(self._desk, scan, request.path)
        return pictured(_PICTURE.match(request.path))

    def _index(self, wanted: str) -> SiteResponse:
        """Return a page that leads to the newest edition of each paper, or of the one that is wanted."""
        days = self._desk.schedule.days
        newest = {
            PAPERS[paper]: page_path(paper, days[paper][-1], 1)
            for paper in PAPERS
            if days[paper] and wanted in ("", paper)
        }
        return page(render("index", newest=newest))

    def _html(self, match: re.Match[str]) -> SiteResponse:
        edition = edition_of(self._desk, match["paper"], match["day"])
        number = int(match["number"])
        if edition and match["kind"] == "node":
            position = number - first_node(edition.paper, edition.day)
            return self._page(edition, position) if 0 <= position < len(edition.pages) else missing()
        return next((self._article(*place) for place in articles_of(edition, number)), missing())

    def _page(self, edition: Edition, place: int) -> SiteResponse:
        on = edition.pages[place]
        return page(self._print("page", edition, on, title=f"第{on.number}版：{on.name}"))

    def _article(self, edition: Edition, on: PrintedPage, piece: NewspaperArticle) -> SiteResponse:
        template = "article_tables" if set_in_tables(edition.paper, edition.day) else "article_blocks"
        return page(self._print(template, edition, on, piece=piece, title=piece.headline))

    def _print(self, template: str, edition: Edition, on: PrintedPage, **values: object) -> str:
        paper, day = edition.paper, edition.day
        before = self._desk.schedule.before(paper, day)
        return render(
            template,
            edition=edition,
            page=on,
            tables=set_in_tables(paper, day),
            node=lambda position: f"node_{first_node(paper, day) + position - 1}.htm",
            previous=before and f"../..{page_path(paper, before, 1)[len('/zjrb/html') :]}",
            **values,
        )


def edition_of(desk: Desk, paper: str, printed: str) -> Edition | None:
    """Return the edition of a day as addresses print it, such as ``2018-07/17``; None where there is none."""
    try:
        day = date.fromisoformat(printed.replace("/", "-"))
    except ValueError:
        return None
    return desk.edition(paper, day)


def articles_of(edition: Edition | None, number: int) -> Iterator[tuple[Edition, PrintedPage, NewspaperArticle]]:
    """Yield the article of a number with its page and edition; nothing where there is none."""
    if edition:
        pieces = ((page, piece) for page in edition.pages for piece in page.articles)
        yield from ((edition, page, piece) for page, piece in pieces if piece.number == number)


def scanned(desk: Desk, match: re.Match[str], path: str) -> SiteResponse:
    """Return a page's scan, a picture of the page's size, or its PDF; 404 where no page has that address."""
    edition = edition_of(desk, match["paper"], match["day"])
    on = next((on for on in edition.pages if path in (on.scan, on.pdf)), None) if edition else None
    if on is None:
        return missing()
    if match["extension"] == "pdf":
        return SiteResponse([BodyPart(_PDF)], content_type="application/pdf")
    return SiteResponse([BodyPart(grey_jpeg(on.width, on.height, path))], content_type="image/jpeg")


def pictured(match: re.Match[str] | None) -> SiteResponse:
    """Return the picture of the name that an address has; 404 for what is no address of one."""
    return picture(match["name"], match["extension"]) if match else missing()


def missing() -> SiteResponse:
    """Return the plain 404 of the newspapers."""
    return text("404 Not Found\n", 404)
