"""Live pages: articles in entries, each with its time, the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random

from zhanjiang.replica.grammar import Phrases, general_rules, topics
from zhanjiang.replica.story import PrintedEntry, Story

_ENTRIES = range(4, 13)


def make_live(stories: Mapping[int, Story], count: int, seed: int) -> dict[int, Story]:
    """Return the stories, newest first, with that many of the newest articles made live pages.

    Only articles of one page that reprint nothing and are not reprinted are taken.
    """
    reprinted = {story.duplicate_of for story in stories.values()}
    fit = [
        number
        for number, story in stories.items()
        if story.kind == "article" and len(story.pages) == 1 and story.duplicate_of is None and number not in reprinted
    ]
    chosen = set(fit[:count])
    return {number: _live(story, seed) if number in chosen else story for number, story in stories.items()}


def _live(story: Story, seed: int) -> Story:
    """Return a story as a live page: its body leads in, entries follow."""
    chance = Random(f"live {seed} {story.number}")
    phrases = Phrases({**general_rules(), **topics()[chance.choice(list(topics()))]}, chance)
    time, entries = story.published, []
    for _ in range(chance.choice(_ENTRIES)):
        time += timedelta(minutes=chance.randint(2, 25))
        entries.append(PrintedEntry(f"{time:%Y-%m-%d %H:%M}", phrases.draw("sentence")))
    return replace(story, kind="live", entries=tuple(reversed(entries)))
