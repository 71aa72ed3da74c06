"""What changes with every visit to an article's page: the picture box and the count of views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from random import Random

from zhanjiang.replica.answer import BodyPart, SiteResponse
from zhanjiang.replica.story import Story
from zhanjiang.replica.validators import Validators

_VIEWS_BETWEEN_VISITS = 1217
"""More than a thousand, so that a count printed as 1.2万 differs from one visit to the next, too."""


class Live(Enum):
    """The parts that change, each by the mark that stands for it in a rendered page."""

    PICTURE_BOX = "<!--picture box-->"
    VIEWS = "<!--views-->"


class LivePage:
    """An article's page, rendered but for its live parts."""

    def __init__(self, parts: Sequence[BodyPart | Live], validators: Validators | None) -> None:
        self._parts = tuple(parts)
        self._validators = validators
        self._latest = SiteResponse([])

    def compress(self) -> None:
        """Compress what never changes before the first visit."""
        for part in self._parts:
            if isinstance(part, BodyPart):
                _ = part.deflated

    def answer(self, live: Mapping[Live, BodyPart]) -> SiteResponse:
        """Return the page with its live parts filled in: the previous response as long as these are the same."""
        pieces = tuple(live[part] if isinstance(part, Live) else part for part in self._parts)
        if pieces != self._latest.pieces:
            self._latest = SiteResponse(pieces, validators=self._validators)
        return self._latest


def views(story: Story, visits: int) -> int:
    """Return a story's count of views after so many visits of its page."""
    return Random(story.number).randint(80, 52_000) + visits * _VIEWS_BETWEEN_VISITS


def printed_views(count: int) -> str:
    """Return a count as pages print it.

    >>> printed_views(861), printed_views(12_345)
    ('861', '1.2万')
    """
    return f"{count / 10_000:.1f}万" if count >= 10_000 else str(count)


def box_slot(seconds: int, now: float) -> int:
    """Return the stretch of time in which the picture box stays the same; with 0 seconds there is one alone.

    >>> box_slot(20, 1000.0), box_slot(0, 1000.0)
    (50, 0)
    """
    return int(now / seconds) if seconds else 0
