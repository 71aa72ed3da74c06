"""All of the newspapers that a replica has: two desks and the old news host."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from zhanjiang.replica.content import first_stories
from zhanjiang.replica.newspaper.desk import Desk
from zhanjiang.replica.newspaper.old_news import OldArticle, write_old_articles
from zhanjiang.replica.newspaper.schedule import NEW_SITE, draw_schedule
from zhanjiang.replica.newspaper.writing import may_stand_in_paper
from zhanjiang.replica.options import ReplicaOptions


@dataclass(frozen=True, slots=True)
class Newspapers:
    """The desk of the digital newspaper, the desk of the site since 2024, and the old news host's articles."""

    digital: Desk
    paper: Desk
    old_articles: list[OldArticle]


@lru_cache(maxsize=2)
def newspapers_of(options: ReplicaOptions) -> Newspapers:
    """Create the newspapers of a replica; what they print is written at its first request.

    Some of the portal's stories stood in the paper the day before. Papers are printed once: they have those stories as
    they were in the first generation.
    """
    return Newspapers(_found(options, False), _found(options, True), write_old_articles(options.seed))


def _found(options: ReplicaOptions, new_site: bool) -> Desk:
    """Create the newspapers of one of the two sites."""
    stories = [story for story in first_stories(options) if may_stand_in_paper(story)]
    given = options.newspaper_from
    first = given if given and (given >= NEW_SITE) == new_site else None
    days = (story.published.date() for story in stories)
    schedule = draw_schedule(options.seed, options.newspaper_days, first, days, new_site)
    return Desk(options.seed, schedule, stories, new_site)
