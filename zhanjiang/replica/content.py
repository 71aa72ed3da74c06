"""All stories of a replica, by seed and generation: what is printed, and what changed since the first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from random import Random

from zhanjiang.replica.counter import SECOND_DAY, draw_days, draw_numbers
from zhanjiang.replica.generations import ADDED_A_DAY, Changes, Wanted, added_count, change_stories
from zhanjiang.replica.live_pages import make_live
from zhanjiang.replica.newsroom import Newsroom
from zhanjiang.replica.options import ReplicaOptions
from zhanjiang.replica.reprints import choose_model
from zhanjiang.replica.story import Story

_REPRINTED = 0.04
_LATEST = 20
_MIDNIGHT = 0.08
_OPENS, _CLOSES = 6 * 60 + 30, 23 * 60 + 30


@dataclass(frozen=True, slots=True)
class Content:
    """The stories by number, newest first, and what changed since the first generation."""

    stories: dict[int, Story]
    changes: Changes


@lru_cache(maxsize=4)
def content_of(options: ReplicaOptions) -> Content:
    """Return the stories of a replica with given options, the same in every process."""
    wanted = options.wanted if options.generation == 2 else Wanted()
    content = _written(options.articles, options.seed, options.generation, wanted)
    stories = make_live(content.stories, options.live_pages, options.seed)
    faults = options.faults_of_pictures
    return replace(content, stories={number: faults.climb(story) for number, story in stories.items()})


def first_stories(options: ReplicaOptions) -> list[Story]:
    """Return the stories of the first generation as they were written, newest first."""
    return list(_written(options.articles, options.seed, 1, Wanted()).stories.values())


@lru_cache(maxsize=4)
def _written(articles: int, seed: int, generation: int, wanted: Wanted) -> Content:
    return write_content(articles, seed, generation, wanted)


def write_content(articles: int, seed: int, generation: int, wanted: Wanted | None = None) -> Content:
    """Write all stories; ``wanted`` says how many the second generation changes.

    Raises GenerationError where it cannot change so many.
    """
    newsroom = Newsroom(seed, set())
    chance = Random(f"content {seed}")
    stories: dict[int, Story] = {}
    for day, count in draw_days(articles, chance):
        stories.update(_write_day(newsroom, day, count, stories, chance))
    changes = _next_generation(newsroom, stories, seed, wanted or Wanted()) if generation == 2 else Changes()
    newest_first = sorted(stories.values(), key=lambda story: -story.number)
    return Content({story.number: story for story in newest_first}, changes)


def _write_day(newsroom: Newsroom, day: date, count: int, before: dict[int, Story], chance: Random) -> dict[int, Story]:
    """Write the stories of one day; a few reprint earlier articles under a second number."""
    latest = list(before.values())[-_LATEST:]
    stories: dict[int, Story] = {}
    for number, minute in zip(draw_numbers(day, count, chance), _draw_minutes(count, chance), strict=True):
        published = datetime.combine(day, time()) + timedelta(minutes=minute)
        model = choose_model(latest, stories.values(), chance) if chance.random() < _REPRINTED else None
        story = newsroom.reprint(model, number, published) if model else newsroom.write(number, published)
        stories[number] = story
    return stories


def _draw_minutes(count: int, chance: Random) -> list[int]:
    """Draw the minutes of the day, ascending; some stories are printed at midnight, as on the portal."""
    return sorted(0 if chance.random() < _MIDNIGHT else chance.randint(_OPENS, _CLOSES) for _ in range(count))


def _next_generation(newsroom: Newsroom, stories: dict[int, Story], seed: int, wanted: Wanted) -> Changes:
    """Turn the first generation's stories into the second's, in place."""
    first = len(stories)
    changes = change_stories(newsroom, stories, wanted, seed)
    chance = Random(f"added {seed}")
    added: dict[int, Story] = {}
    count = added_count(wanted, first)
    for offset, start in enumerate(range(0, count, ADDED_A_DAY)):
        day = SECOND_DAY + timedelta(offset)
        added.update(_write_day(newsroom, day, min(ADDED_A_DAY, count - start), {**stories, **added}, chance))
    stories.update(added)
    return replace(changes, added=tuple(added))
