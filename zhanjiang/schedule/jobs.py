"""What runs when: each job with its times, how long it may wait for the one before it, and how long it may last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Final


@dataclass(frozen=True, slots=True)
class Job:
    """A command and its times, on the portal's clock.

    ``days``: a day of the week from Monday (0 to 6), or of the month from 1, where it is not daily. A job without
    ``hour`` runs each hour. ``wait``, ``limit`` and ``jitter`` are seconds: how long it waits for another job (0: it
    leaves the turn to it, exit code 75), how long it may last, and how much later than planned it may start.
    """

    name: str
    purpose: str
    arguments: tuple[str, ...]
    minute: int
    limit: int
    hour: int | None = None
    weekday: int | None = None
    day: int | None = None
    wait: int = 0
    jitter: int = 120

    @property
    def at(self) -> time:
        """The time of the day; of an hourly job only the minute counts."""
        return time(self.hour or 0, self.minute)


_MINUTE: Final = 60
_HOUR: Final = 3600

JOBS: Final = (
    Job("frontpage", "front page: rankings and picture box", ("crawl", "frontpage"), 0, 8 * _MINUTE, wait=5 * _MINUTE),
    Job("articles", "what is new on the portal", ("crawl", "articles"), 15, 40 * _MINUTE),
    Job("newspaper", "the newspapers of the day", ("crawl", "newspaper"), 40, 2 * _HOUR, hour=5, wait=_HOUR),
    Job(
        "full",
        "every listing to its end",
        ("crawl", "articles", "-a", "full=1"),
        *(5, 7 * _HOUR),
        hour=22,
        weekday=5,
        wait=_HOUR,
        jitter=5 * _MINUTE,
    ),
    Job(
        "verify",
        "the archive, every record",
        ("archive", "verify"),
        *(10, 6 * _HOUR),
        hour=11,
        day=1,
        wait=2 * _HOUR,
        jitter=5 * _MINUTE,
    ),
)
"""A sensible day. The weekly walk ends before the newspapers come, and what it has no time for it takes up later."""
