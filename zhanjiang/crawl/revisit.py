"""When a known page is asked for again: young articles often, old ones seldom, each answer adapting the interval."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal, get_args

from zhanjiang.times import parse_moment

Revisit = Literal["adaptive", "never", "all"]
REVISITS: Final[tuple[Revisit, ...]] = get_args(Revisit)
"""The values of the setting ``REVISIT``."""

SHORTEST: Final = timedelta(hours=1)
LONGEST: Final = timedelta(days=180)
_OF_AGE: Final = 10
"""An article is asked for again after a tenth of its age: after 2 hours on its first day, after a month in its year."""
_PATIENCE: Final = 3
"""So often a page that failed is asked for again by the very next run; from then on after a day, two days, four …"""


def _within(interval: timedelta) -> timedelta:
    return min(max(interval, SHORTEST), LONGEST)


def first_interval(age: timedelta | None) -> timedelta:
    """Return how long after its first reading an article is due, by its age; without one it counts as a week old.

    >>> first_interval(timedelta(days=100)), first_interval(timedelta(minutes=5))
    (datetime.timedelta(days=10), datetime.timedelta(seconds=3600))
    """
    return _within((timedelta(days=7) if age is None else age) / _OF_AGE)


def longer(interval: timedelta) -> timedelta:
    """Return the interval after a visit that found nothing new.

    >>> longer(timedelta(days=3)), longer(timedelta(days=150)).days
    (datetime.timedelta(days=6), 180)
    """
    return _within(interval * 2)


def shorter(interval: timedelta) -> timedelta:
    """Return the interval after a visit that found the article edited.

    >>> shorter(timedelta(days=2)), shorter(timedelta(hours=1))
    (datetime.timedelta(seconds=43200), datetime.timedelta(seconds=3600))
    """
    return _within(interval / 4)


def after_failures(attempts: int) -> timedelta:
    """Return how long a page rests that failed ``attempts`` times in a row.

    >>> after_failures(1), after_failures(4), after_failures(6).days
    (datetime.timedelta(0), datetime.timedelta(days=1), 4)
    """
    if attempts <= _PATIENCE:
        return timedelta(0)
    return min(timedelta(days=2 ** min(attempts - _PATIENCE - 1, 8)), LONGEST)


def age_of(published_at: str | None, now: datetime) -> timedelta | None:
    """Return how long ago an article was published, by the portal's date or moment; None where it is not known.

    >>> from datetime import UTC
    >>> age_of("2022-05-31T08:00:00+08:00", datetime(2022, 6, 1, tzinfo=UTC)).days
    1
    """
    if not published_at:
        return None
    return now - parse_moment(published_at)
