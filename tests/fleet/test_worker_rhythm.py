"""A worker's rhythm: what it cannot get over ends the worker, which would else keep its pages from the others."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Spider
from scrapy.utils.test import get_crawler

from zhanjiang.crawl.ending import MAX_ARTICLES, WORKER_FAILED, exit_code_of
from zhanjiang.extensions.worker import Worker
from zhanjiang.fleet import WrongKey


class _RunOfWorker:
    """As much of a worker's run as its rhythm needs."""

    number = fleet = 7
    heartbeat = 60.0

    def __init__(self, *, has_enough: bool | WrongKey) -> None:
        self._has_enough = has_enough
        self.frontier = SimpleNamespace(number_leased=9, was_read=bool)

    def has_enough(self) -> bool:
        """Say so, or fail."""
        if isinstance(self._has_enough, WrongKey):
            raise self._has_enough
        return self._has_enough

    def count_taken(self) -> int:
        """Count one."""
        return 1

    def beat(self) -> None:
        """Live."""


def _reasons(monkeypatch: pytest.MonkeyPatch, run: _RunOfWorker) -> list[str]:
    """Let a worker work for a moment; the reasons for which it ended the crawl."""
    reasons: list[str] = []

    async def close(*, reason: str) -> None:
        """Note why."""
        reasons.append(reason)

    async def work() -> None:
        crawler: Any = get_crawler(Spider, {"CONCURRENT_REQUESTS_PER_DOMAIN": 1, "READERS": 0})
        crawler.spider = Spider("articles")
        crawler.engine = SimpleNamespace(close_spider_async=close)
        worker = Worker(crawler)
        worker.spider_opened()
        await asyncio.sleep(0.5)
        for task in worker._tasks:
            task.cancel()

    monkeypatch.setattr(Worker, "run", run)
    asyncio.run(work())
    return reasons


def test_a_mistake_of_the_program_ends_the_worker_and_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        assert _reasons(monkeypatch, _RunOfWorker(has_enough=WrongKey("a mistake"))) == [WORKER_FAILED]
    assert "The crawl ends, for a mistake of the program" in caplog.messages
    assert exit_code_of({"finish_reason": WORKER_FAILED}, typed=False) == 65


def test_a_fleet_that_has_enough_ends_each_worker_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _reasons(monkeypatch, _RunOfWorker(has_enough=True)) == [MAX_ARTICLES]
