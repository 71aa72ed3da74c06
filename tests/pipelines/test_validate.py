"""What is no article is set aside; what is odd is marked and passes."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from scrapy.statscollectors import StatsCollector

from zhanjiang.crawl.failures import UnfitArticle
from zhanjiang.items import Article, ArticleAddress, Image, Person
from zhanjiang.pipelines.validate import ValidatePipeline, malformed


def _article(**fields: Any) -> Article:
    made_up = {"id": "portal/1", "url": "https://www.example/p/1.html", "kind": "article", "headline": "码头启用"}
    return Article(**{**made_up, "text": "昨日启用。", **fields})


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"id": "zjrb/2018-07-17/2108598"},
        {"text": None, "images": [Image("https://img.example/1.jpg")]},
        *({"text": None, "kind": kind} for kind in ("video", "live", "link")),
        {"published_at": "2022-05-31T21:58:00+08:00"},
        {"published_at": "2018-07-16"},
    ],
)
def test_articles_pass_unmarked(stats: StatsCollector, fields: dict[str, Any]) -> None:
    article = _article(**fields)
    assert ValidatePipeline(stats).process_item(article) is article
    assert stats.get_stats() == {}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"id": None}, "id"),
        ({"id": "portal/"}, "id"),
        ({"headline": None}, "headline"),
        ({"headline": ""}, "headline"),
        ({"text": None}, "text"),
        ({"text": "", "kind": "pictures"}, "text"),
    ],
)
def test_what_is_no_article_is_set_aside(stats: StatsCollector, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(UnfitArticle) as caught:
        ValidatePipeline(stats).process_item(_article(**fields))
    assert (caught.value.field, caught.value.stage) == (field, "validate")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "/p/1.html"),
        ("kind", "essay"),
        ("published_at", "2022-05-31 21:58"),
        ("published_at", "2022-05-31T21:58:00Z"),
        ("channel", ["shizheng"]),
        ("byline", 3),
        ("authors", [Person("记者", None)]),
        ("authors", None),
        ("credits", [Person(None, "")]),
        ("images", [Image(None, "说明")]),
        ("pages", -1),
        ("comment_count", "3"),
    ],
)
def test_a_field_of_odd_form_is_marked_and_the_article_passes(
    stats: StatsCollector, caplog: pytest.LogCaptureFixture, field: str, value: Any
) -> None:
    article = _article(**{field: value})
    with caplog.at_level(logging.WARNING):
        assert ValidatePipeline(stats).process_item(article) is article
    assert malformed(article) == [field]
    assert stats.get_stats() == {f"articles/malformed/{field}": 1}
    assert f"portal/1: the field {field} has an odd form" in caplog.text


def test_other_items_pass(stats: StatsCollector) -> None:
    other = ArticleAddress("portal/1", "https://m.example/p/1.html")
    assert ValidatePipeline(stats).process_item(other) is other
