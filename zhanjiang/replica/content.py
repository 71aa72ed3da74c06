"""All stories of a replica, by seed and generation: what is printed, what was withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from zhanjiang.replica.counter import SECOND_DAY, draw_days, draw_numbers
from zhanjiang.replica.newsroom import Newsroom
from zhanjiang.replica.story import Story

_REPRINTED = 0.02
_MIDNIGHT = 0.08
_EDITED = 0.05
_WITHDRAWN = 0.02
_ADDED = 0.04
_OPENS, _CLOSES = 6 * 60 + 30, 23 * 60 + 30


@dataclass(frozen=True, slots=True)
class Content:
    """The stories by number, newest first, and the numbers withdrawn, each with how its page is gone.

    ``withdrawn`` maps a number to the status of its page: 404, or 200 with a page that says that it is gone.
    """

    stories: dict[int, Story]
    withdrawn: dict[int, int]


def write_content(articles: int, seed: int, generation: int) -> Content:
    """Write all stories. The second generation adds about 4 in 100, edits 5 and withdraws 2."""
    newsroom = Newsroom(seed, set())
    chance = Random(f"content {seed}")
    stories: dict[int, Story] = {}
    for day, count in draw_days(articles, chance):
        stories.update(_write_day(newsroom, day, count, stories, chance))
    withdrawn = _next_generation(newsroom, stories, seed) if generation == 2 else {}
    newest_first = sorted(stories.values(), key=lambda story: -story.number)
    return Content({story.number: story for story in newest_first}, withdrawn)


def _write_day(newsroom: Newsroom, day: date, count: int, before: dict[int, Story], chance: Random) -> dict[int, Story]:
    """Write the stories of one day; a few are earlier articles reprinted under a second number."""
    stories = {}
    for number, minute in zip(draw_numbers(day, count, chance), _draw_minutes(count, chance), strict=True):
        published = datetime.combine(day, time()) + timedelta(minutes=minute)
        model = _reprintable(before, chance)
        story = newsroom.reprint(model, number, published) if model else newsroom.write(number, published)
        stories[number] = story
    return stories


def _draw_minutes(count: int, chance: Random) -> list[int]:
    """Draw the minutes of the day, ascending; some stories are printed at midnight, as on the portal."""
    return sorted(0 if chance.random() < _MIDNIGHT else chance.randint(_OPENS, _CLOSES) for _ in range(count))


def _reprintable(stories: dict[int, Story], chance: Random) -> Story | None:
    """Sometimes choose one of the latest articles, from before the day at hand, for a reprint."""
    if chance.random() >= _REPRINTED:
        return None
    latest = [story for story in list(stories.values())[-20:] if story.kind == "article"]
    return chance.choice(latest) if latest else None


def _next_generation(newsroom: Newsroom, stories: dict[int, Story], seed: int) -> dict[int, int]:
    """Turn the first generation's stories into the second's, in place; return what was withdrawn."""
    chance = Random(f"generation {seed}")
    numbers = sorted(stories)
    chance.shuffle(numbers)
    edited = round(len(numbers) * _EDITED) or 1
    withdrawn = numbers[edited : edited + (round(len(numbers) * _WITHDRAWN) or 1)]
    for number in numbers[:edited]:
        stories[number] = newsroom.edit(stories[number])
    for number in withdrawn:
        del stories[number]
    added = round(len(numbers) * _ADDED) or 1
    for offset, start in enumerate(range(0, added, 36)):
        day = SECOND_DAY + timedelta(offset)
        stories.update(_write_day(newsroom, day, min(36, added - start), {}, chance))
    return {number: chance.choice((404, 200)) for number in withdrawn}
