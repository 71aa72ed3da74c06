"""A reprint names its original, is counted, and passes."""

from __future__ import annotations

import pytest
from scrapy.statscollectors import StatsCollector

from zhanjiang.items import Article
from zhanjiang.pipelines.group_reprints import GroupReprintsPipeline
from zhanjiang.store import Store, articles, similar

_TEXT = "湛江港昨日开通一条新的集装箱航线，每周一班。"


@pytest.fixture
def pipeline(store: Store, stats: StatsCollector) -> GroupReprintsPipeline:
    """Give the pipeline before a store that holds one article."""
    with store.transaction() as connection:
        first = _article(1, _TEXT)
        articles.save(connection, first)
        similar.save(connection, first)
    return GroupReprintsPipeline(store, stats)


def _article(number: int, text: str | None) -> Article:
    return Article(id=f"portal/{number}", text=text, published_at="2022-05-31", revision=1, content_hash="0")


def test_a_reprint_is_marked_and_counted(pipeline: GroupReprintsPipeline, stats: StatsCollector) -> None:
    reprint = _article(2, f"\u3000\u3000{_TEXT}")
    assert pipeline.process_item(reprint) is reprint
    assert reprint.duplicate_of == "portal/1"
    assert stats.get_stats() == {"articles/reprint": 1}


@pytest.mark.parametrize("text", ["湛江港昨日关闭一条旧的集装箱航线，半年一班。", "", None])
def test_an_article_of_its_own_is_not(pipeline: GroupReprintsPipeline, stats: StatsCollector, text: str | None) -> None:
    article = _article(2, text)
    assert pipeline.process_item(article) is article
    assert article.duplicate_of is None
    assert stats.get_stats() == {}


def test_an_article_does_not_reprint_itself(pipeline: GroupReprintsPipeline) -> None:
    edited = _article(1, _TEXT)
    edited.revision = 2
    assert pipeline.process_item(edited).duplicate_of is None


def test_an_edit_that_is_no_reprint_any_more_says_so(pipeline: GroupReprintsPipeline) -> None:
    article = _article(2, None)
    article.duplicate_of = "portal/1"
    assert pipeline.process_item(article).duplicate_of is None


def test_other_items_pass(pipeline: GroupReprintsPipeline) -> None:
    assert pipeline.process_item({"comment": 1}) == {"comment": 1}
