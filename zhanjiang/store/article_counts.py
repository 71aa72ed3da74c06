"""What the table of articles holds, counted for reports by its indexes alone, however many articles are stored."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from zhanjiang.addresses.article_id import PORTAL
from zhanjiang.store.articles import IS_LATEST, articles
from zhanjiang.store.number_blocks import SIZE, Blocks, bits, block


class OfChannel(NamedTuple):
    """How many articles of a channel and year are stored, with the first and the last day; None where none is known."""

    channel: str | None
    year: str | None
    articles: int
    first_day: str | None
    last_day: str | None


def by_channel_and_year(connection: Connection) -> list[OfChannel]:
    """Count the latest revisions by channel and year of publication."""
    return [row for channel in _channels(connection) for row in _years(connection, channel)]


def _channels(connection: Connection) -> Iterator[str | None]:
    """Yield the channels, None first where an article has none: one seek in the index for each."""
    yield None
    query = select(func.min(articles.c.channel)).where(IS_LATEST)
    channel: str | None = connection.execute(query).scalar()
    while channel is not None:
        yield channel
        channel = connection.execute(query.where(articles.c.channel > channel)).scalar()


def _years(connection: Connection, channel: str | None) -> Iterator[OfChannel]:
    """Yield the counts of a channel's years, first those of undated articles."""
    of_channel = [IS_LATEST, articles.c.channel == channel]
    moment = articles.c.published_at
    [undated] = connection.execute(select(func.count()).where(*of_channel, moment.is_(None))).scalars()
    if undated:
        yield OfChannel(channel, None, undated, None, None)
    after = ""
    while first := connection.execute(select(func.min(moment)).where(*of_channel, moment > after)).scalar():
        year = first[:4]
        after = f"{year}-99"
        counted = select(func.count(), func.max(moment)).where(*of_channel, moment >= first, moment < after)
        number, last = connection.execute(counted).one()
        yield OfChannel(channel, year, number, first[:10], last[:10])


class DatedNumbers(NamedTuple):
    """How many dated articles of one month (``2022-05``) follow one another in the order of their numbers."""

    first: int
    month: str
    articles: int = 1


def numbers(connection: Connection) -> tuple[Blocks, list[DatedNumbers]]:
    """Return the numbers of the portal's articles, and the months of those that are dated, both rising."""
    number, moment = articles.c.number, articles.c.published_at
    query = select(block(number), bits(number), func.count(), func.count(moment), func.min(moment), func.max(moment))
    query = query.where(IS_LATEST, articles.c.series == PORTAL).group_by("block").order_by("block")
    blocks: Blocks = {}
    dated: list[DatedNumbers] = []
    for at, members, count, with_date, first, last in connection.execute(query).all():
        blocks[at] = int(members)
        if with_date == count and first[:7] == last[:7]:
            lowest = (blocks[at] & -blocks[at]).bit_length() - 1
            dated.append(DatedNumbers(at * SIZE + lowest, first[:7], count))
        elif with_date:
            dated += _dated_in(connection, at)
    return blocks, dated


def _dated_in(connection: Connection, at: int) -> Iterator[DatedNumbers]:
    """Yield the months of a block that has articles of several, or some without a date."""
    month = func.substr(articles.c.published_at, 1, 7)
    query = select(articles.c.number, month).where(IS_LATEST, articles.c.series == PORTAL)
    query = query.where(articles.c.number >= at * SIZE, articles.c.number < (at + 1) * SIZE)
    rows = connection.execute(query.where(month.is_not(None)).order_by(articles.c.number)).all()
    for of_month, [(first, _), *others] in groupby(rows, key=lambda row: row[1]):
        yield DatedNumbers(first, of_month, 1 + len(others))
