"""Writes the stories: one chance a story, so that each is the same whatever else is written."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random

from zhanjiang.replica import body
from zhanjiang.replica.bylines import draw_byline, draw_credits, draw_source
from zhanjiang.replica.grammar import Phrases, general_rules, topics
from zhanjiang.replica.reprints import reprint
from zhanjiang.replica.story import Block, Kind, ReaderComment, Story

_KINDS: dict[Kind, int] = {"article": 74, "link": 8, "video": 11, "pictures": 7}
_WRAPPED = 0.14
_WITH_DECK = 0.3
_ODD_COMMENTS = 0.3
_MOST_COMMENTS = 9
_MOST_COMMENTS_ADDED = 4


@dataclass(slots=True)
class Newsroom:
    """Writes stories from a seed; ``headlines`` are those already used, so that none comes twice."""

    seed: int
    headlines: set[str]

    def write(self, number: int, published: datetime) -> Story:
        """Write the story of a number."""
        chance = Random(f"story {self.seed} {number}")
        kind = chance.choices(list(_KINDS), list(_KINDS.values()))[0]
        topic = topics()[chance.choice(list(topics()))]
        phrases = Phrases({**general_rules(), **topic}, chance)
        headline = self._headline(phrases, published, chance)
        channel = {"pictures": "tupian", "video": "shipin"}.get(kind) or chance.choice(topic["channels"])
        bare = _bare_story(number, kind, channel, headline, published)
        return bare if kind == "link" else _complete(bare, phrases, chance)

    def reprint(self, story: Story, number: int, published: datetime) -> Story:
        """Return a story under a second number, a little changed."""
        return reprint(story, number, published, Random(f"reprint {self.seed} {number}"))

    def recount(self, story: Story) -> Story:
        """Return a story with more comments, and more participants, than before."""
        chance = Random(f"recount {self.seed} {story.number}")
        added = _draw_comments(chance.randint(1, _MOST_COMMENTS_ADDED), Phrases(general_rules(), chance), chance)
        participants = story.participants + chance.randint(1, len(added))
        return replace(story, participants=participants, comments=(*story.comments, *added))

    def edit(self, story: Story, edited: datetime) -> Story:
        """Return a story as the newsroom corrected it: another headline, or a paragraph more."""
        story = replace(story, edited=edited)
        chance = Random(f"edit {self.seed} {story.number}")
        phrases = Phrases(general_rules(), chance)
        if chance.random() < 0.5 or not story.pages:
            return replace(story, headline=phrases.draw("correction").replace("[]", story.headline))
        added = Block("paragraph", phrases.draw("addition"))
        return replace(story, pages=(*story.pages[:-1], body.insert_last_paragraph(story.pages[-1], added)))

    def _headline(self, phrases: Phrases, published: datetime, chance: Random) -> str:
        while True:
            headline = phrases.draw("headline")
            if chance.random() < _WRAPPED:
                wrapper = phrases.draw("headline_wrapper_slots")
                headline = wrapper.replace("[]", headline).replace("[year]", str(published.year))
            if headline not in self.headlines:
                self.headlines.add(headline)
                return headline


def _bare_story(number: int, kind: Kind, channel: str, headline: str, published: datetime) -> Story:
    return Story(number, kind, channel, headline, None, published, None, None, (), (), (), 0, ())


def _complete(bare: Story, phrases: Phrases, chance: Random) -> Story:
    """Add everything that a story's page prints."""
    source = draw_source(bare.published, chance)
    byline = draw_byline(phrases, chance)
    comments = _comments(phrases, chance)
    written = replace(
        bare,
        deck=phrases.draw("deck") if chance.random() < _WITH_DECK else None,
        source=source,
        byline=byline.printed,
        authors=byline.authors,
        credits=draw_credits(bare.published, source, phrases, chance),
        participants=len(comments) and chance.randint(1, len(comments)),
        comments=comments,
    )
    return replace(written, pages=body.write_pages(written, byline.dateline, phrases, chance))


def _comments(phrases: Phrases, chance: Random) -> tuple[ReaderComment, ...]:
    """Most stories have no comment; some comments look like a date line, to lead extractors astray."""
    if chance.random() < 0.7:
        return ()
    return _draw_comments(chance.randint(1, _MOST_COMMENTS), phrases, chance)


def _draw_comments(count: int, phrases: Phrases, chance: Random) -> tuple[ReaderComment, ...]:
    times = (
        f"2026-0{chance.randint(1, 9)}-{chance.randint(10, 28)} 1{chance.randint(0, 9)}:{chance.randint(10, 59)}"
        for _ in range(count)
    )
    return tuple(_with_likes(ReaderComment(phrases.draw("person"), time, phrases.draw("comment"))) for time in times)


def _with_likes(comment: ReaderComment) -> ReaderComment:
    """Return a comment with its likes; some are replaced by one that looks like markup, or is a single long word."""
    chance = Random(f"comment {comment.reader} {comment.time} {comment.text}")
    text = chance.choice(_odd_comments()) if chance.random() < _ODD_COMMENTS else comment.text
    return replace(comment, text=text, likes=chance.choice((0, 0, 1, 2, chance.randint(3, 400))))


@cache
def _odd_comments() -> list[str]:
    odd: list[str] = json.loads((Path(__file__).parent / "data" / "comments.json").read_text("utf-8"))
    return odd
