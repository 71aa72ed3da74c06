"""Reprints: an earlier article printed again in another channel, slightly changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

from zhanjiang.replica.body import Pages
from zhanjiang.replica.bylines import draw_credits
from zhanjiang.replica.grammar import Phrases, general_rules
from zhanjiang.replica.story import CHANNELS, Block, Story

_LEAST_CHARACTERS = 200
_LARGEST_CHANGE = 0.09
"""The share of the text that may change, its head included: over 90 % stays."""
_OF_OTHER_KINDS = {"tupian", "shipin"}
_PAPER_HEAD, _PORTAL_HEAD = "本报讯", "湛江云媒讯"
_FOREIGN_HEAD = "新华社"
_SENTENCE = re.compile(r"[^。]*(?:。”[^。]*)*。(?!”)")


def choose_model(latest: Sequence[Story], today: Iterable[Story], chance: Random) -> Story | None:
    """Choose one of the latest articles, from before today, to be reprinted; None where there is none.

    It is no reprint itself, and was not reprinted before.
    """
    reprinted = {story.duplicate_of for story in (*latest, *today)}
    models = [story for story in latest if story.number not in reprinted and _may_be_reprinted(story)]
    return chance.choice(models) if models else None


def reprint(story: Story, number: int, published: datetime, chance: Random) -> Story:
    """Return a story under a second number, as when paper and portal both print it."""
    phrases = Phrases(general_rules(), chance)
    source = "湛江日报" if story.source != "湛江日报" else "湛江云媒"
    change = chance.choice((_with_sentence_dropped, _with_paragraph_added))
    return replace(
        story,
        number=number,
        published=published,
        channel=chance.choice([name for name in CHANNELS if name not in {story.channel, *_OF_OTHER_KINDS}]),
        source=source,
        pages=_with_head_changed(change(story, phrases, chance)),
        credits=draw_credits(published, source, phrases, chance),
        participants=0,
        comments=(),
        duplicate_of=story.number,
        edited=None,
    )


def _may_be_reprinted(story: Story) -> bool:
    """Credits in the body are those of the day and cannot be reprinted as they are."""
    written = story.kind == "article" and len(story.text) >= _LEAST_CHARACTERS
    return written and story.duplicate_of is None and not story.credits_printed_inside


def _room(story: Story) -> int:
    """Return how many characters may be dropped or added beside the head."""
    return int(len(story.text) * _LARGEST_CHANGE) - len(_PORTAL_HEAD) - 1


def _with_head_changed(pages: Pages) -> Pages:
    """Replace the paper's dateline by the portal's, or add that; another agency's stays."""
    place = next(index for index, block in enumerate(pages[0]) if block.kind == "paragraph")
    text = pages[0][place].text
    if text.startswith(_FOREIGN_HEAD):
        return pages
    own = text.removeprefix(_PAPER_HEAD) if text.startswith(_PAPER_HEAD) else f" {text}"
    return _with_text(pages, 0, place, _PORTAL_HEAD + own)


def _with_sentence_dropped(story: Story, phrases: Phrases, chance: Random) -> Pages:
    """Drop a sentence after a paragraph's first; none where all are too long."""
    sentences = [
        (page, place, sentence)
        for page, blocks in enumerate(story.pages)
        for place, block in enumerate(blocks)
        if block.kind == "paragraph"
        for sentence in list(_SENTENCE.finditer(block.text))[1:]
        if len(sentence[0]) <= _room(story)
    ]
    if not sentences:
        return story.pages
    page, place, sentence = chance.choice(sentences)
    text = sentence.string
    return _with_text(story.pages, page, place, text[: sentence.start()] + text[sentence.end() :])


def _with_paragraph_added(story: Story, phrases: Phrases, chance: Random) -> Pages:
    """Add a paragraph at the end; where it is too long, or the last ends in brackets, drop a sentence instead."""
    added = phrases.draw("addition")
    page, place = max(
        (page, place)
        for page, blocks in enumerate(story.pages)
        for place, block in enumerate(blocks)
        if block.kind == "paragraph"
    )
    blocks = story.pages[page]
    if len(added) > _room(story) or blocks[place].text.endswith(")"):
        return _with_sentence_dropped(story, phrases, chance)
    longer = (*blocks[: place + 1], Block("paragraph", added), *blocks[place + 1 :])
    return (*story.pages[:page], longer, *story.pages[page + 1 :])


def _with_text(pages: Pages, page: int, place: int, text: str) -> Pages:
    """Put another text into the block at a place of a page."""
    blocks = pages[page]
    changed = (*blocks[:place], replace(blocks[place], text=text), *blocks[place + 1 :])
    return (*pages[:page], changed, *pages[page + 1 :])
