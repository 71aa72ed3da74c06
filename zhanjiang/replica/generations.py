"""What changes between the first generation of stories and the second."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

from zhanjiang.replica.counter import SECOND_DAY
from zhanjiang.replica.newsroom import Newsroom
from zhanjiang.replica.story import Story

_EDITED, _WITHDRAWN, _ADDED, _RECOUNTED = 0.05, 0.02, 0.04, 0.05
_GONE = (404, 200)
_EDITING_BEGINS = datetime.combine(SECOND_DAY, time(8))
ADDED_A_DAY = 90
"""How many articles the counter has room for in a day."""
MOST_ADDED = 8 * ADDED_A_DAY


class GenerationError(ValueError):
    """More is to be changed than there is; the message says so in one line."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many articles the second generation adds, edits and withdraws; None: 4, 5 and 2 in 100, at least one."""

    added: int | None = None
    edited: int | None = None
    withdrawn: int | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """The numbers of the articles that changed, each ascending; an article stands in one list at most.

    ``withdrawn`` maps a number to the status of its page: 404, or 200 with a page that says that it is gone.
    ``recounted`` are those that have more comments and participants than before, and no other change.
    """

    added: tuple[int, ...] = ()
    edited: tuple[int, ...] = ()
    withdrawn: dict[int, int] = field(default_factory=dict)
    recounted: tuple[int, ...] = ()


def added_count(wanted: Wanted, articles: int) -> int:
    """Return how many articles are added to a number of them."""
    return min(MOST_ADDED, _share(articles, _ADDED)) if wanted.added is None else wanted.added


def change_stories(newsroom: Newsroom, stories: dict[int, Story], wanted: Wanted, seed: int) -> Changes:
    """Edit, withdraw and recount stories, in place; return which. Raises GenerationError where there are too few."""
    changes = _choose(stories, wanted, Random(f"generation {seed}"))
    for place, number in enumerate(changes.edited):
        stories[number] = newsroom.edit(stories[number], _EDITING_BEGINS + timedelta(minutes=place))
    for number in changes.recounted:
        stories[number] = newsroom.recount(stories[number])
    for number in changes.withdrawn:
        del stories[number]
    return changes


def _choose(stories: dict[int, Story], wanted: Wanted, chance: Random) -> Changes:
    """Choose what changes.

    A link has no page that could show an edit. A reprint and what it reprints are neither edited nor withdrawn, so
    that what the truth says of the two stays true.
    """
    reprinted = {story.duplicate_of for story in stories.values()}
    free = [number for number in stories if number not in reprinted and stories[number].duplicate_of is None]
    chance.shuffle(free)
    with_page = [number for number in free if stories[number].kind != "link"]
    edited = _take(with_page, wanted.edited, _share(len(stories), _EDITED), "edited")
    left = sorted({*free} - {*edited})
    chance.shuffle(left)
    withdrawn = sorted(_take(left, wanted.withdrawn, _share(len(stories), _WITHDRAWN), "withdrawn"))
    gone = {number: _GONE[place % len(_GONE)] for place, number in enumerate(withdrawn)}
    taken = {*edited, *withdrawn}
    recounted = [number for number in with_page if number not in taken][: _share(len(stories), _RECOUNTED)]
    return Changes((), tuple(sorted(edited)), gone, tuple(sorted(recounted)))


def _share(articles: int, share: float) -> int:
    return round(articles * share) or 1


def _take(numbers: list[int], wanted: int | None, usual: int, purpose: str) -> list[int]:
    """Take the first numbers: as many as wanted, or the usual share where nothing is wanted."""
    if wanted is not None and wanted > len(numbers):
        message = f"{wanted} articles cannot be {purpose}, only {len(numbers)}: give more --articles or a smaller"
        raise GenerationError(f"{message} --{purpose}")
    return numbers[: usual if wanted is None else wanted]
