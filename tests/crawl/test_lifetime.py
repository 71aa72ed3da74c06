"""What a crawl has opened is closed once, when nothing needs it any more."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import pytest
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.test import get_crawler

from zhanjiang.crawl import lifetime

Looks = list[Callable[[], None]]


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    """What is to be called later, in order."""
    later: Looks = []
    monkeypatch.setattr(lifetime, "call_later", lambda seconds, look: later.append(look))
    return later


def _open(crawler: Crawler) -> list[str]:
    """Open something for a crawl, and give the list that says when it was closed."""
    closed: list[str] = []
    stack = ExitStack()
    stack.callback(closed.append, "closed")
    crawler.crawling = True
    lifetime.close_with_engine(crawler, stack)
    return closed


def test_a_crawl_that_is_asked_to_stop_keeps_it_until_its_engine_has_stopped(looks: Looks) -> None:
    crawler = get_crawler()
    closed = _open(crawler)
    crawler.signals.send_catch_log(signals.engine_started)
    crawler.crawling = False  # a signal came, and there are answers still to store
    looks.pop()()
    assert closed == [] and looks == []
    crawler.signals.send_catch_log(signals.engine_stopped)
    assert closed == ["closed"]


def test_a_crawl_whose_engine_never_runs_gives_it_up(looks: Looks) -> None:
    crawler = get_crawler()
    closed = _open(crawler)
    looks.pop()()
    assert closed == [] and len(looks) == 1
    crawler.crawling = False
    looks.pop()()
    assert closed == ["closed"] and looks == []
