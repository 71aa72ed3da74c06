"""What the table of articles holds, counted for reports by its indexes alone, however many articles are stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy import JSON, ColumnElement, Connection, Select, and_, bindparam, func, select

from zhanjiang.addresses.article_id import PORTAL
from zhanjiang.store.articles import IS_LATEST, articles
from zhanjiang.store.dialect import PerDialect
from zhanjiang.store.headlines import channels
from zhanjiang.store.number_blocks import SIZE, Blocks, bits_of_each
from zhanjiang.store.prepared import Prepared


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


_MOMENT: Final = articles.c.published_at


class _OfChannel:
    """The statements about the articles of a channel, or about those that have none."""

    def __init__(self, of_channel: ColumnElement[bool]) -> None:
        dated = and_(IS_LATEST, of_channel, bindparam("after") < _MOMENT)
        in_year = and_(dated, bindparam("end") > _MOMENT)
        first, number, last = (select(value) for value in (func.min(_MOMENT), func.count(), func.max(_MOMENT)))
        # Each alone is answered from an end of the index, or by counting its entries.
        values = (one.where(in_year).scalar_subquery() for one in (number, last))
        self.undated = Prepared(select(func.count()).where(IS_LATEST, of_channel, _MOMENT.is_(None)))
        self.first = Prepared(first.where(dated))
        self.year = Prepared(select(*values))


_OF_A_CHANNEL: Final = _OfChannel(articles.c.channel == bindparam("channel"))
_OF_NO_CHANNEL: Final = _OfChannel(articles.c.channel.is_(None))


def _years(connection: Connection, channel: str | None) -> Iterator[OfChannel]:
    """Yield the counts of a channel's years, first those of undated articles."""
    statements = _OF_NO_CHANNEL if channel is None else _OF_A_CHANNEL
    known = {} if channel is None else {"channel": channel}
    [[undated]] = statements.undated.all(connection, known)
    if undated:
        yield OfChannel(channel, None, undated, None, None)
    after = ""
    while (row := statements.first.first(connection, {**known, "after": after})) and (first := row[0]):
        year, end = first[:4], f"{first[:4]}-99"
        [[number, last]] = statements.year.all(connection, {**known, "after": after, "end": end})
        yield OfChannel(channel, year, number, first[:10], last[:10])
        after = end


class DatedNumbers(NamedTuple):
    """How many dated articles of one month (``2022-05``) follow one another in the order of their numbers."""

    first: int
    month: str
    articles: int = 1


_NUMBER: Final = articles.c.number
_IS_PORTALS: Final = and_(IS_LATEST, articles.c.series == PORTAL)


def _blocks(dialect: str) -> Select[Any]:
    """Each block in use with the bits of its articles, how many of them are dated, and the first and the last month.

    The next block is found by one seek. A database that groups by blocks would sort all articles first.
    """
    lowest = select(func.min(_NUMBER)).where(_IS_PORTALS)
    used = select(lowest.scalar_subquery().label("first")).cte("used", recursive=True)
    after = (used.c.first // SIZE + 1) * SIZE
    used = used.union_all(select(lowest.where(after <= _NUMBER).scalar_subquery()).where(used.c.first.is_not(None)))
    array = func.json_array if dialect == "sqlite" else func.json_build_array
    months = (func.substr(end(_MOMENT), 1, 7) for end in (func.min, func.max))
    values = array(bits_of_each(_NUMBER), func.count(_MOMENT), *months, type_=JSON)
    start = used.c.first // SIZE * SIZE
    of_block = select(values).where(_IS_PORTALS, start <= _NUMBER, start + SIZE > _NUMBER).scalar_subquery()
    return select(used.c.first // SIZE, of_block).where(used.c.first.is_not(None))


_BLOCKS: Final = PerDialect(_blocks)


_DATES: Final = Prepared(
    select(_NUMBER, func.substr(_MOMENT, 1, 7))
    .where(_IS_PORTALS, bindparam("first") <= _NUMBER, bindparam("end") > _NUMBER, _MOMENT.is_not(None))
    .order_by(_NUMBER)
)


def numbers(connection: Connection) -> tuple[Blocks, list[DatedNumbers]]:
    """Return the numbers of the portal's articles, and the months of those that are dated, both rising."""
    blocks: Blocks = {}
    by_month = groupby(_dated(connection, blocks), key=lambda one: one.month)
    dated = [
        DatedNumbers(first.first, month, first.articles + sum(other.articles for other in others))
        for month, [first, *others] in by_month
    ]
    return blocks, dated


def _dated(connection: Connection, blocks: Blocks) -> Iterator[DatedNumbers]:
    """Put the stored articles' numbers into blocks; yield the months of each block's."""
    for at, (members, dated, first, last) in connection.execute(_BLOCKS.of(connection)):
        blocks[at] = members
        if first == last and dated == members.bit_count():
            lowest = (members & -members).bit_length() - 1
            yield DatedNumbers(at * SIZE + lowest, first, dated)
        elif first:
            for number, month in _DATES.all(connection, {"first": at * SIZE, "end": (at + 1) * SIZE}):
                yield DatedNumbers(number, month)


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
