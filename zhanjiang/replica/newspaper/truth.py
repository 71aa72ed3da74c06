"""What an ideal crawler reports of the newspapers: articles, in the form of the portal's truth, and pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from zhanjiang.replica.newspaper.desk import Desk
from zhanjiang.replica.newspaper.digital import article_path, page_path
from zhanjiang.replica.newspaper.edition import Edition, NewspaperArticle, PrintedPage
from zhanjiang.replica.newspaper.layout import per_cent
from zhanjiang.replica.newspaper.newspapers import Newspapers
from zhanjiang.replica.newspaper.old_news import OldArticle
from zhanjiang.replica.newspaper.paper import leaf_number, new_article_path, new_page_path
from zhanjiang.replica.sites import Addresses
from zhanjiang.replica.striking import Striking
from zhanjiang.replica.truth import people

Truth = dict[str, Any]
_POINTER = re.compile(r"^（紧接第[^）]*版）|（下转第[^）]*版）$")
"""What a torn piece prints of its other part, which is none of its text."""


def true_articles(newspapers: Newspapers, addresses: Addresses, striking: Striking) -> Iterator[Truth]:
    """Yield the truth about every article that can be fetched, site by site, paper by paper, in the order of time."""
    for desk, site in _sites(newspapers, addresses):
        for edition, page in _pages(desk, striking):
            for piece in page.articles:
                path, id = _place(desk, edition, page, piece)
                if not striking.denied_at(path):
                    yield _true_article(piece, id, site + path, site, **_in_paper(desk, edition, page, piece))
    for article in newspapers.old_articles:
        if not striking.denied_at(article.path):
            yield _true_old_article(article, addresses.old_news)


def true_pages(newspapers: Newspapers, addresses: Addresses, striking: Striking) -> Iterator[Truth]:
    """Yield paper, day, number, name, scan, pdf and url of every page that can be fetched."""
    for desk, site in _sites(newspapers, addresses):
        for edition, page in _pages(desk, striking):
            yield {
                "paper": edition.paper,
                "day": str(edition.day),
                "number": page.number,
                "name": page.name,
                "scan": site + page.scan,
                "pdf": site + page.pdf,
                "url": site + _page_path(desk, edition, page),
            }


def _sites(newspapers: Newspapers, addresses: Addresses) -> list[tuple[Desk, str]]:
    return [(newspapers.digital, addresses.newspaper), (newspapers.paper, addresses.paper)]


def _pages(desk: Desk, striking: Striking) -> Iterator[tuple[Edition, PrintedPage]]:
    """Yield the pages that can be fetched: a day whose first page is lost shows none of the others."""
    for edition in desk.editions():
        if not striking.denied_at(_page_path(desk, edition, edition.pages[0])):
            for page in edition.pages:
                if not striking.denied_at(_page_path(desk, edition, page)):
                    yield edition, page


def _page_path(desk: Desk, edition: Edition, page: PrintedPage) -> str:
    path = new_page_path if desk.new_site else page_path
    return path(edition.paper, edition.day, page.position)


def _place(desk: Desk, edition: Edition, page: PrintedPage, piece: NewspaperArticle) -> tuple[str, str]:
    """Return an article's path and its ID."""
    paper, day = edition.paper, edition.day
    if desk.new_site:
        leaf = leaf_number(paper, day, page.position)
        return new_article_path(paper, day, page.position, piece.number), f"{paper}/{day}/{leaf}_{piece.number}"
    return article_path(paper, day, piece.number), f"{paper}/{day}/{piece.number}"


def _in_paper(desk: Desk, edition: Edition, page: PrintedPage, piece: NewspaperArticle) -> Truth:
    """Return what only an article of a newspaper has."""
    begun = f"{edition.paper}/{edition.day}/{piece.continues}" if piece.continues and not desk.new_site else None
    if piece.continues and desk.new_site:
        begun = f"{edition.paper}/{edition.day}/{leaf_number(edition.paper, edition.day, 1)}_{piece.continues}"
    return {
        "published_at": str(edition.day),
        "newspaper_page": {
            "number": page.number,
            "name": page.name,
            "area": per_cent(piece.area, page.width, page.height) if piece.area else None,
        },
        "continues": begun,
    }


def _true_old_article(article: OldArticle, site: str) -> Truth:
    id = f"home/{article.published:%Y-%m}/{article.piece.number}"
    published = f"{article.published.isoformat(timespec='seconds')}+08:00"
    return _true_article(article.piece, id, site + article.path, site, published_at=published, source=article.source)


def _true_article(
    piece: NewspaperArticle,
    id: str,
    url: str,
    site: str,
    *,
    published_at: str,
    source: str | None = None,
    newspaper_page: Truth | None = None,
    continues: str | None = None,
) -> Truth:
    """Return the fields of the articles' feed, and under ``extra`` how a piece belongs to others."""
    return {
        "id": id,
        "url": url,
        "kind": "article",
        "channel": None,
        "kicker": piece.kicker,
        "headline": piece.headline,
        "subheadline": "\n".join(piece.decks) or None,
        "published_at": published_at,
        "source": source,
        "byline": piece.byline,
        "authors": people(piece.authors),
        "text": _POINTER.sub("", piece.text),
        "images": [{"url": site + picture.path, "caption": picture.caption} for picture in piece.pictures],
        "credits": [],
        "pages": 1,
        "comment_participants": None,
        "comment_count": None,
        "script": "hans",
        "duplicate_of": None,
        "newspaper_page": newspaper_page,
        "extra": {
            "reprinted_as": f"portal/{piece.reprinted_as}" if piece.reprinted_as else None,
            "continues": continues,
        },
    }
