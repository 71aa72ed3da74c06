"""The front page of a day, as a newspaper's: what is new stands on top, then channel by channel; and a channel."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from zhanjiang.addresses.article_id import PORTAL
from zhanjiang.browse.answers import NotThere, Reply
from zhanjiang.browse.calendar import Month, ends_of_month, month_of
from zhanjiang.browse.reading import Reading
from zhanjiang.html import words
from zhanjiang.store import headlines
from zhanjiang.store.headlines import Headline
from zhanjiang.times import parse_day

_ON_TOP = 1
_IN_SECTION = 9
_IN_LIST = 40
_NO_CHANNEL = "-"
"""What stands in an address for the articles of the portal that no channel is known of."""


@dataclass(frozen=True, slots=True)
class Section:
    """The articles of a channel or of a paper on one day: the first ones, how many more there are, and where."""

    title: str
    address: str
    headlines: Sequence[Headline]
    more: int


@dataclass(frozen=True, slots=True)
class Days:
    """The days with articles beside one, and its month with how many articles each day has."""

    month: Month
    before: str | None
    after: str | None
    month_before: str | None
    month_after: str | None
    first: str | None
    last: str | None


def front_page(reading: Reading, day: str = "") -> Reply:
    """The front page of a day, by default of the last one with an article. Raises NotThere for what is no day."""
    among = [*headlines.channels(reading.connection)]
    last = headlines.nearest_day(reading.connection, among)
    day = _read_day(day or reading.query.get("day") or last or "1970-01-01")
    found = headlines.of_day(reading.connection, day, among)
    top = _lead(found)
    shown = [row for row in found if row not in top]
    return reading.page(
        "front.html.j2",
        day=day,
        number=len(found),
        top=top,
        sections=_sections(shown, day),
        pictures=reading.pictures(row.picture.url for row in found if row.picture),
        days=_days(reading, day, among, last),
        channels=[name for name in among if name is not None] + [_NO_CHANNEL] * any(map(_has_no_channel, found)),
    )


def _read_day(typed: str) -> str:
    try:
        return f"{parse_day(typed)}"
    except ValueError as error:
        raise NotThere(f"{typed} 不是日期：请写成 2022-05-31 的样子") from error


def _lead(found: Sequence[Headline]) -> list[Headline]:
    """What stands on top: the latest article with a picture, else the latest."""
    return sorted(found, key=lambda row: row.picture is None)[:_ON_TOP]


def _sections(found: Sequence[Headline], day: str) -> list[Section]:
    """The sections, the one with the latest article first; a newspaper's articles stand under their paper."""
    rows: dict[str, list[Headline]] = {}
    for row in found:
        paper = row.series.partition("/")[0]
        is_of_channel = row.channel or _has_no_channel(row)
        at = f"/channel/{quote(row.channel or _NO_CHANNEL)}" if is_of_channel else f"/newspaper/{paper}/{day}"
        rows.setdefault(at, []).append(row)
    return [
        Section(
            words.place(of[0].channel, of[0].series) or words.channel(_NO_CHANNEL),
            at,
            of[:_IN_SECTION],
            len(of[_IN_SECTION:]),
        )
        for at, of in rows.items()
    ]


def _has_no_channel(row: Headline) -> bool:
    """Say whether an article of the portal has none; those of newspapers never have."""
    return row.channel is None and row.series == PORTAL


def _days(reading: Reading, day: str, among: Sequence[str | None], last: str | None) -> Days:
    start, end = ends_of_month(day)
    counts: Counter[str] = Counter()
    for of_channel in headlines.counts_of_days(reading.connection, among, start, end).values():
        counts.update(of_channel)
    # What sorts before a month's first day and after its last.
    earlier = headlines.nearest_day(reading.connection, among, until=f"{start[:8]}00")
    later = headlines.nearest_day(reading.connection, among, since=f"{end}~")
    return Days(
        month_of(day, counts),
        before=max((one for one in counts if one < day), default=earlier),
        after=min((one for one in counts if one > day), default=later),
        month_before=earlier,
        month_after=later,
        first=headlines.nearest_day(reading.connection, among, since="0"),
        last=last,
    )


def channel_page(reading: Reading, channel: str) -> Reply:
    """A channel's articles, the latest first, from ``before`` on: moment and number of the last one read.

    At the end come those without a date, which no day has.
    """
    moment, is_given, number = reading.query.get("before", "").rpartition("_")
    before = (moment, int(number)) if is_given and re.fullmatch("[0-9]{1,18}", number) else None
    name = None if channel == _NO_CHANNEL else channel
    found = headlines.of_channel(reading.connection, name, _IN_LIST + 1, before)
    if not found and before is None:
        raise NotThere(f"没有“{channel}”这个频道的文章")
    last = found[_IN_LIST - 1] if len(found) > _IN_LIST else None
    return reading.page(
        "channel.html.j2",
        channel=channel,
        dated=[row for row in found[:_IN_LIST] if row.published_at],
        undated=[row for row in found[:_IN_LIST] if not row.published_at],
        pictures=reading.pictures(row.picture.url for row in found if row.picture),
        following=f"{last.published_at or ''}_{last.number}" if last else None,
        is_first=before is None,
    )
