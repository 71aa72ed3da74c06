"""What is stored of each series of articles, by seeks in their index: the newspapers by paper, and what is newest."""

from __future__ import annotations

from typing import Final, NamedTuple

from sqlalchemy import Connection, and_, collate, func, select

from zhanjiang.addresses.article_id import PORTAL
from zhanjiang.addresses.newspapers import PAPERS
from zhanjiang.store.articles import IS_LATEST, articles

_OLD_HOST: Final = "home"
_NEWEST: Final = 100
"""So many of the highest numbers are looked at: numbers rise with time, but for a few."""


class OfPaper(NamedTuple):
    """How many articles of a paper are stored, with its first and its last day (``2018-07-16``)."""

    articles: int
    first_day: str
    last_day: str


class Newest(NamedTuple):
    """When one of the newest articles was published, and when it was fetched, both as stored."""

    published_at: str
    fetched_at: str


def by_paper(connection: Connection) -> dict[str, OfPaper]:
    """Count the articles of each newspaper (``zjrb``, ``zjwb``; ``home`` is the old news host); none that has none."""
    # PostgreSQL may order signs otherwise; SQLite seeks in the index.
    is_sqlite = connection.dialect.name == "sqlite"
    series = articles.c.series if is_sqlite else collate(articles.c.series, "C")
    found = {}
    for paper in (*PAPERS, _OLD_HOST):
        in_paper = and_(IS_LATEST, series >= f"{paper}/", series < f"{paper}0")
        ends = func.min(articles.c.series), func.max(articles.c.series)
        number, first, last = connection.execute(select(func.count(), *ends).where(in_paper)).one()
        if number:
            found[paper] = OfPaper(number, first.partition("/")[2], last.partition("/")[2])
    return found


def newest(connection: Connection) -> list[Newest]:
    """Return the dated ones among the portal's articles with the highest numbers, the highest first."""
    of_portal = and_(IS_LATEST, articles.c.series == PORTAL)
    query = select(articles.c.published_at, articles.c.fetched_at).where(of_portal)
    rows = connection.execute(query.order_by(articles.c.number.desc()).limit(_NEWEST))
    return [Newest(*row) for row in rows if row.published_at and row.fetched_at]
