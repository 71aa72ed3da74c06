"""What is to be read again, as a user says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhanjiang.items import Article
from zhanjiang.processors.dates import portal_day

_NUMBERS = re.compile(r"(\d+)(?:-(\d+))?")
_NEWSPAPER = re.compile(r"[a-z]+/\d{4}-\d\d(?:-\d\d)?/\d+(?:_\d+)?")


class WrongSelection(ValueError):
    """What was asked for makes no sense; the text is one line that says what is allowed."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be read: of the IDs (all where there are none), published from ``since`` to ``until``, of a kind."""

    numbers: tuple[range, ...] = ()
    ids: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    kind: str | None = None

    def names(self, article: str) -> bool:
        """Say whether an article's ID is among those asked for.

        >>> read_selection("2665000-2665999").names("portal/2665093")
        True
        """
        if not (self.numbers or self.ids):
            return True
        series, _, number = article.rpartition("/")
        is_numbered = series == "portal" and any(int(number) in numbers for numbers in self.numbers)
        return is_numbered or article in self.ids

    def holds(self, article: Article) -> bool:
        """Say whether an article that was read is wanted. One without a date is not, where days are given."""
        if self.kind and article.kind != self.kind:
            return False
        if self.since is None and self.until is None:
            return True
        day = portal_day(article.published_at) if article.published_at else None
        return day is not None and (self.since or day) <= day <= (self.until or day)


def read_selection(
    ids: str | None = None, since: str | None = None, until: str | None = None, kind: str | None = None
) -> Selection:
    """Read the options of a command. Raises WrongSelection."""
    parts = [part.strip().removeprefix("portal/") for part in (ids or "").split(",") if part.strip()]
    named = frozenset(part for part in parts if _NEWSPAPER.fullmatch(part))
    numbers = tuple(_ranges(part for part in parts if part not in named))
    return Selection(numbers, named, _day("since", since), _day("until", until), kind)


def _ranges(parts: Iterator[str]) -> Iterator[range]:
    for part in parts:
        match = _NUMBERS.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if first > last:
            raise WrongSelection(f"--ids {part}: give IDs and rising ranges, such as 2665000-2665999,2690507")
        yield range(first, last + 1)


def _day(name: str, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise WrongSelection(f"--{name} {value}: give a day, such as 2022-05-31") from None
