"""Comments on their way into the store: new ones added, known ones brought up to date, nothing else touched."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from scrapy.statscollectors import StatsCollector

from tests.store.conftest import postgresql_url, store, store_url
from zhanjiang.items import Article, Comment
from zhanjiang.pipelines.store_comments import StoreCommentsPipeline
from zhanjiang.store import Store, comments

__all__ = ["postgresql_url", "store", "store_url"]

_FIRST = Comment(
    article="portal/7",
    key="31",
    author="海风",
    text="<b>码头</b>真好",
    time_shown="5分钟前",
    published_at="2022-05-31T21:58:00+08:00",
    likes=3,
    standing="new",
    fetched_at="2022-05-31T14:03:00Z",
)


@pytest.fixture
def pipeline(store: Store, stats: StatsCollector) -> StoreCommentsPipeline:
    """Give the pipeline in front of an empty store."""
    return StoreCommentsPipeline(store, stats)


def _stored(store: Store) -> list[Comment]:
    with store.transaction() as connection:
        return comments.of_article(connection, "portal/7")


def test_a_comment_is_stored_as_it_was_said(store: Store, pipeline: StoreCommentsPipeline, stats: Any) -> None:
    assert pipeline.process_item(_FIRST) is _FIRST
    assert _stored(store) == [_FIRST]
    assert stats.get_stats() == {"comments/stored": 1}


def test_a_known_one_gets_its_likes_and_standing_and_keeps_its_first_time(
    store: Store, pipeline: StoreCommentsPipeline
) -> None:
    pipeline.process_item(_FIRST)
    later = replace(_FIRST, time_shown="3天前", published_at="2022-05-31", likes=8, standing="hot")
    pipeline.process_item(replace(later, fetched_at="2022-06-03T14:03:00Z"))
    assert _stored(store) == [replace(_FIRST, likes=8, standing="hot", fetched_at="2022-06-03T14:03:00Z")]


def test_likes_that_are_not_told_any_more_stay(store: Store, pipeline: StoreCommentsPipeline) -> None:
    pipeline.process_item(_FIRST)
    pipeline.process_item(replace(_FIRST, likes=None))
    assert [comment.likes for comment in _stored(store)] == [3]


def test_articles_do_not_share_their_comments_and_the_earliest_is_first(
    store: Store, pipeline: StoreCommentsPipeline
) -> None:
    undated = replace(_FIRST, key="1", time_shown=None, published_at=None)
    earlier = replace(_FIRST, key="32", published_at="2022-05-30T21:58:00+08:00")
    for comment in (undated, _FIRST, earlier, replace(_FIRST, article="portal/8")):
        pipeline.process_item(comment)
    assert [comment.key for comment in _stored(store)] == ["32", "31", "1"]
    with store.transaction() as connection:
        assert comments.count(connection) == 4


def test_other_items_pass(store: Store, pipeline: StoreCommentsPipeline) -> None:
    article = Article(id="portal/7")
    assert pipeline.process_item(article) is article
    assert _stored(store) == []
