"""The walk through one newspaper's days: which days come next, and where each may be. No crawler, no network."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from zhanjiang.addresses.newspapers import FIRST_PAGES, SINCE_2024, NewspaperReference, NewspaperSites

_DAY: Final = timedelta(days=1)
_MOST_WAITING: Final = 200
"""How many days of a range are requested and not answered at once: a range may be of centuries."""
_LONGEST_JUMP: Final = 366
"""How many days before one that is read are requested where its link jumps over more of them."""
PATIENCE: Final = 31
"""A walk without a first day ends after so many days in a row without a paper, if no link leads further back."""


class NewspaperWalk:
    """The days of one paper, the newest first.

    With ``since`` each day of the range is requested: one at a time until a day was read, since then it is known where
    the paper's days are, then all the others. Without ``since`` each day leads to those before it, down to the one that
    its link 上一期 names. After ``most_days`` answers the walk is left to another run (``is_at_limit``). Methods return
    the days to request next; a day that is known is requested and dropped by the frontier, which ends the walk.
    """

    def __init__(
        self, paper: str, sites: NewspaperSites, since: date | None, until: date | None, most_days: int
    ) -> None:
        """Begin a walk that has learnt nothing yet; ``paper`` is zjrb or zjwb, the days are both included."""
        self.paper = paper
        self.sites = sites
        self.since = since
        self.until = until
        self._linked: dict[date, NewspaperReference] = {}
        self._seen: NewspaperReference | None = None
        self._most_days = most_days
        self._ahead = range(0)  # days by their ordinals, the newest first
        self._waiting = 0
        self._answered = 0
        self._days_missing = 0
        self._tried_absent: dict[date, tuple[str, ...]] = {}

    # --- Where the walk begins ------------------------------------------------------------------------------------

    @property
    def entrances(self) -> list[str]:
        """The addresses that may lead to the newest day: of the present site, then of the paper's own."""
        present = self.paper == "zjrb" and (self.until is None or self.until >= SINCE_2024) and self.sites.paper
        return [f"{self.sites.paper}/"] * bool(present) + [f"{self.sites.newspaper}/{self.paper}/"] * (not self.until)

    @property
    def knows_the_paper(self) -> bool:
        """Say whether a day of the paper was seen."""
        return self._seen is not None

    def learn_newest(self, reference: NewspaperReference) -> None:
        """Learn the newest day from an entrance."""
        self._seen = reference
        self._linked[_day(reference)] = reference

    def begin(self, today: date) -> list[date]:
        """The first days to request: the newest, or the range's."""
        last = self.until or max(self._linked, default=today)
        first = self.since or last
        self._ahead = range(last.toordinal(), first.toordinal() - 1, -1)
        return self._next_ahead()

    def _next_ahead(self) -> list[date]:
        return self._take(max(0, _MOST_WAITING - self._waiting) if self._seen else 1)

    def _take(self, count: int) -> list[date]:
        days, self._ahead = self._ahead[:count], self._ahead[count:]
        self._waiting += len(days)
        return [*map(date.fromordinal, days)]

    def rest(self) -> list[date]:
        """What is next of the range, when no request is open any more: days that are known get no answer."""
        self._waiting = 0
        return [] if self.is_at_limit else self._take(_MOST_WAITING)

    def _note_answer(self) -> None:
        self._answered += 1
        self._waiting = max(0, self._waiting - 1)

    @property
    def has_days_ahead(self) -> bool:
        """Say whether days of the range are not requested yet."""
        return bool(self._ahead)

    @property
    def is_at_limit(self) -> bool:
        """Say whether so many days were answered that those to come are left to another run."""
        return self._answered >= self._most_days

    # --- Where a day is -------------------------------------------------------------------------------------------

    def is_linked(self, day: date) -> bool:
        """Say whether another day links this one."""
        return day in self._linked

    def addresses(self, day: date) -> list[NewspaperReference]:
        """Where a day may be, the likeliest first: once a day of the paper was seen, there is one way only."""
        seen = self._seen
        linked = [self._linked[day]] if day in self._linked else []
        if seen and (seen.site == "newspaper" or day >= SINCE_2024):
            return [*linked, seen.of_day(day)]
        names = FIRST_PAGES if seen is None else FIRST_PAGES[:1]
        return [*linked, *(self.sites.first_page(self.paper, day, name) for name in names)]

    def other_address(self, day: date, tried: Collection[str]) -> NewspaperReference | None:
        """Where else a day may be than at the paths ``tried``."""
        return next((other for other in self.addresses(day) if other.path not in tried), None)

    # --- How the walk goes on -------------------------------------------------------------------------------------

    def read(self, reference: NewspaperReference) -> None:
        """Learn that a day was read at this address of its first page."""
        self._note_answer()
        self._days_missing = 0
        self._seen = reference

    def link_previous(self, previous: NewspaperReference) -> tuple[str, ...] | None:
        """Learn a link 上一期; the paths already tried for its day, if the day was absent, which it may not be."""
        day = _day(previous)
        self._linked[day] = previous
        return self._tried_absent.pop(day, None)

    def before(self, day: date, previous: NewspaperReference | None) -> list[date]:
        """The days to request after one that was read: all down to the linked one."""
        days = self._next_ahead()
        if self.since:
            return days
        target = _day(previous) if previous else day - _DAY
        jumped = min((day - target).days, _LONGEST_JUMP)
        return days + [day - back * _DAY for back in range(1, jumped)] + [target] * (target < day)

    def absent(self, day: date, tried: tuple[str, ...]) -> list[date]:
        """The days to request after one that is at none of the paths ``tried``: only a link can still lead to it."""
        self._note_answer()
        self._tried_absent[day] = tried
        days = self._next_ahead()
        if self.since or any(linked < day for linked in self._linked):
            return days
        self._days_missing += 1
        return days if self.is_out_of_patience else [*days, day - _DAY]

    @property
    def is_out_of_patience(self) -> bool:
        """Say whether the walk ends, since too many days in a row have no paper."""
        return self._days_missing >= PATIENCE


def _day(reference: NewspaperReference) -> date:
    return date.fromisoformat(reference.day)
