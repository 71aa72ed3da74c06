"""The articles of a day or a channel as a list of headlines: what a front page shows, by one index alone.

The index holds channel and moment of the latest revisions, so each question is asked of one channel after the other:
there are few. ``None`` stands for the articles without a channel, which are the newspapers'.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from zhanjiang.addresses.article_id import PORTAL
from zhanjiang.items import Image, Kind
from zhanjiang.store.articles import IS_LATEST, articles

_BEGINNING: Final = 160
"""How many characters of a text a list shows at most."""
_published: Final = articles.c.published_at
_COLUMNS: Final = tuple(
    articles.c[name]
    for name in ("id", "kind", "channel", "published_at", "kicker", "headline", "subheadline", "source", "images")
)


class Headline(NamedTuple):
    """An article as a list shows it; ``beginning`` are the first characters of its text, ``picture`` its first one.

    ``series`` and ``number`` order the articles of one moment.
    """

    id: str
    kind: Kind | None
    channel: str | None
    published_at: str | None
    kicker: str | None
    headline: str | None
    subheadline: str | None
    source: str | None
    images: list[dict[str, Any]]
    beginning: str | None
    series: str
    number: int

    @property
    def picture(self) -> Image | None:
        """The first picture whose file is stored, or None."""
        return next((Image(**image) for image in self.images if image.get("path")), None)


_HEADLINE: Final = select(
    *_COLUMNS, func.substr(articles.c.text, 1, _BEGINNING), articles.c.series, articles.c.number
).where(IS_LATEST)


def channels(connection: Connection) -> Iterator[str | None]:
    """Yield the channels, None first where an article has none: one seek in the index for each."""
    if connection.execute(select(articles.c.id).where(_is_of(None)).limit(1)).first():
        yield None
    query = select(func.min(articles.c.channel)).where(IS_LATEST)
    channel: str | None = connection.execute(query).scalar()
    while channel is not None:
        yield channel
        channel = connection.execute(query.where(articles.c.channel > channel)).scalar()


def of_day(connection: Connection, day: str, among: Iterable[str | None]) -> list[Headline]:
    """The articles of a day and of some channels, the latest first."""
    rows = [
        Headline._make(row)
        for channel in among
        for row in connection.execute(_HEADLINE.where(_is_of(channel), *_within(day, _after(day))))
    ]
    return sorted(rows, key=_place, reverse=True)


def of_channel(
    connection: Connection, channel: str | None, count: int, before: tuple[str, int] | None = None
) -> list[Headline]:
    """The latest articles of a channel, or of the portal's without one; after the first those that have no date.

    ``before`` are moment (``""`` for none) and number of the last one read. Where many articles have one moment, their
    numbers order them.
    """
    of_all = _HEADLINE.where(_is_of(channel), *([] if channel is not None else [articles.c.series == PORTAL]))
    moment, number = before or (None, 0)
    query = of_all.where(_published.is_not(None)).order_by(_published.desc(), articles.c.number.desc())
    if moment:
        is_later = and_(_published == moment, articles.c.number < number)
        query = query.where(_published <= moment, or_(_published < moment, is_later))
    found = [*connection.execute(query.limit(count))] if moment != "" else []
    if len(found) < count:
        undated = of_all.where(_published.is_(None)).order_by(articles.c.number.desc()).limit(count - len(found))
        found += connection.execute(undated.where(articles.c.number < number) if moment == "" else undated)
    return [*map(Headline._make, found)]


def nearest_day(
    connection: Connection, among: Sequence[str | None], *, until: str | None = None, since: str | None = None
) -> str | None:
    """The last day with an article until a day, or the first since one; the last of all without either."""
    if since is not None:
        firsts = (_edge(connection, channel, func.min, _published >= since) for channel in among)
        return min(filter(None, firsts), default=None)
    within = [] if until is None else [_published < _after(until)]
    return max(filter(None, (_edge(connection, channel, func.max, *within) for channel in among)), default=None)


def _edge(connection: Connection, channel: str | None, edge: Any, *within: ColumnElement[bool]) -> str | None:
    moment: str | None = connection.execute(select(edge(_published)).where(_is_of(channel), *within)).scalar()
    return moment and moment[:10]


def counts_of_days(
    connection: Connection, among: Iterable[str | None], since: str = "", until: str = "9999"
) -> dict[str | None, Counter[str]]:
    """How many articles of each channel were published on each day that has any, both ends included."""
    day = func.substr(_published, 1, 10)
    counts: dict[str | None, Counter[str]] = {}
    for channel in among:
        query = select(day, func.count()).where(_is_of(channel), *_within(since, _after(until)))
        counts[channel] = Counter(dict(connection.execute(query.group_by(day)).all()))
    return counts


def brief(connection: Connection, ids: Sequence[str]) -> dict[str, Headline]:
    """The articles of some IDs that are stored, by ID."""
    query = _HEADLINE.where(articles.c.id.in_(ids))
    return {row.id: row for row in (Headline._make(values) for values in connection.execute(query))}


def _is_of(channel: str | None) -> ColumnElement[bool]:
    return and_(IS_LATEST, articles.c.channel == channel)


def _within(since: str, before: str) -> tuple[ColumnElement[bool], ...]:
    return _published >= since, _published < before


def _after(day: str) -> str:
    """The day after one, as the first text that no moment of the day reaches."""
    try:
        return f"{date.fromisoformat(day) + timedelta(days=1)}"
    except (ValueError, OverflowError):
        return day + "~"


def _place(row: Headline) -> tuple[str, str, int]:
    return row.published_at or "", row.series, row.number
