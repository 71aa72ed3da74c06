"""The old news host of 2016: articles pasted from Word, and no charset in any header."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from zhanjiang.replica.answer import BodyPart, SiteResponse, text
from zhanjiang.replica.newspaper.digital import pictured
from zhanjiang.replica.newspaper.edition import NewspaperArticle
from zhanjiang.replica.newspaper.press import render
from zhanjiang.replica.newspaper.writing import NewspaperWriter
from zhanjiang.replica.sites import Request

_FIRST_NUMBER = 1_460_596
_FIRST_MINUTE = datetime(2016, 7, 1, 8, 5)
_ARTICLES = 24
_PICTURE = re.compile(r"^/home/res/1/\d{8}/(?P<name>\d{17})\.(?P<extension>jpg|png)$")
_SOURCES = ("湛江日报", "湛江晚报", "湛江新闻网")


@dataclass(frozen=True, slots=True)
class OldArticle:
    """An article with the time and the source printed above it. ``encoding`` is that of its page.

    ``declared`` says whether the page names it in a ``meta``; the header never does.
    """

    piece: NewspaperArticle
    published: datetime
    source: str
    encoding: str
    declared: bool

    @property
    def path(self) -> str:
        """The path of its page, such as ``/local/2016/07/2016-07-1460596.html``."""
        return f"/local/{self.published:%Y/%m/%Y-%m}-{self.piece.number}.html"


def write_old_articles(seed: int) -> list[OldArticle]:
    """Write the articles of the old news host, in the order of time."""
    chance = Random(f"old news {seed}")
    articles, number, published = [], _FIRST_NUMBER, _FIRST_MINUTE
    for place in range(_ARTICLES):
        writer = NewspaperWriter(Random(f"old news {seed} {number}"))
        encoding = ("gb18030", "gb18030", "utf-8")[place % 3]
        piece = replace(writer.write("home", published.date(), number), kicker=None, decks=())
        articles.append(OldArticle(piece, published, chance.choice(_SOURCES), encoding, place % 3 == 0))
        number += chance.randint(1, 30)
        published += timedelta(minutes=chance.randint(30, 2_000))
    return articles


class OldNews:
    """Answers for the old news host."""

    def __init__(self, articles: list[OldArticle]) -> None:
        self._articles = {article.path: article for article in articles}

    def answer(self, request: Request) -> SiteResponse:
        """Answer a request for an article, the list of articles or a picture; all else is 404."""
        if request.path == "/robots.txt":
            return text("User-agent: *\nDisallow:\n")
        if request.path in ("/", "/local/"):
            rows = [(path, article.piece.headline) for path, article in self._articles.items()]
            return _undeclared(render("old_index", rows=rows), "gb18030")
        article = self._articles.get(request.path)
        return _article(article) if article else pictured(_PICTURE.match(request.path))


def _article(article: OldArticle) -> SiteResponse:
    values = {"piece": article.piece, "published": article.published, "source": article.source}
    return _undeclared(render("old_article", declared=article.declared, **values), article.encoding)


def _undeclared(html: str, encoding: str) -> SiteResponse:
    return SiteResponse([BodyPart(html.encode(encoding))], content_type="text/html")
