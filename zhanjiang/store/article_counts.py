"""What the table of articles holds, counted for reports by its indexes alone, however many articles are stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy import JSON, Connection, Select, and_, func, select

from zhanjiang.addresses.article_id import PORTAL
from zhanjiang.store.articles import IS_LATEST, articles
from zhanjiang.store.dialect import PerDialect
from zhanjiang.store.headlines import channels
from zhanjiang.store.number_blocks import SIZE, Blocks, bits


class OfChannel(NamedTuple):
    """How many articles of a channel and year are stored, with the first and the last day; None where none is known."""

    channel: str | None
    year: str | None
    articles: int
    first_day: str | None
    last_day: str | None


def by_channel_and_year(connection: Connection) -> list[OfChannel]:
    """Count the latest revisions by channel and year of publication."""
    return [row for channel in channels(connection) for row in _years(connection, channel)]


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
        in_year = and_(*of_channel, moment >= first, moment < after)
        number = connection.execute(select(func.count()).where(in_year)).scalar_one()
        last = connection.execute(select(func.max(moment)).where(in_year)).scalar_one()
        yield OfChannel(channel, year, number, first[:10], last[:10])


class DatedNumbers(NamedTuple):
    """How many dated articles of one month (``2022-05``) follow one another in the order of their numbers."""

    first: int
    month: str
    articles: int = 1


_NUMBER: Final = articles.c.number
_IS_PORTALS: Final = and_(IS_LATEST, articles.c.series == PORTAL)


def _blocks(dialect: str) -> Select[Any]:
    """Each block in use with the bits of its articles, how many of them are undated, and the first and the last month.

    The next block is found by one seek. A database that groups by blocks would sort all articles first.
    """
    lowest = select(func.min(_NUMBER)).where(_IS_PORTALS)
    used = select(lowest.scalar_subquery().label("first")).cte("used", recursive=True)
    after = (used.c.first // SIZE + 1) * SIZE
    used = used.union_all(select(lowest.where(after <= _NUMBER).scalar_subquery()).where(used.c.first.is_not(None)))
    moment = articles.c.published_at
    array = func.json_array if dialect == "sqlite" else func.json_build_array
    months = (func.substr(end(moment), 1, 7) for end in (func.min, func.max))
    values = array(bits(_NUMBER), func.count() - func.count(moment), *months, type_=JSON)
    start = used.c.first // SIZE * SIZE
    of_block = select(values).where(_IS_PORTALS, start <= _NUMBER, start + SIZE > _NUMBER).scalar_subquery()
    return select(used.c.first // SIZE, of_block).where(used.c.first.is_not(None))


_BLOCKS: Final = PerDialect(_blocks)


def numbers(connection: Connection) -> tuple[Blocks, list[DatedNumbers]]:
    """Return the numbers of the portal's articles, and the months of those that are dated, both rising."""
    blocks: Blocks = {}
    dated: list[DatedNumbers] = []

    def add(numbers: DatedNumbers) -> None:
        """Add dated articles, to those before them if they are of the same month."""
        if dated and dated[-1].month == numbers.month:
            dated[-1] = dated[-1]._replace(articles=dated[-1].articles + numbers.articles)
        else:
            dated.append(numbers)

    for at, (members, undated, first, last) in connection.execute(_BLOCKS.of(connection)):
        blocks[at] = members
        if not undated and first == last:
            lowest = (members & -members).bit_length() - 1
            add(DatedNumbers(at * SIZE + lowest, first, members.bit_count()))
        elif first:
            for numbers_of_month in _dated_in(connection, at):
                add(numbers_of_month)
    return blocks, dated


def _dated_in(connection: Connection, at: int) -> Iterator[DatedNumbers]:
    """Yield the months of a block that has articles of several, or some without a date."""
    month = func.substr(articles.c.published_at, 1, 7)
    query = select(_NUMBER, month).where(_IS_PORTALS, at * SIZE <= _NUMBER, (at + 1) * SIZE > _NUMBER)
    rows = connection.execute(query.where(month.is_not(None)).order_by(_NUMBER)).all()
    for of_month, [(first, _), *others] in groupby(rows, key=lambda row: row[1]):
        yield DatedNumbers(first, of_month, 1 + len(others))


class RepairedOfYear(NamedTuple):
    """How many articles of a year ("" where none is known) were repaired, and what was done to them.

    ``readings`` counts the annotations removed, ``restored`` characters, ``guessed`` spans that stay open, ``unproved``
    articles.
    """

    year: str
    articles: int
    readings: int
    restored: int
    guessed: int
    unproved: int


def repaired(connection: Connection, channels: Sequence[str] = (), since: str | None = None) -> list[RepairedOfYear]:
    """Count the repaired articles by year, rising. All rows are looked at: a second for some hundred thousand."""
    query = select(articles.c.published_at, articles.c.repair).where(IS_LATEST, articles.c.repair.is_not(None))
    if channels:
        query = query.where(articles.c.channel.in_(channels))
    if since:
        query = query.where(articles.c.published_at >= since)
    found: dict[str, list[dict[str, Any]]] = {}
    for moment, report in connection.execute(query):
        found.setdefault((moment or "")[:4], []).append(report)
    return [_repaired(year, reports) for year, reports in sorted(found.items())]


def _repaired(year: str, reports: Sequence[dict[str, Any]]) -> RepairedOfYear:
    readings, restored = (sum(report[name] or 0 for report in reports) for name in ("readings", "restored"))
    guessed = sum(len(report["guessed"]) for report in reports)
    return RepairedOfYear(
        year, len(reports), readings, restored, guessed, sum(not report["proved"] for report in reports)
    )
