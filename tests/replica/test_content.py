"""The stories: the same for a seed, numbered as on the portal, and what a second generation changes."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from zhanjiang.replica.bylines import by_role
from zhanjiang.replica.content import Content, write_content
from zhanjiang.replica.counter import FIRST_DAY, LAST_DAY, first_number
from zhanjiang.replica.story import CHANNELS

ARTICLES = 300


@pytest.fixture(scope="module")
def first() -> Content:
    return write_content(ARTICLES, 1, 1)


def test_a_seed_gives_the_same_stories_and_another_seed_others(first: Content) -> None:
    assert write_content(ARTICLES, 1, 1) == first
    assert not {story.text for story in write_content(ARTICLES, 2, 1).stories.values() if len(story.text) > 80} & {
        story.text for story in first.stories.values()
    }


@pytest.mark.parametrize("articles", [1, 2, 37, 1000])
def test_as_many_articles_as_requested(articles: int) -> None:
    assert len(write_content(articles, 3, 1).stories) == articles


def test_numbers_run_with_time_and_leave_gaps(first: Content) -> None:
    stories = sorted(first.stories.values(), key=lambda story: story.number)
    assert [story.published for story in stories] == sorted(story.published for story in stories)
    assert stories[0].published.date() >= FIRST_DAY and stories[-1].published.date() <= LAST_DAY
    for story in stories:
        assert 0 <= story.number - first_number(story.published.date()) < 60
    steps = [b.number - a.number for a, b in itertools.pairwise(stories)]
    neighbours = [step for step in steps if step < 10]
    assert 0.01 < sum(step > 1 for step in neighbours) / len(neighbours) < 0.12


def test_the_counter_passes_through_the_numbers_known() -> None:
    known = {date(2012, 11, 25): 2639323, date(2020, 8, 20): 2788427, date(2025, 12, 10): 2944592}
    assert {day: first_number(day) for day in known} == known


def test_every_channel_and_kind_is_there(first: Content) -> None:
    stories = first.stories.values()
    assert {story.channel for story in stories} == set(CHANNELS)
    assert {story.kind for story in stories} == {"article", "pictures", "video", "link"}
    headlines = [story.headline for story in stories if story.duplicate_of is None]
    assert len(set(headlines)) == len(headlines) > ARTICLES * 0.9
    assert max(len(story.pages) for story in stories) >= 6


def test_credits_are_those_of_their_time(first: Content) -> None:
    for story in first.stories.values():
        day, roles = story.published.date(), list(by_role(story.credits))
        if day < date(2021, 11, 1) or story.kind == "link":
            assert roles == []
        elif day < date(2022, 1, 1):
            assert roles == ["编辑", "一审"]
        else:
            assert roles[:2] == ["编辑", "值班主任"]


def test_stories_differ(first: Content) -> None:
    stories = [story for story in first.stories.values() if story.duplicate_of is None]
    texts = [story.text for story in stories if story.kind == "article" and len(story.text) > 200]
    sentences = [{sentence for sentence in text.split("。") if len(sentence) > 8} for text in texts]
    shared = [len(a & b) / len(a) for a, b in itertools.pairwise(sentences)]
    assert len(set(texts)) == len(texts)
    assert sum(shared) / len(shared) < 0.05
