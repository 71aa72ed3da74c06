"""When a comment was written: comment software prints it in more forms than newsrooms print dates."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from zhanjiang.processors.dates import CLOCK, DATE, PART_OF_DAY, read_published_at, time_of_day
from zhanjiang.processors.lazy_pattern import lazy_pattern
from zhanjiang.times import PORTAL_TIME

_ZONED: Final = lazy_pattern(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)")
_SECONDS: Final = lazy_pattern(r"(\d{9,10})(?:\.\d+)?|(\d{12,13})")
_TIME: Final = rf"(?:{PART_OF_DAY}\s*)?{CLOCK}"
_YEARLESS: Final = lazy_pattern(rf"(?P<month>\d{{1,2}})\s*[-/.月]\s*(?P<day>\d{{1,2}})\s*[日号]?\s*{_TIME}")
_JUST_NOW: Final = lazy_pattern(r"[刚剛]{1,2}(?:才)?")
_AGO: Final = lazy_pattern(r"(\d{1,4})\s*(秒|分|小?[时時]|天)[钟鐘]?(?:以)?前")
_DAY: Final = lazy_pattern(rf"(?P<word>今天|昨天|前天)\s*(?:{_TIME})?")
_UNITS: Final = {"秒": "seconds", "分": "minutes", "时": "hours", "天": "days"}
_DAYS_AGO: Final = {"今天": 0, "昨天": 1, "前天": 2}
_FIRST_YEAR: Final = "2000"


def read_comment_time(shown: str, seen_at: datetime) -> str | None:
    """Read the time beside a comment: ISO 8601 with +08:00, or the day alone where no time of day can be known.

    Times relative to the reader (5分钟前, 昨天 21:58) and days without a year count from ``seen_at``, the moment of the
    visit. None for what cannot be read and for a clock's zero (year 1, 1970); the comment keeps the time as shown.

    >>> noon = datetime(2022, 6, 1, 12, 0, tzinfo=PORTAL_TIME)
    >>> read_comment_time("2022-05-31 21:58:07", noon), read_comment_time("1654005480", noon)
    ('2022-05-31T21:58:00+08:00', '2022-05-31T21:58:00+08:00')
    >>> read_comment_time("5分钟前", noon), read_comment_time("3天前", noon), read_comment_time("昨天 21:58", noon)
    ('2022-06-01T11:55:00+08:00', '2022-05-29', '2022-05-31T21:58:00+08:00')
    >>> read_comment_time("12-31 08:00", noon), read_comment_time("很久以前", noon)
    ('2021-12-31T08:00:00+08:00', None)
    """
    text, here = shown.strip(), seen_at.astimezone(PORTAL_TIME)
    try:
        time = _absolute(text) or _relative(text, here)
    except (ValueError, OverflowError):
        return None  # the 31st of June
    return time if time and time >= _FIRST_YEAR else None


def is_absolute_time(shown: str) -> bool:
    """Say whether a time is shown alike at every visit, which ``5分钟前`` is not."""
    text = shown.strip()
    return bool(_ZONED.fullmatch(text) or _SECONDS.fullmatch(text) or DATE.search(text))


def _absolute(text: str) -> str | None:
    if _ZONED.fullmatch(text):
        return datetime.fromisoformat(text).astimezone(PORTAL_TIME).isoformat(timespec="seconds")
    if seconds := _SECONDS.fullmatch(text):
        moment = float(seconds[1]) if seconds[1] else float(seconds[2]) / 1000
        return datetime.fromtimestamp(moment, PORTAL_TIME).isoformat(timespec="seconds")
    return read_published_at(text)


def _relative(text: str, here: datetime) -> str | None:
    if _JUST_NOW.fullmatch(text):
        return _to_the_minute(here)
    if ago := _AGO.fullmatch(text):
        unit = _UNITS[ago[2][-1].replace("時", "时")]
        moment = here - timedelta(**{unit: int(ago[1])})
        return moment.date().isoformat() if unit == "days" else _to_the_minute(moment)
    if day := _DAY.fullmatch(text):
        midnight = _midnight(here - timedelta(days=_DAYS_AGO[day["word"]]))
        return _to_the_minute(midnight + time_of_day(day)) if day["hour"] else midnight.date().isoformat()
    if yearless := _YEARLESS.fullmatch(text):
        day_of_year = datetime(here.year, int(yearless["month"]), int(yearless["day"]), tzinfo=PORTAL_TIME)
        moment = day_of_year + time_of_day(yearless)
        return _to_the_minute(moment if moment <= here + timedelta(days=1) else moment.replace(year=here.year - 1))
    return None


def _to_the_minute(moment: datetime) -> str:
    return moment.replace(second=0, microsecond=0).isoformat()


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
