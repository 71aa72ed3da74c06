"""When a known page is revisited: young articles often, old ones seldom; each answer adapts the interval."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from zhanjiang.times import parse_moment

SHORTEST: Final = timedelta(hours=1)
LONGEST: Final = timedelta(days=180)
_OF_AGE: Final = 10
"""An article is revisited after a tenth of its age: after 2 hours on its first day, after a month in its year."""
_PATIENCE: Final = 3
"""So often the very next run retries a page that failed; after that it rests for a day, two days, four …"""


def _within(interval: timedelta) -> timedelta:
    return min(max(interval, SHORTEST), LONGEST)


def first_interval(age: timedelta | None) -> timedelta:
    """How long after its first visit an article is due, by its age; of unknown age it counts as a week old.

    >>> first_interval(timedelta(days=100)), first_interval(timedelta(minutes=5))
    (datetime.timedelta(days=10), datetime.timedelta(seconds=3600))
    """
    return _within((timedelta(days=7) if age is None else age) / _OF_AGE)


def longer(interval: timedelta) -> timedelta:
    """The interval after a visit that brought nothing new.

    >>> longer(timedelta(days=3)), longer(timedelta(days=150)).days
    (datetime.timedelta(days=6), 180)
    """
    return _within(interval * 2)


def shorter(interval: timedelta) -> timedelta:
    """The interval after a visit that brought an edit.

    >>> shorter(timedelta(days=2)), shorter(timedelta(hours=1))
    (datetime.timedelta(seconds=43200), datetime.timedelta(seconds=3600))
    """
    return _within(interval / 4)


def after_failures(attempts: int) -> timedelta:
    """How long a page rests that failed ``attempts`` times in a row.

    >>> after_failures(1), after_failures(4), after_failures(6).days
    (datetime.timedelta(0), datetime.timedelta(days=1), 4)
    """
    if attempts <= _PATIENCE:
        return timedelta(0)
    return min(timedelta(days=2 ** min(attempts - _PATIENCE - 1, 8)), LONGEST)


def age_of(published_at: str | None, now: datetime) -> timedelta | None:
    """How long ago an article was published, by the portal's date or moment; None if that is unknown.

    >>> from datetime import UTC
    >>> age_of("2022-05-31T08:00:00+08:00", datetime(2022, 6, 1, tzinfo=UTC)).days
    1
    """
    if not published_at:
        return None
    return now - parse_moment(published_at)
