"""Reprints: earlier articles printed again, in another channel and nearly the same, as the truth says."""

from __future__ import annotations

from difflib import SequenceMatcher
from random import Random

import pytest

from zhanjiang.replica.content import Content, write_content
from zhanjiang.replica.generations import Changes
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica
from zhanjiang.replica.reprints import choose_model, reprint
from zhanjiang.replica.story import Story
from zhanjiang.replica.truth import true_story

ARTICLES = 800
SEEDS = (1, 2)
Pair = tuple[Story, Story]


@pytest.fixture(scope="module", params=SEEDS)
def content(request: pytest.FixtureRequest) -> Content:
    return write_content(ARTICLES, request.param, 1)


@pytest.fixture(scope="module")
def pairs(content: Content) -> list[Pair]:
    """Each original with its reprint."""
    stories = content.stories.values()
    return [(content.stories[story.duplicate_of], story) for story in stories if story.duplicate_of is not None]


def test_about_four_articles_in_a_hundred_are_reprints(pairs: list[Pair]) -> None:
    assert 0.025 < len(pairs) / ARTICLES < 0.055


def test_a_reprint_is_later_and_in_another_channel(pairs: list[Pair]) -> None:
    for original, copy in pairs:
        assert copy.number > original.number and copy.published.date() > original.published.date()
        assert copy.channel not in (original.channel, "tupian", "shipin")
        assert original.kind == copy.kind == "article" and len(original.text) >= 200
        assert original.duplicate_of is None
    assert len({original.number for original, _ in pairs}) == len(pairs)


def test_nine_characters_in_ten_stay(pairs: list[Pair]) -> None:
    for original, copy in pairs:
        matching = SequenceMatcher(None, original.text, copy.text, autojunk=False).get_matching_blocks()
        assert sum(block.size for block in matching) / max(len(original.text), len(copy.text)) >= 0.9
        assert original.text != copy.text


def test_heads_change_sentences_go_and_paragraphs_come(pairs: list[Pair]) -> None:
    heads = [(original.text, copy.text) for original, copy in pairs if not original.text.startswith("新华社")]
    assert all(copy.startswith("湛江云媒讯") and "本报讯" not in copy for _, copy in heads)
    assert any(original.startswith("本报讯") for original, _ in heads)
    paragraphs = [copy.text.count("\n\n") - original.text.count("\n\n") for original, copy in pairs]
    assert {0, 1} == set(paragraphs)
    assert any(len(copy.text) < len(original.text) - 6 for original, copy in pairs)
    # A sentence goes whole: the quotation marks that are left still come in pairs.
    assert all(copy.text.count("“") == copy.text.count("”") for _, copy in pairs)


def test_too_short_or_a_reprint_already_is_no_model(content: Content) -> None:
    stories = list(content.stories.values())
    short = [story for story in stories if story.kind != "article" or len(story.text) < 200]
    copies = [story for story in stories if story.duplicate_of is not None]
    assert short and choose_model([*short, *copies], [], Random(1)) is None
    model = choose_model(stories, [], Random(1))
    assert model is not None
    printed = reprint(model, model.number + 1, model.published, Random(2))
    assert choose_model([model], [printed], Random(1)) is None
    assert choose_model([model], [], Random(1)) == model


def test_some_new_articles_reprint_old_ones() -> None:
    second = write_content(200, 1, 2)
    assert second.changes != Changes()
    added = [write_content(200, seed, 2) for seed in range(3)]
    copies = [content.stories[n].duplicate_of for content in added for n in content.changes.added]
    assert any(copies)


def test_the_truth_names_the_original(content: Content, pairs: list[Pair]) -> None:
    original, copy = pairs[0]
    assert true_story(copy, "http://p", "http://i", original.number)["duplicate_of"] == f"portal/{original.number}"
    assert true_story(original, "http://p", "http://i", None)["duplicate_of"] is None


def test_an_original_that_nobody_can_get_is_not_named() -> None:
    content = write_content(120, 1, 1)
    copy = next(story for story in content.stories.values() if story.duplicate_of is not None)
    options = ReplicaOptions(articles=120)
    lost = ReplicaOptions(articles=120, faults_at=(("missing", f"/p/{copy.duplicate_of}.html"),))
    assert _duplicate_of(options, copy.number) == f"portal/{copy.duplicate_of}"
    assert _duplicate_of(lost, copy.number) is None


def _duplicate_of(options: ReplicaOptions, number: int) -> str | None:
    def reported(running: RunningReplica) -> str | None:
        truths = {truth["id"]: truth for truth in running.truth()}
        original: str | None = truths[f"portal/{number}"]["duplicate_of"]
        return original

    with running_replica(options) as running:
        return reported(running)
