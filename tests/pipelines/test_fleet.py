"""The pipelines of a worker: what one has had may be undone, and what two store at once is stored once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler
from sqlalchemy.exc import IntegrityError

from tests.store.conftest import postgresql_store_url, postgresql_url, store, store_url
from zhanjiang.addresses.page import PageRef
from zhanjiang.crawl.fleet_frontier import FleetFrontier
from zhanjiang.items import Article
from zhanjiang.pipelines.deduplicate import DeduplicatePipeline
from zhanjiang.pipelines.store import StorePipeline
from zhanjiang.store import Store, articles, workers

__all__ = ["postgresql_store_url", "postgresql_url", "store", "store_url"]

_ARTICLE = Article(
    id="portal/1",
    url="https://portal.example/p/1.html",
    kind="article",
    headline="渔港清晨",
    text="天未亮，码头上已有人卸鱼。",
    pages=1,
    script="hans",
    fetched_at="2026-11-29T20:00:00Z",
    extracted_by={},
)
_PAGE = PageRef("/p/1.html", "https://portal.example/p/1.html", "article", "portal/1")


class _Worker:
    """A worker's frontier and the last two of its pipelines."""

    def __init__(self, store: Store) -> None:
        """Join the fleet."""
        with store.transaction() as connection:
            run, fleet = workers.join(connection, "articles", {}, {}, 60)
        stats = StatsCollector(get_crawler())
        self.store = store
        self.frontier = FleetFrontier(store, run, fleet, "adaptive", stats)
        self.deduplicate = DeduplicatePipeline(self.frontier, stats)
        self.pipeline = StorePipeline(self.frontier, stats)

    def take(self) -> None:
        """Take the article's page, announced or not."""
        self.frontier.announce({_PAGE: {"priority": 1}})
        assert self.frontier.take([_PAGE.page])

    def compare(self) -> Article:
        """What the article is after it was compared with the store."""
        item = self.deduplicate.process_item(replace(_ARTICLE))
        assert isinstance(item, Article)
        return item

    def save(self, article: Article) -> None:
        """Store it."""
        asyncio.run(self.pipeline.process_item(article))

    def revisions(self) -> list[int | None]:
        """Those that are stored."""
        with self.store.reading() as connection:
            return [article.revision for article in articles.revisions(connection, "portal/1")]


def test_an_article_that_was_compared_and_not_stored_is_stored_the_next_time(store: Store) -> None:
    worker = _Worker(store)
    worker.take()
    worker.compare()
    worker.frontier.give_all_back()  # as after a lost connection
    worker.take()
    worker.save(worker.compare())
    assert worker.revisions() == [1]


def test_of_two_workers_that_store_an_article_at_once_the_second_reads_it_again(store: Store) -> None:
    one, other = _Worker(store), _Worker(store)
    one.take()
    first, second = one.compare(), other.compare()
    one.frontier.give_all_back()  # as where it was taken for dead
    other.take()
    one.save(first)
    with pytest.raises(DropItem, match="another worker has just stored it"):
        other.save(second)
    other.take()
    with pytest.raises(DropItem, match="unchanged"):
        other.compare()
    assert other.revisions() == [1]
    assert other.frontier.is_over()


def test_an_article_that_cannot_be_stored_for_another_reason_is_an_error(store: Store) -> None:
    worker = _Worker(store)
    worker.save(worker.compare())
    with pytest.raises(IntegrityError):
        worker.save(replace(_ARTICLE, revision=1, content_hash="b"))


def test_an_article_that_a_worker_has_stored_is_no_news_for_another(store: Store) -> None:
    one, other = _Worker(store), _Worker(store)
    one.take()
    one.save(one.compare())
    with pytest.raises(DropItem, match="duplicate"):
        other.deduplicate.process_item(replace(_ARTICLE, headline="渔港清晨（组图）"))
    assert other.revisions() == [1]
