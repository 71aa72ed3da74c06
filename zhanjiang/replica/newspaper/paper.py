"""The newspapers' site since 2024: pages for computers, articles for phones, IDs of two numbers."""

from __future__ import annotations

import re
from datetime import date

from zhanjiang.replica.answer import SiteResponse, page, text
from zhanjiang.replica.newspaper.desk import Desk
from zhanjiang.replica.newspaper.digital import articles_of, edition_of, missing, pictured, scanned
from zhanjiang.replica.newspaper.edition import PAPERS, Edition, PrintedPage
from zhanjiang.replica.newspaper.press import render
from zhanjiang.replica.newspaper.schedule import NEW_SITE
from zhanjiang.replica.sites import Request

_PAGE = re.compile(r"^/(?P<paper>zj[rw]b)/pc/html/(?P<day>\d{4}-\d\d/\d\d)/node_(?P<number>\d\d)\.htm$")
_ARTICLE = re.compile(
    r"^(?:/(?P<paper>zj[rw]b))?/h5/html5/(?P<day>\d{4}-\d\d/\d\d)/content_(?P<leaf>\d+)_(?P<number>\d+)\.htm$"
)
_SCAN = re.compile(r"^/(?P<paper>zj[rw]b)/page/\d+/(?P<day>\d{4}-\d\d-\d\d)/A\d\d/\d{17}\.(?P<extension>jpg|pdf)$")
_PICTURE = re.compile(r"^/zj[rw]b/res/1/\d{8}/(?P<name>\d{17})\.(?P<extension>jpg|png)$")
_FIRST_LEAF = 61_000
_LEAVES_A_DAY = 20


def leaf_number(paper: str, day: date, position: int) -> int:
    """Return the number of a page, the first of the two in the addresses of its articles.

    >>> leaf_number("zjrb", date(2024, 2, 1), 2)
    61622
    """
    ahead = _LEAVES_A_DAY // 2 if paper == "zjwb" else 0
    return _FIRST_LEAF + (day - NEW_SITE).days * _LEAVES_A_DAY + ahead + position


def new_page_path(paper: str, day: date, position: int) -> str:
    """Return the path of a day's page.

    >>> new_page_path("zjrb", date(2024, 2, 1), 1)
    '/zjrb/pc/html/2024-02/01/node_01.htm'
    """
    return f"/{paper}/pc/html/{day:%Y-%m/%d}/node_{position:02d}.htm"


def new_article_path(paper: str, day: date, position: int, number: int) -> str:
    """Return the path of an article of a page."""
    return f"/{paper}/h5/html5/{day:%Y-%m/%d}/content_{leaf_number(paper, day, position)}_{number}.htm"


class Paper:
    """Answers for the newspapers' site since 2024. An article answers without its paper in the path, too."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def answer(self, request: Request) -> SiteResponse:
        """Answer a request for a page, an article, a scan or a picture; all else is a plain 404."""
        path = request.path
        if path == "/robots.txt":
            return text("User-agent: *\nDisallow:\n")
        if path in ("/", *(f"/{paper}/" for paper in PAPERS)):
            return self._index(path.strip("/"))
        if match := _PAGE.match(path):
            return self._page(match)
        if match := _ARTICLE.match(path):
            return self._article(match)
        scan = _SCAN.match(path)
        return scanned(self._desk, scan, path) if scan else pictured(_PICTURE.match(path))

    def _index(self, wanted: str) -> SiteResponse:
        days = self._desk.schedule.days
        newest = {
            PAPERS[paper]: new_page_path(paper, days[paper][-1], 1)
            for paper in PAPERS
            if days[paper] and wanted in ("", paper)
        }
        return page(render("index", newest=newest))

    def _page(self, match: re.Match[str]) -> SiteResponse:
        edition = edition_of(self._desk, match["paper"], match["day"])
        position = int(match["number"])
        if edition is None or not 1 <= position <= len(edition.pages):
            return missing()
        before = self._desk.schedule.before(edition.paper, edition.day)
        return page(
            render(
                "new_page",
                edition=edition,
                page=edition.pages[position - 1],
                leaf=leaf_number(edition.paper, edition.day, position),
                node=_node,
                previous=before and f"../..{new_page_path(edition.paper, before, 1)[len('/zjrb/pc/html') :]}",
            )
        )

    def _article(self, match: re.Match[str]) -> SiteResponse:
        for paper in [match["paper"]] if match["paper"] else PAPERS:
            edition = edition_of(self._desk, paper, match["day"])
            for its_edition, its_page, piece in articles_of(edition, int(match["number"])):
                if _has_leaf(its_edition, its_page, int(match["leaf"])):
                    return page(render("new_article", edition=its_edition, page=its_page, piece=piece, node=_node))
        return missing()


def _has_leaf(edition: Edition, on: PrintedPage, leaf: int) -> bool:
    return leaf_number(edition.paper, edition.day, on.position) == leaf


def _node(position: int) -> str:
    return f"node_{position:02d}.htm"
