"""Dates as newsrooms print them, turned into the portal's own time (Asia/Shanghai, +08:00, no summer time)."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

from zhanjiang.times import PORTAL_TIME

# Parts of the day, as they stand before the hour. From noon on they count from twelve, as a clock with hands does.
_MORNING: Final = "凌晨|清晨|早上|早晨|早间|上午|早"
_NOON: Final = "正午|中午"
_AFTERNOON: Final = "下午|午后|午後|傍晚"
_NIGHT: Final = "晚上|晚间|晚間|深夜|夜里|夜裡|夜间|夜間|半夜|午夜|晚|夜"
PART_OF_DAY: Final = rf"(?P<part>{_MORNING}|{_NOON}|{_AFTERNOON}|{_NIGHT})"
"""A pattern for the word before an hour, as in 下午 9:58."""
CLOCK: Final = (
    r"(?P<hour>\d{1,2})\s*(?:[:：]\s*(?P<minute>\d{2})(?!\d)|[时時点點]\s*(?P<minutes>\d{1,2})\s*分"
    r"|[时時点點]\s*(?P<bare>\d{2})(?!\d)|[时時点點]\s*(?P<half>[半整])"
    r"|[时時点點](?!许|左右|[前后後至到间間\d-]))"
    r"(?P<second>\s*[:：]?\s*\d{2}\s*秒|\s*[:：]\s*\d{2}(?!\d)(?:[.,]\d{1,9})?)?(?:\s*[分秒](?!享))?"
    r"(?:\s*(?P<meridiem>[AaPpＡａＰｐ]\.?\s?[MmＭｍ](?![A-Za-z])\.?|[上下]午(?=\s|$)))?"
)
"""A pattern for a time of day: 21:58, 9:58:07 PM, 9时58分, 9点半."""
_ZONE: Final = (
    r"(?P<zone>Z(?![A-Za-z])|\s?(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d\d)?)?"
    r"|\s?\+(?:0\d|1[0-4]):?\d\d|-(?:0\d|1[0-2]):?\d\d(?!\d))?"
)
_YEAR: Final = r"(?:[1１][9９]|[2２][0０])\d\d|[一二][九〇○Ｏ零0][〇○Ｏ零一二三四五六七八九0]{2}"
_WEEKDAY: Final = r"[(（\[【]?\s*(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]\s*[)）\]】]?"
DATE: Final = re.compile(
    rf"(?<![\d〇])(?P<year>{_YEAR})\s*[-/.年－–—‐−／．]\s*(?P<month>\d{{1,2}}|[正一二三四五六七八九十]{{1,2}})"
    rf"\s*[-/.月－–—‐−／．]\s*(?P<day>\d{{1,2}}(?!\d)|\d\d(?=\d\d[:：]\d\d)|[一二三四五六七八九十廿卅]{{1,3}})\s*[日号號]?"
    rf"(?:\s*{_WEEKDAY})?"
    rf"(?:\s*[T,，|｜·/／_—–－-]?\s*(?:{PART_OF_DAY}\s*)?{CLOCK}{_ZONE}(?:\s*{_WEEKDAY}(?![一-鿿]))?)?"
)
"""A date, with its time of day where that follows; the groups are as printed."""
AGO: Final = (
    r"(?:[刚剛][刚剛才]|半小[时時]前"
    r"|(?P<number>\d{1,9})\s*(?P<unit>秒|分[钟鐘]|[个個]?小[时時]|天|日|周|[个個]月|月|年)前)"
)
"""A pattern for a time that counts back from the day of reading: 3天前, 刚刚."""

_NUMERALS: Final = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○Ｏ零0", 0)
_HALF_DAY: Final = 12
_AFTER_NOON: Final = frozenset("PpＰｐ下")


def read_published_at(text: str) -> str | None:
    """Read the first date of a line: ISO 8601 with +08:00 to the minute, or the day alone where only it is printed.

    None where the line has no date. A date that does not exist (month 13) raises ValueError; ``read_existing`` reads
    what there is of it. A time of another zone (``Z``, ``+00:00``) becomes the portal's.

    >>> read_published_at("2022-09-20 19:08 来源：湛江云媒")
    '2022-09-20T19:08:00+08:00'
    >>> read_published_at("2022年5月31日（星期二）晚9时58分"), read_published_at("2022-05-31T13:58:00Z")
    ('2022-05-31T21:58:00+08:00', '2022-05-31T21:58:00+08:00')
    >>> read_published_at("湛江日报 2024年02月01日")
    '2024-02-01'
    >>> read_published_at("来源：湛江云媒") is None
    True
    """
    match = DATE.search(text)
    return None if match is None else _moment(match)


def read_existing(text: str) -> str | None:
    """Read the first date of a line as far as it exists: the day alone where its time of day cannot be, else None.

    >>> read_existing("2022-09-20 19:08"), read_existing("2022-09-20 25:61"), read_existing("2022-02-30 19:08")
    ('2022-09-20T19:08:00+08:00', '2022-09-20', None)
    """
    return _existing(text)[0]


@lru_cache(maxsize=16)  # so they do of its info line
def has_existing_date(text: str) -> bool:
    """Say whether a line has a date whose day exists.

    >>> has_existing_date("2022-02-30 2022-03-01"), has_existing_date("2022-02-30"), has_existing_date("港口")
    (True, False, False)
    """
    return any(read_existing(match[0]) for match in DATE.finditer(text))


def is_impossible(printed: str) -> bool:
    """Say whether the first date of a line, or its time of day, does not exist.

    >>> is_impossible("2022-02-30"), is_impossible("2022-02-28 25:61"), is_impossible("2022-02-28")
    (True, True, False)
    """
    return _existing(printed)[1]


@lru_cache(maxsize=16)  # several rules ask of the date of one page
def _existing(text: str) -> tuple[str | None, bool]:
    """What there is of the first date of a line, and whether a part of it does not exist."""
    match = DATE.search(text)
    if match is None:
        return None, False
    try:
        return _moment(match), False
    except ValueError:
        with suppress(ValueError):
            return _day(match).isoformat(), True
    return None, True


def _day(match: re.Match[str]) -> date:
    return date(*(_number(match[name]) for name in ("year", "month", "day")))


def _moment(match: re.Match[str]) -> str:
    day = _day(match)
    if match["hour"] is None:
        return day.isoformat()
    moment = datetime(day.year, day.month, day.day) + time_of_day(match)
    return moment.replace(tzinfo=_zone(match) or PORTAL_TIME).astimezone(PORTAL_TIME).isoformat()


def time_of_day(match: re.Match[str]) -> timedelta:
    """The time of a match of ``PART_OF_DAY`` and ``CLOCK``, counted from its day's midnight; ValueError for 25:00.

    24:00 and 晚12时 are the next day's midnight.
    """
    hour, minute = int(match["hour"]), int(match["minute"] or match["minutes"] or match["bare"] or 0)
    minute = 30 if match["half"] == "半" else minute
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise ValueError(f"no time of day: {match[0].strip()}")
    return timedelta(hours=_hour(hour, match["part"] or "", match["meridiem"] or ""), minutes=minute)


def _hour(hour: int, part: str, meridiem: str) -> int:
    """The hour of a day of 24; a part of the day counts only for the hours of a clock with hands."""
    if hour > _HALF_DAY:
        return hour
    if re.fullmatch(_NIGHT, part):
        # 夜里1时 is the small hours; 晚12时 is the end of the day.
        return hour + _HALF_DAY if hour >= 5 else hour
    if re.fullmatch(_NOON, part):
        return hour if hour >= 10 else hour + _HALF_DAY
    if re.fullmatch(_AFTERNOON, part) or meridiem[:1] in _AFTER_NOON:
        return hour % _HALF_DAY + _HALF_DAY
    return hour % _HALF_DAY if part or meridiem else hour


def _zone(match: re.Match[str]) -> timezone | None:
    """The zone printed after a time; None where none is, which means the portal's."""
    zone = (match["zone"] or "").strip()
    digits = re.sub(r"[^\d+-]", "", zone)
    # 21:58-22:30 is a span of hours: west of Greenwich only where seconds are printed, as programs do.
    if not zone or (zone.startswith("-") and not match["second"]):
        return None
    if not digits:
        return UTC
    hours, minutes = (digits[1:3], digits[3:]) if len(digits) > 2 else (digits[1:], "")
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-offset if digits.startswith("-") else offset)


def _number(printed: str) -> int:
    """The number that digits (of any width) or numerals print: ``三十一`` is 31, ``二〇二二`` 2022.

    >>> [_number(printed) for printed in ("０5", "二〇二二", "正", "十", "廿三", "三十一")]
    [5, 2022, 1, 10, 23, 31]
    """
    if printed.isdecimal():
        return int(printed)
    numerals = printed.replace("正", "一").replace("廿", "二十").replace("卅", "三十")
    if "十" not in numerals:
        return int("".join(str(_NUMERALS[numeral]) for numeral in numerals))
    tens, _, ones = numerals.partition("十")
    return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0)


def portal_day(published: str) -> date:
    """The portal's day of a ``published_at`` value.

    >>> portal_day("2022-05-31T21:58:00+08:00")
    datetime.date(2022, 5, 31)
    """
    return date.fromisoformat(published[:10])
