"""What is stored of each series of articles, by seeks in indexes: the newspapers by paper, and what is newest."""

from __future__ import annotations

from typing import Final, NamedTuple

from sqlalchemy import Connection, Select, and_, collate, func, select

from zhanjiang.addresses.article_id import PORTAL
from zhanjiang.addresses.newspapers import PAPERS
from zhanjiang.store.articles import IS_LATEST, articles
from zhanjiang.store.headlines import channels

_OLD_HOST: Final = "home"
_NEWEST: Final = 100
"""So many of each channel are looked at: without a channel there are the newspapers' articles among the portal's."""


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


def newest(connection: Connection, until: str) -> list[Newest]:
    """Return the portal's articles of the latest dates up to a moment as printed, in no order, some of each channel.

    Numbers do not tell: the highest may be without a date, and an old article may come late.
    """
    return [
        Newest(row.published_at, row.fetched_at)
        for channel in channels(connection)
        for row in connection.execute(_newest_of(channel, until))
        if row.series == PORTAL and row.fetched_at
    ]


def _newest_of(channel: str | None, until: str) -> Select[tuple[str, str, str]]:
    of_channel = and_(IS_LATEST, articles.c.channel.is_(None) if channel is None else articles.c.channel == channel)
    query = select(articles.c.published_at, articles.c.fetched_at, articles.c.series).where(of_channel)
    return query.where(articles.c.published_at <= until).order_by(articles.c.published_at.desc()).limit(_NEWEST)
