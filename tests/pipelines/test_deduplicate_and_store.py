"""New, edited, unchanged, read twice: the two pipelines around the store, one after the other as in a crawl."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from tests.pipelines.passing import passed
from tests.stored import stored
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.items import Article, ArticleAddress, Guess, RepairReport, content_hash
from zhanjiang.pipelines.deduplicate import DeduplicatePipeline
from zhanjiang.pipelines.store import StorePipeline
from zhanjiang.store import Store, articles

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


def _copy(text: str, via: str | None, fetched_at: str = "2026-11-02T01:00:00Z") -> Article:
    article = _article(1, text)
    article.via, article.fetched_at = via, fetched_at
    return article


def _causes(store: Store) -> list[tuple[str | None, str | None]]:
    with store.reading() as connection:
        return [(one.revision_cause, one.via) for one in articles.revisions(connection, "portal/1")]


def test_what_the_portal_says_otherwise_than_a_mirror_is_no_edit(run: Run, store: Store, stats: StatsCollector) -> None:
    run(_copy("投资1000万元.", "mirror.example"))
    run(_copy("投资3000万元。", None))
    assert _causes(store) == [(None, "mirror.example"), ("collated", None)]
    assert _outcomes(stats) == {"articles/new": 1, "articles/collated": 1}
    run(_copy("投资3000万元，已到位。", None))
    assert _causes(store)[2:] == [("edited", None)]
    assert run(_copy("投资1000万元.", "mirror.example")) == []
    assert len(_causes(store)) == 3


def test_a_portals_page_that_says_what_a_mirror_said_makes_later_edits_edits(run: Run, store: Store) -> None:
    run(_copy("昨日启用。", "mirror.example"))
    run(_copy("昨日启用。", None))
    run(_copy("昨日启用。", None, "2026-11-03T01:00:00Z"))
    run(_copy("今日启用。", None, "2026-11-04T01:00:00Z"))
    assert _causes(store) == [(None, "mirror.example"), ("collated", None), ("edited", None)]


def test_another_mirror_makes_no_edit_and_what_it_settled_stays(run: Run, store: Store) -> None:
    open_ = RepairReport(1, 1, [Guess("text", "抱", ["报", "保"])], proved=True)
    first = _copy("据湛江日抱报道，渔船归港。", "one.example")
    run(replace(first, repair=open_))
    run(replace(_copy("据湛江日报报道，渔船归港了。", "two.example"), repair=replace(open_, proved=False, guessed=[])))
    assert _causes(store) == [(None, "one.example"), ("collated", "one.example")]
    assert run(replace(first, repair=open_)) == []
    assert len(_causes(store)) == 2


def test_a_later_visit_brings_counts_up_to_date_without_a_revision(run: Run, store: Store) -> None:
    def stored() -> tuple[int | None, ...]:
        with store.reading() as connection:
            [article] = articles.revisions(connection, "portal/1")
        return article.comment_participants, article.comment_count

    run(replace(_copy("昨日启用。", None), comment_participants=0, comment_count=0))
    later = _copy("昨日启用。", None, "2026-11-03T01:00:00Z")
    assert run(replace(later, comment_participants=5, comment_count=7)) == []
    assert stored() == (5, 7)
    assert run(later) == []  # a page without a comment box
    assert run(replace(later, via="mirror.example", comment_count=9, fetched_at="2026-11-04T01:00:00Z")) == []
    assert stored() == (5, 7)


def test_the_listing_that_is_read_first_decides_nothing_of_a_known_article(run: Run, store: Store) -> None:
    for channel, text in (("shehui", "昨日。"), ("jingji", "昨日。"), ("jingji", "今日。")):
        run(replace(_copy(text, None), channel=channel))
    with store.reading() as connection:
        assert [one.channel for one in articles.revisions(connection, "portal/1")] == ["shehui", "shehui"]
