"""What is a script challenge and what is none; whose cookies go where; how often the browser is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadFailedError, NotConfigured
from scrapy.http import HtmlResponse, Response
from scrapy.settings import BaseSettings
from scrapy.utils.test import get_crawler

from zhanjiang.browser.visit_meta import visit_meta
from zhanjiang.crawl import outcomes
from zhanjiang.middlewares.challenge import ChallengeMiddleware, is_script_challenge

_SITE = "https://www.example"
_SETS = b"<html><body><script>document.cookie='a='+(3*7)+';path=/';location.reload()</script></body></html>"
_HIDES = b"<html><head><script>var _0=['coo'+'kie'];eval(function(p){return p}('...'))</script></head></html>"
_FETCHES = b"<!DOCTYPE html><html><head><meta id=x content=y><script src=/4f2a.js></script></head><body></body></html>"
_WAITS = b"<title>Just a moment</title><noscript>Please turn on scripts</noscript><p>Checking</p>" + _SETS


@pytest.mark.parametrize("status", [403, 412, 503, 521])
@pytest.mark.parametrize("body", [_SETS, _HIDES, _FETCHES, _WAITS])
def test_a_small_page_of_script_is_a_challenge(status: int, body: bytes) -> None:
    assert is_script_challenge(status, body)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, _SETS),
        (404, _SETS),
        (429, _SETS),
        (521, b""),
        (521, b"<h1>521 Origin Down</h1>"),
        (503, b"<h1>503</h1><script>var year = 2022</script>"),
        (403, b"<form action=/verify><input name=code></form>" + _SETS),
        (403, "<p>请输入验证码</p>".encode() + _SETS),
        (403, b"<script src=https://static.geetest.example/gt.js></script>"),
        (403, "湛江港新航线昨日开通。".encode() * 30 + _SETS),
        (503, b" " * 300_000 + _SETS),
    ],
)
def test_what_asks_for_a_human_or_tells_something_is_none(status: int, body: bytes) -> None:
    assert not is_script_challenge(status, body)


class _Engine:
    """Stands in for the engine's download: each visit takes a moment, and ends as it is told."""

    def __init__(self, ends: list[Any]) -> None:
        self.ends = ends
        self.visited: list[str] = []

    async def download_async(self, request: Request) -> Response:
        self.visited.append(request.url)
        await asyncio.sleep(0.01)
        end = self.ends.pop(0)
        if isinstance(end, Exception):
            raise end
        request.meta["playwright_page_methods"][0].result = (end, 200)
        return HtmlResponse(request.url, request=request)


@pytest.fixture
def challenge(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[ChallengeMiddleware, _Engine, list[str]]]:
    """Give a function that makes the middleware, an engine whose visits end as given, and the sites given up."""
    monkeypatch.setattr("zhanjiang.middlewares.challenge.is_there", lambda *_: True)

    def make(*ends: Any, visits: int = 2) -> tuple[ChallengeMiddleware, _Engine, list[str]]:
        crawler = get_crawler(settings_dict={"BROWSER_TIMEOUT": 30})
        crawler.engine = engine = _Engine([*ends])  # type: ignore[assignment]
        given_up: list[str] = []
        crawler.signals.connect(lambda site: given_up.append(site), outcomes.site_challenges, weak=False)
        return ChallengeMiddleware(crawler, visits), engine, given_up

    return make


async def _answer(middleware: ChallengeMiddleware, request: Request, status: int = 521) -> Request | Response:
    response = HtmlResponse(request.url, status=status, body=_SETS, request=request)
    return await middleware.process_response(request, response)


def test_many_requests_wait_for_one_visit_and_its_cookies_go_to_that_site_alone(challenge: Any) -> None:
    middleware, engine, given_up = challenge({"a": "21", "sid": "x"})
    requests = [Request(f"{_SITE}/p/{number}.html") for number in range(5)]

    async def meet() -> list[Request | Response]:
        return await asyncio.gather(*(_answer(middleware, request) for request in requests))

    again = asyncio.run(meet())
    assert [type(one) for one in again] == [Request] * 5
    assert engine.visited == [f"{_SITE}/p/0.html"]
    for request in (*again, own := Request(f"{_SITE}/"), other := Request("https://m.example/")):
        assert isinstance(request, Request)
        middleware.process_request(request)
    assert {request.headers["Cookie"] for request in (*again, own)} == {b"a=21; sid=x"}
    assert "Cookie" not in other.headers and given_up == []


def test_a_request_is_sent_with_the_cookies_of_its_own_visit_and_sent_again_with_the_newest(challenge: Any) -> None:
    middleware, _, _ = challenge({"a": "1"}, {"a": "2"})

    async def meet() -> list[Request | Response]:
        refused = Request(f"{_SITE}/2", headers={"Cookie": "a=1"})
        return [await _answer(middleware, Request(f"{_SITE}/1")), await _answer(middleware, refused)]

    first, second = asyncio.run(meet())
    assert isinstance(first, Request) and isinstance(second, Request)
    sent = []
    for request in (first, second, first):
        middleware.process_request(request)
        sent.append(request.headers["Cookie"])
    assert sent == [b"a=1", b"a=2", b"a=2"]


def test_a_visit_that_fails_is_made_again_and_counts(challenge: Any) -> None:
    middleware, engine, given_up = challenge(DownloadFailedError("killed"), {"a": "1"})
    assert isinstance(asyncio.run(_answer(middleware, Request(_SITE))), Request)
    assert len(engine.visited) == 2 and given_up == []
    stale = Request(_SITE, headers={"Cookie": "a=1"})
    answer = asyncio.run(_answer(middleware, stale))
    assert isinstance(answer, Response) and answer.status == 521
    assert len(engine.visited) == 2 and given_up == [_SITE]


def test_a_site_is_given_up_once(challenge: Any) -> None:
    middleware, engine, given_up = challenge({}, {})
    for _ in range(3):
        assert isinstance(asyncio.run(_answer(middleware, Request(_SITE))), Response)
    assert len(engine.visited) == 2 and given_up == [_SITE]


def test_an_hour_later_the_browser_may_be_sent_again(challenge: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    middleware, engine, _ = challenge({"a": "1"}, {"a": "2"}, visits=1)
    asyncio.run(_answer(middleware, Request(_SITE)))
    monkeypatch.setattr("zhanjiang.middlewares.challenge.monotonic", lambda: 10.0**9)
    again = asyncio.run(_answer(middleware, Request(_SITE, headers={"Cookie": "a=1"})))
    assert isinstance(again, Request) and len(engine.visited) == 2


def test_what_is_no_challenge_passes(challenge: Any) -> None:
    middleware, engine, _ = challenge()
    assert isinstance(asyncio.run(_answer(middleware, Request(_SITE), status=404)), Response)
    visit = Request(_SITE, meta=visit_meta("rankings", BaseSettings({"BROWSER_TIMEOUT": 30})))
    assert isinstance(asyncio.run(_answer(middleware, visit)), Response)
    assert engine.visited == []


def test_it_is_off_where_the_browser_is() -> None:
    with pytest.raises(NotConfigured):
        ChallengeMiddleware.from_crawler(get_crawler(settings_dict={"BROWSER_ENABLED": False}))
