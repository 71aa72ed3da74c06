"""Moments as a report shows them: by the portal's clocks, or in UTC; and spans in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Final

from zhanjiang.times import PORTAL_TIME, now, parse_moment, portal_time

_UNITS: Final = ((timedelta(days=2), timedelta(days=1), "days"), (timedelta(hours=2), timedelta(hours=1), "hours"))


@dataclass(frozen=True, slots=True)
class Clock:
    """Whose clock: the portal's (UTC+8), or UTC."""

    is_utc: bool = False

    @property
    def name(self) -> str:
        """What times are, as the end of a sentence."""
        return "UTC" if self.is_utc else "the portal's (UTC+8)"

    def show(self, moment: str | None) -> str:
        """A stored moment to the minute; ``-`` where there is none.

        >>> Clock().show("2022-05-31T13:58:00Z"), Clock(is_utc=True).show("2022-05-31T13:58:00Z"), Clock().show(None)
        ('2022-05-31 21:58', '2022-05-31 13:58', '-')
        """
        if moment is None:
            return "-"
        return portal_time(moment, UTC if self.is_utc else PORTAL_TIME)


def age(moment: str) -> str:
    """How long ago a stored moment is, in words."""
    return span(now() - parse_moment(moment))


def span(length: timedelta) -> str:
    """A span of time in words, in the largest unit of which there are two.

    >>> span(timedelta(hours=53)), span(timedelta(minutes=119)), span(timedelta(seconds=5))
    ('2 days', '119 minutes', '0 minutes')
    """
    for least, unit, name in _UNITS:
        if length >= least:
            return f"{length // unit} {name}"
    return f"{max(length, timedelta()) // timedelta(minutes=1)} minutes"
