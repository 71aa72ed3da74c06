"""One clock, one form of a moment, one reader of a day.

Store, archive and items write moments in UTC to the second, ``2022-05-31T13:58:00Z``; captures add microseconds. Both
are compared as texts. Days are the portal's own (Asia/Shanghai, +08:00, no summer time).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from typing import Final
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
    return (when or now()).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def portal_time(written: str) -> str:
    """A moment as the portal's clocks show it, to the minute.

    >>> portal_time("2022-05-31T13:58:00Z")
    '2022-05-31 21:58'
    """
    return f"{parse_moment(written).astimezone(PORTAL_TIME):%Y-%m-%d %H:%M}"


def exact_moment(when: datetime | None = None) -> str:
    """A moment with a zone, by default the present one, as captures write it: with microseconds.

    >>> exact_moment(datetime(2026, 11, 25, tzinfo=PORTAL_TIME))
    '2026-11-24T16:00:00.000000Z'
    """
    return (when or now()).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


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
