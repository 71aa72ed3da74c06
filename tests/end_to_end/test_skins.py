"""A whole crawl in every skin: every article once, each field right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.running import assert_clean, assert_true, crawl
from zhanjiang.replica.launch import ReplicaOptions, running_replica
from zhanjiang.replica.options import MIXED
from zhanjiang.replica.presentation import SKINS

ARTICLES = 120
_SEEDS = {skin: 40 + place for place, skin in enumerate([*SKINS, MIXED])}
_NOT_SOAK = ("table", MIXED)


@pytest.mark.parametrize(
    ("skin", "seed"),
    [pytest.param(*pair, marks=() if pair[0] in _NOT_SOAK else pytest.mark.soak) for pair in _SEEDS.items()],
)
def test_every_article_once_and_every_field_right(tmp_path: Path, skin: str, seed: int) -> None:
    with running_replica(ReplicaOptions(articles=ARTICLES, seed=seed, skin=skin)) as replica:
        crawled = crawl(tmp_path, replica.addresses)
        truths = replica.truth()
    assert len(truths) == ARTICLES
    assert_clean(crawled)
    assert_true(crawled, truths)
    assert crawled.rows("SELECT * FROM doubts") == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 110))
def test_on_many_more_articles(tmp_path: Path, seed: int) -> None:
    with running_replica(ReplicaOptions(articles=1000, seed=seed)) as replica:
        crawled = crawl(tmp_path, replica.addresses)
        truths = replica.truth()
    assert_clean(crawled)
    assert_true(crawled, truths)
