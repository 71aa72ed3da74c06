"""New, edited, unchanged, read twice: the two pipelines around the store, one after the other as in a crawl."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from tests.pipelines.passing import passed
from tests.stored import stored
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.items import Article, ArticleAddress, content_hash
from zhanjiang.pipelines.deduplicate import DeduplicatePipeline
from zhanjiang.pipelines.store import StorePipeline
from zhanjiang.store import Store

Run = Callable[..., list[Any]]


@pytest.fixture
def run(store: Store, stats: StatsCollector) -> Run:
    """Give a function that takes the items of one run, and returns those that come out of the pipelines."""

    def through(*items: Any) -> list[Any]:
        frontier = RunFrontier(store, 1, "adaptive", stats)
        pipelines = [DeduplicatePipeline(frontier, stats), StorePipeline(frontier, stats)]
        left = []
        for item in items:
            try:
                left.append(passed(item, pipelines))
            except DropItem as dropped:
                assert dropped.log_level == "DEBUG"
        pipelines[-1].close_spider()
        return left

    return through


def _article(number: int = 1, text: str = "昨日启用。", *reached_by: str) -> Article:
    return Article(id=f"portal/{number}", headline="码头启用", text=text, addresses=list(reached_by))


def _outcomes(stats: StatsCollector) -> dict[str, int]:
    return {name: count for name, count in stats.get_stats().items() if name.count("/") == 1}


def _addresses(store: Store) -> dict[str | None, list[str]]:
    return {article.id: article.addresses for article in stored(store)}


def test_a_new_article_gets_its_revision_and_hash_and_is_stored(store: Store, run: Run, stats: StatsCollector) -> None:
    (article,) = run(_article())
    assert (article.revision, article.revision_cause) == (1, None)
    assert article.content_hash == content_hash(article)
    assert stored(store) == [article]
    assert _outcomes(stats) == {"articles/new": 1}


def test_an_unchanged_article_ends_here_and_its_new_address_is_recorded(
    store: Store, run: Run, stats: StatsCollector
) -> None:
    run(_article(1, "昨日启用。", "http://a.example/1"))
    assert run(_article(1, "昨日启用。", "http://b.example/1")) == []
    assert _addresses(store) == {"portal/1": ["http://a.example/1", "http://b.example/1"]}
    assert _outcomes(stats) == {"articles/new": 1, "articles/unchanged": 1}


def test_an_edited_article_is_the_next_revision(store: Store, run: Run, stats: StatsCollector) -> None:
    run(_article())
    run(_article(text="昨日启用，市民称便。"))
    (article,) = run(_article(text="前日启用，市民称便。"))
    assert (article.revision, article.revision_cause) == (3, "edited")
    assert [article.text for article in stored(store)] == ["前日启用，市民称便。"]
    assert _outcomes(stats) == {"articles/new": 1, "articles/edited": 2}


def test_what_changes_with_every_visit_is_no_edit(run: Run) -> None:
    run(_article())
    later = _article()
    later.comment_count, later.fetched_at = 12, "2026-11-24T00:00:00+00:00"
    assert run(later) == []


def test_an_article_comes_once_a_run_whatever_its_addresses(store: Store, run: Run, stats: StatsCollector) -> None:
    first = _article(1, "昨日启用。", "http://a.example/1")
    again = _article(1, "昨日启用（视频）。", "http://m.example/1")
    assert run(first, again) == [first]
    assert _addresses(store) == {"portal/1": ["http://a.example/1", "http://m.example/1"]}
    assert _outcomes(stats) == {"articles/new": 1, "articles/duplicate": 1}


def test_a_further_address_is_recorded_and_goes_no_further(store: Store, run: Run) -> None:
    left = run(_article(1, "昨日启用。", "http://a.example/1"), ArticleAddress("portal/1", "http://b.example/1"))
    assert [type(item) for item in left] == [Article]
    assert _addresses(store) == {"portal/1": ["http://a.example/1", "http://b.example/1"]}


def test_channels_kinds_and_rules_are_counted_once_stored(run: Run, stats: StatsCollector) -> None:
    article = _article()
    article.channel, article.kind, article.extracted_by = "tiyu", "video", {"headline": "label"}
    run(article, _article(2))
    assert stats.get_stats() == {
        "articles/new": 2,
        "articles/channel/tiyu": 1,
        "articles/channel/none": 1,
        "articles/kind/video": 1,
        "articles/kind/None": 1,
        "fields/label/headline": 1,
    }


def test_a_mirror_of_an_article_known_from_the_portal_is_a_mere_address_of_it(run: Run, store: Store) -> None:
    run(_article(1, "昨日启用。", "https://www.example/p/1.html"))
    mirrored = _article(1, "昨日启用了。", "http://mirror.example/p/1.html")
    mirrored.via = "mirror.example"
    assert run(mirrored) == []
    assert [article.text for article in stored(store)] == ["昨日启用。"]
    assert set(_addresses(store)["portal/1"]) == {"https://www.example/p/1.html", "http://mirror.example/p/1.html"}


def test_other_items_pass(run: Run) -> None:
    assert run({"comment": 1}) == [{"comment": 1}]
