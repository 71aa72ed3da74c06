"""One clock, one form of a moment, one reader of a day.

Store, archive and items write moments in UTC to the second, ``2022-05-31T13:58:00Z``; captures add microseconds. Both
are compared as texts. Days are the portal's own (Asia/Shanghai, +08:00, no summer time).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, Literal
from zoneinfo import ZoneInfo

PORTAL_TIME: Final = ZoneInfo("Asia/Shanghai")
"""The zone of the portal and of its newspapers."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The portal's present day."""
    return now().astimezone(PORTAL_TIME).date()


def moment(when: datetime | None = None) -> str:
    """A moment with a zone, by default the present one, as store and items write it.

    >>> moment(datetime(2022, 5, 31, 21, 58, tzinfo=PORTAL_TIME))
    '2022-05-31T13:58:00Z'
    """
    return _written(when or now(), "seconds")


def portal_time(written: str, zone: tzinfo = PORTAL_TIME) -> str:
    """A moment as the portal's clocks show it, or those of another zone, to the minute. Raises ValueError for none.

    >>> portal_time("2022-05-31T13:58:00Z"), portal_time("0001-01-01T00:00:00+08:00", UTC)
    ('2022-05-31 21:58', '0001-01-01 00:00')
    """
    return in_zone(parse_moment(written), zone).isoformat(" ", "minutes")[:16]


def in_zone(when: datetime, zone: tzinfo) -> datetime:
    """A moment by a zone's clocks; at the ends of time, where they would show a year that is none, the last there is.

    >>> in_zone(datetime(9999, 12, 31, 20, tzinfo=UTC), PORTAL_TIME).isoformat()
    '9999-12-31T23:59:59.999999+08:00'
    """
    try:
        return when.astimezone(zone)
    except OverflowError:
        end = datetime.min if when.year == date.min.year else datetime.max
        return end.replace(tzinfo=zone)


def bounds_of_day(day: date) -> tuple[datetime, datetime]:
    """The first moment of a day of the portal, and the one from which on it is over.

    >>> [moment(bound) for bound in bounds_of_day(date(2022, 5, 31))], moment(bounds_of_day(date.max)[1])
    (['2022-05-30T16:00:00Z', '2022-05-31T16:00:00Z'], '9999-12-31T15:59:59Z')
    """
    first = datetime.combine(day, time(), PORTAL_TIME)
    return first, first + timedelta(days=1) if day < date.max else datetime.combine(day, time.max, PORTAL_TIME)


def exact_moment(when: datetime | None = None) -> str:
    """A moment with a zone, by default the present one, as captures write it: with microseconds.

    >>> exact_moment(datetime(2026, 11, 25, tzinfo=PORTAL_TIME))
    '2026-11-24T16:00:00.000000Z'
    """
    return _written(when or now(), "microseconds")


def _written(when: datetime, precision: Literal["seconds", "microseconds"]) -> str:
    """A moment in UTC with four digits for every year, as texts that are compared need; ``strftime`` has fewer."""
    return in_zone(when, UTC).replace(tzinfo=None).isoformat(timespec=precision) + "Z"


def parse_moment(written: str, zone: tzinfo = UTC) -> datetime:
    """Read a moment in any form of ISO 8601; one without a zone is of the given one. Raises ValueError.

    Stores of older versions hold moments that end in ``+00:00``: what is compared is read by this first.

    >>> parse_moment("2022-05-31T13:58:00.123+00:00"), parse_moment("2022-05-31", PORTAL_TIME).utcoffset().seconds
    (datetime.datetime(2022, 5, 31, 13, 58, 0, 123000, tzinfo=datetime.timezone.utc), 28800)
    """
    when = datetime.fromisoformat(written)
    return when if when.tzinfo else when.replace(tzinfo=zone)


def parse_day(typed: str) -> date:
    """Read a day as users type it, ``YYYY-MM-DD`` and nothing else. Raises ValueError, also for days that do not exist.

    >>> parse_day("2022-05-31")
    datetime.date(2022, 5, 31)
    >>> parse_day("20220531")
    Traceback (most recent call last):
    ValueError: '20220531' is no day: give one such as 2022-05-31
    """
    try:
        if _DAY.fullmatch(typed):
            return date.fromisoformat(typed)
    except ValueError:
        pass
    raise ValueError(f"{typed!r} is no day: give one such as 2022-05-31")
