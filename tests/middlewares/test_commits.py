"""An article costs the store one commit, from the archive's row to the ledger's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DropItem
from scrapy.http import HtmlResponse
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler
from sqlalchemy import Connection, Engine, event

from tests.pipelines.passing import passed
from tests.stored import stored
from zhanjiang.addresses.page import PageRef
from zhanjiang.archive.reader import files_of, records_of
from zhanjiang.archive.writer import ArchiveWriter
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.items import Article
from zhanjiang.middlewares.archive import ArchiveMiddleware
from zhanjiang.pipelines.deduplicate import DeduplicatePipeline
from zhanjiang.pipelines.store import StorePipeline
from zhanjiang.store import Store, captures, open_store

_URL = "https://www.example/p/{}.html"


class _Crawl:
    """What an article passes from its answer to the store."""

    def __init__(self, folder: Path, store: Store, run: int = 1) -> None:
        self.store = store
        crawler = get_crawler()
        stats = StatsCollector(crawler)
        self.frontier = RunFrontier(store, run, "all", stats)
        self.writer = ArchiveWriter(folder, f"run{run}", {}, 1_000_000, store.flush)
        self.archive = ArchiveMiddleware(crawler, self.writer, store, run, stats)
        self.pipelines = [DeduplicatePipeline(self.frontier, stats), StorePipeline(self.frontier, stats)]

    def lease(self, number: int) -> Request:
        """Lease the page of an article, and return its request."""
        page = PageRef(f"/p/{number}.html", _URL.format(number), "article", f"portal/{number}")
        self.frontier.lease([page])
        return Request(page.url, meta={"page": page})

    def answer(self, request: Request, text: str) -> None:
        """Archive an answer, and send the article in it through the pipelines."""
        response = HtmlResponse(request.url, body=text.encode(), request=request)
        self.archive.process_response(request, response)
        item: Any = Article(id=request.meta["page"].article, url=request.url, headline=text, text=text)
        passed(item, self.pipelines)


@pytest.fixture
def crawl(tmp_path: Path) -> Iterator[_Crawl]:
    """Give a crawl with an empty store and archive."""
    running = _Crawl(tmp_path, open_store(f"sqlite:///{tmp_path}/store.db"))
    yield running
    running.writer.close()
    running.store.close()


@contextmanager
def _counting() -> Iterator[list[int]]:
    """Give a list that gets an entry for every commit."""
    commits: list[int] = []

    def count(_connection: Connection) -> None:
        commits.append(1)

    event.listen(Engine, "commit", count)
    try:
        yield commits
    finally:
        event.remove(Engine, "commit", count)


def test_a_new_article_costs_one_commit(crawl: _Crawl) -> None:
    requests = [crawl.lease(number) for number in range(1, 6)]
    with _counting() as commits:
        for request in requests:
            crawl.answer(request, f"第{request.url}号码头昨日启用，市民称便。")
    assert len(commits) == len(requests)
    assert len(stored(crawl.store)) == len(requests)
    with crawl.store.reading() as connection:
        assert len(captures.of_run(connection, 1)) == len(requests)


def test_the_articles_of_a_group_cost_one_commit(crawl: _Crawl) -> None:
    requests = [crawl.lease(number) for number in range(1, 6)]
    crawl.store.group_commits(units=100)
    with _counting() as commits:
        for request in requests:
            crawl.answer(request, f"第{request.url}号码头昨日启用，市民称便。")
        crawl.store.flush()
    assert len(commits) == 1
    assert len(stored(crawl.store)) == len(requests)
    assert not [page for page in requests if crawl.frontier.is_leased(page.meta["page"].page)]


def test_an_article_that_is_unchanged_costs_one_commit(crawl: _Crawl, tmp_path: Path) -> None:
    crawl.answer(crawl.lease(1), "码头昨日启用。")
    crawl.frontier.close(finished=True)
    later = _Crawl(tmp_path, crawl.store, run=2)
    request = later.lease(1)
    with _counting() as commits, pytest.raises(DropItem, match="unchanged"):
        later.answer(request, "码头昨日启用。")
    assert len(commits) == 1
    later.writer.close()


def test_the_same_body_is_found_among_what_waits(crawl: _Crawl, tmp_path: Path) -> None:
    request = Request(_URL.format(1))
    with _counting() as commits:
        for _ in range(2):
            crawl.archive.process_response(request, HtmlResponse(request.url, body=b"the same", request=request))
    assert commits == []
    crawl.writer.close()
    [file] = files_of(tmp_path)
    assert [record.capture.type for record in records_of(file)] == ["response", "revisit"]
    crawl.store.close()
    reopened = open_store(f"sqlite:///{tmp_path}/store.db")
    with reopened.reading() as connection:
        assert [capture.type for capture in captures.of_run(connection, 1)] == ["response", "revisit"]
    reopened.close()
