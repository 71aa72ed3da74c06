"""Monitors of a fleet: the last worker judges, by what all have counted; a killed one's last heartbeat counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.utils.test import get_crawler
from sqlalchemy import update

from tests.redis_server import RedisServer
from zhanjiang import settings as project
from zhanjiang.crawl.worker_run import WorkerRun
from zhanjiang.extensions.monitors import Monitors
from zhanjiang.store import Store, crawls, open_store, workers
from zhanjiang.times import moment, now

_SETTINGS = {name: value for name, value in project.defaults.items() if name.startswith(("MONITOR_", "NOTICE_"))}
_FOUND = {"articles/new": 30, "ledger/stored": 30}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An open, empty store."""
    opened = open_store(f"sqlite:///{tmp_path}/store.db")
    yield opened
    opened.close()


class _JudgedWorker:
    """A worker that only its signals happen to."""

    def __init__(self, store: Store, redis: RedisServer) -> None:
        given = {"STORE_ENABLED": True, "STORE_URL": "sqlite://", "ARCHIVE_ENABLED": False, "REVISIT": "adaptive"}
        workers_own = {"REDIS_URL": redis.url, "REDIS_PREFIX": "test", "WORKER_HEARTBEAT": 10, "WORKER_PATIENCE": 0}
        self.crawler = get_crawler(Spider, {**_SETTINGS, **given, **workers_own})
        self.crawler.spider = Spider("articles")
        self.run = WorkerRun(self.crawler, store)
        self.crawler.get_extension = lambda _: self.run  # type: ignore[method-assign, assignment, return-value]
        self.monitors = Monitors.from_crawler(self.crawler)

    def count(self, **stats: int) -> None:
        """Let it have counted."""
        for name, number in stats.items():
            self.crawler.stats.set_value(name, number)

    def end(self, **stats: int) -> list[str]:
        """Let it count and end; what its monitors found, a line each."""
        self.count(**stats)
        with self.run.store.transaction() as connection:
            workers.leave(connection, self.run.fleet, self.run.number, "finished")
        self.monitors.spider_closed("finished")
        self.run.link.close()
        return [state.line for state in self.monitors.failed]


@pytest.fixture
def start(store: Store, redis: RedisServer) -> Callable[[], _JudgedWorker]:
    """Give what starts a worker of one fleet."""
    return lambda: _JudgedWorker(store, redis)


def test_the_last_worker_judges_by_what_all_have_counted(start: Callable[[], _JudgedWorker]) -> None:
    one, other, last = (start() for _ in range(3))
    assert one.end(**{"ledger/failed": 20, "ledger/stored": 1}) == []
    assert other.end(**{"ledger/stored": 9}) == []
    [failed] = last.end(**{"ledger/stored": 10})
    assert failed.startswith("failed pages (articles): before 10 % at most, now 20 of 40 (50 %)")
    assert last.crawler.stats.get_value("ledger/stored") == 10, "its own stats stay its own"


def test_a_share_that_is_large_for_the_last_worker_alone_is_none_of_the_fleet(
    start: Callable[[], _JudgedWorker],
) -> None:
    one, last = start(), start()
    assert one.end(**{"ledger/stored": 200}) == []
    assert last.end(**{"ledger/stored": 15, "ledger/failed": 5}) == []


def test_of_a_killed_worker_the_last_heartbeat_counts_and_that_is_told(
    start: Callable[[], _JudgedWorker], store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    killed, last = start(), start()
    killed.count(**{"ledger/failed": 20, "ledger/stored": 10})
    killed.run.beat()
    killed.count(**{"ledger/failed": 21})
    with store.transaction() as connection:
        row = crawls.crawls.c.id == killed.run.number
        connection.execute(update(crawls.crawls).where(row).values(alive_until="2001-01-01T00:00:00.000000Z"))
    [failed] = last.end(**{"ledger/stored": 10})
    assert "now 20 of 40 (50 %)" in failed
    assert "Judged without what 1 killed worker did after the last heartbeat" in caplog.messages


def test_articles_of_the_other_workers_are_found_once(start: Callable[[], _JudgedWorker], store: Store) -> None:
    for days in (7, 14):
        before = start()
        before.end(**{"articles/new": 150})
        earlier = {"started_at": moment(now() - timedelta(days=days)), "counts": {"articles/new": 150}}
        with store.transaction() as connection:
            connection.execute(update(crawls.crawls).where(crawls.crawls.c.id == before.run.number).values(earlier))
    one, last = start(), start()
    assert one.end(**_FOUND) == []
    [found] = last.end(**{**_FOUND, "articles/new": 10})
    assert found.startswith("articles found (articles): before 150 new articles") and ", now 40 today" in found
