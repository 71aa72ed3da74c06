"""A retry waits as long as the site asks for, else longer each time."""

from __future__ import annotations

import asyncio
import signal
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from tests.end_to_end.running import begin, crawl
from tests.loopback import Answer, serving
from zhanjiang.crawl.failures import CrawlEnds
from zhanjiang.middlewares.retry_after import RetryAfterMiddleware, read_retry_after

_ARTICLE = (
    "<html><head><title>渔船归港</title></head><body><h1>渔船归港</h1><p>渔船昨日归港，渔民们忙着卸货。</p></body></html>"
).encode()


def _answer(status: int, retry_after: str) -> Response:
    return Response("http://portal.example/p/1.html", status=status, headers={"Retry-After": retry_after})


@pytest.mark.parametrize(
    ("times", "asked", "expected"), [(0, None, 0), (1, None, 2), (3, None, 8), (9, None, 60), (1, "7", 7), (1, "0", 0)]
)
def test_how_long_a_retry_waits(times: int, asked: str | None, expected: float) -> None:
    middleware = RetryAfterMiddleware(backoff=2, longest=60, is_running=lambda: True)
    request = Request("http://portal.example/p/1.html", meta={"retry_times": times} if times else {})
    if asked is not None:
        middleware.process_response(request, _answer(503, asked))
    assert middleware.wait_of(request) == expected


def test_a_wait_that_is_too_long_is_left_to_a_later_run() -> None:
    middleware = RetryAfterMiddleware(backoff=2, longest=60, is_running=lambda: True)
    request = Request("http://portal.example/p/1.html")
    middleware.process_response(request, _answer(503, "3600"))
    assert request.meta == {"dont_retry": True}


def test_what_is_no_wait_is_none() -> None:
    assert read_retry_after("in a while", datetime.now(UTC)) is None


def test_it_has_a_switch() -> None:
    with pytest.raises(NotConfigured, match="RETRY_AFTER_ENABLED is off"):
        RetryAfterMiddleware.from_crawler(get_crawler(settings_dict={"RETRY_AFTER_ENABLED": False}))


def test_a_crawl_that_is_stopped_does_not_wait_for_the_end_of_a_pause() -> None:
    middleware = RetryAfterMiddleware(backoff=3600, longest=3600, is_running=lambda: False)
    request = Request("http://portal.example/p/1.html", meta={"retry_times": 1})
    with pytest.raises(CrawlEnds):
        asyncio.run(asyncio.wait_for(middleware.process_request(request), timeout=60))
    assert "retry_after" not in request.meta


@pytest.mark.parametrize(
    "asked", ["9" * 400, "99999999999", "-5", "Fri, 31 Dec 9999 23:59:59 GMT", "Tue, 31 Feb 2026", "x"]
)
def test_an_absurd_wait_counts_as_none_and_the_page_is_retried(asked: str) -> None:
    middleware = RetryAfterMiddleware(backoff=2, longest=60, is_running=lambda: True)
    request = Request("http://portal.example/p/1.html", meta={"retry_times": 1})
    middleware.process_response(request, _answer(503, asked))
    assert "dont_retry" not in request.meta
    assert middleware.wait_of(request) == 2


def test_a_crawl_that_is_interrupted_while_it_waits_ends_at_once_and_the_page_is_left_to_the_next(
    tmp_path: Path,
) -> None:
    busy: Answer = (503, {"Retry-After": "100"}, b"")
    with serving({"/": busy}) as site:
        process = begin(tmp_path, {"PORTAL_URL": site}, RETRY_TIMES="9", LOG_LEVEL="DEBUG")
        until = time.monotonic() + 60
        while "Retrying <GET" not in (tmp_path / "crawl.log").read_text("utf-8"):
            assert process.poll() is None and time.monotonic() < until
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130  # and not after the pause
    assert "Failed for good" not in (tmp_path / "crawl.log").read_text("utf-8")
    assert "Left to the next run: 1 pages" in (tmp_path / "crawl.log").read_text("utf-8")


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_the_site_is_left_in_peace_as_long_as_it_asks(tmp_path: Path, form: str) -> None:
    asked: list[str] = []
    moments: list[float] = []

    def answer() -> Answer:
        moments.append(time.monotonic())
        if len(moments) > 1:
            return _ARTICLE
        date = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
        return 429, {"Retry-After": "1" if form == "seconds" else date}, b""

    with serving({"/p/1.html": answer, "/p/2.html": _ARTICLE}, asked) as site:
        crawled = crawl(tmp_path, {"PORTAL_URL": site}, "ids=1,2", CONCURRENT_REQUESTS_PER_DOMAIN="1")
    assert crawled.code == 0, crawled.log
    assert len(crawled.lines) == 2
    assert moments[1] - moments[0] >= 0.9  # a date is to the second
