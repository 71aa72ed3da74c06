"""Dates as newsrooms print them, turned into the portal's own time (Asia/Shanghai, +08:00, no summer time)."""

from __future__ import annotations

import re
from datetime import date, datetime

from zhanjiang.times import PORTAL_TIME

DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)\s*日?"
    r"(?:\s*(?:星期|周)[一二三四五六日天])?"
    r"(?:[\sT]*(?P<hour>\d{1,2})\s*[:：时点]\s*(?P<minute>\d{2})(?!\d)(?:\s*[:：分]\s*\d{2}(?!\d))?(?:\s*[分秒](?!享))?)?"
)


def read_published_at(text: str) -> str | None:
    """Read the first date of a line: ISO 8601 with +08:00 to the minute, or the day alone where only it is printed.

    None where the line has no date. A date that does not exist (month 13) raises ValueError: it is a fault of the page
    or of the rule, not an absent date.

    >>> read_published_at("2022-09-20 19:08 来源：湛江云媒")
    '2022-09-20T19:08:00+08:00'
    >>> read_published_at("湛江日报 2024年02月01日")
    '2024-02-01'
    >>> read_published_at("来源：湛江云媒") is None
    True
    """
    match = DATE.search(text)
    if match is None:
        return None
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    if match["hour"] is None:
        return date(year, month, day).isoformat()
    return datetime(year, month, day, int(match["hour"]), int(match["minute"]), tzinfo=PORTAL_TIME).isoformat()


def portal_day(published: str) -> date:
    """The portal's day of a ``published_at`` value.

    >>> portal_day("2022-05-31T21:58:00+08:00")
    datetime.date(2022, 5, 31)
    """
    return date.fromisoformat(published[:10])
