"""The limits around scrapy-playwright's handler, which is replaced here: order, time, restarts, renewed contexts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.async_api import Error as PlaywrightError
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError
from scrapy.http import Response
from scrapy.utils.test import get_crawler
from scrapy_playwright.handler import Config, ScrapyPlaywrightDownloadHandler  # type: ignore[import-untyped]

from zhanjiang import settings as of_project
from zhanjiang.browser.chromium import ChromiumDownloadHandler
from zhanjiang.browser.visit_meta import visit_meta

_ADDRESS = "https://www.example/"
_SETTINGS: dict[str, Any] = {
    **{name: getattr(of_project, name) for name in dir(of_project) if name.startswith("PLAYWRIGHT_")},
    "BROWSER_TIMEOUT": 30,
    "BROWSER_EXECUTABLE": "sh",
    "USER_AGENT": "zhanjiang-news/0.1",
}
Visit = Callable[[], Awaitable[int]]


class _Driver:
    """Stands in for scrapy-playwright's handler; ``visit`` is what a visit does, and gives its status."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.events: list[str] = []

    def begin(self, handler: Any, crawler: Crawler) -> None:
        handler.config = Config.from_settings(crawler.settings)
        handler.context_wrappers = {}

    async def launch(self, handler: Any) -> None:
        self.events.append("launch")
        for name, options in handler.config.startup_context_kwargs.items():
            await self.create_context(handler, name, options)

    async def create_context(self, handler: Any, name: str, options: dict[str, Any]) -> None:
        assert options["user_agent"] == "zhanjiang-news/0.1"
        self.events.append("context")

        async def close() -> None:
            self.events.append("context closed")

        handler.context_wrappers[name] = SimpleNamespace(context=SimpleNamespace(close=close))

    async def download(self, handler: Any, request: Request) -> Response:
        self.events.append("visit")
        request.meta["playwright_page_methods"][0].result = ({}, await self.visit())
        self.events.append("visited")
        return Response(request.url, request=request)

    async def close(self, handler: Any) -> None:
        self.events.append("close")


@pytest.fixture
def handler_of(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[ChromiumDownloadHandler, list[str]]]:
    """Give a function that makes the handler over a driver with these visits, and the list of what happens."""

    def make(visit: Visit, **settings: Any) -> tuple[ChromiumDownloadHandler, list[str]]:
        driver = _Driver(visit)
        methods = {
            "__init__": lambda handler, crawler: driver.begin(handler, crawler),
            "_launch": lambda handler: driver.launch(handler),
            "_create_browser_context": lambda handler, *given: driver.create_context(handler, *given),
            "download_request": lambda handler, request: driver.download(handler, request),
            "_close": lambda handler: driver.close(handler),
        }
        for name, method in methods.items():
            monkeypatch.setattr(ScrapyPlaywrightDownloadHandler, name, method)
        return ChromiumDownloadHandler(get_crawler(settings_dict=_SETTINGS | settings)), driver.events

    return make


def _request() -> Request:
    return Request(_ADDRESS, meta=visit_meta("challenge", get_crawler(settings_dict=_SETTINGS).settings))


async def _well() -> int:
    await asyncio.sleep(0)
    return 200


def test_visits_follow_one_another_and_the_first_launches_the_browser(handler_of: Any) -> None:
    async def visit() -> list[Response]:
        return await asyncio.gather(*(handler.download_request(_request()) for _ in range(3)))

    handler, events = handler_of(_well)
    assert events == []
    assert [response.status for response in asyncio.run(visit())] == [200] * 3
    assert events == ["launch", "context", *["visit", "visited"] * 3]


def test_the_status_is_that_of_the_page_shown_last(handler_of: Any) -> None:
    async def gone() -> int:
        return 404

    handler, _ = handler_of(gone)
    assert asyncio.run(handler.download_request(_request())).status == 404


def test_a_visit_that_lasts_too_long_is_ended_and_the_next_launches_the_browser_again(handler_of: Any) -> None:
    async def visit() -> Response:
        with pytest.raises(DownloadTimeoutError, match=r"did not end its visit in 0\.05 s"):
            await handler.download_request(_request())
        handler.seconds = 30
        return await handler.download_request(_request())

    seconds = iter([3600, 0])

    async def sleep() -> int:
        await asyncio.sleep(next(seconds))
        return 200

    handler, events = handler_of(sleep, BROWSER_TIMEOUT=0.05)
    assert asyncio.run(visit()).status == 200
    assert events == ["launch", "context", "visit", "close", "launch", "context", "visit", "visited"]


@pytest.mark.parametrize("error", [PlaywrightError("Target closed\nCall log:"), BrokenPipeError("gone")])
def test_a_browser_that_dies_is_launched_again(handler_of: Any, error: Exception) -> None:
    async def die() -> int:
        raise error

    async def visit() -> None:
        handler.browser = "dead"
        with pytest.raises(DownloadFailedError, match=r"the browser failed: \w+( closed)?$"):
            await handler.download_request(_request())

    handler, events = handler_of(die)
    asyncio.run(visit())
    assert events == ["launch", "context", "visit", "close"]
    assert not hasattr(handler, "browser") and handler.context_wrappers == {}


def test_contexts_are_renewed_every_hundred_visits(handler_of: Any) -> None:
    async def visit() -> None:
        for _ in range(201):
            await handler.download_request(_request())

    handler, events = handler_of(_well)
    asyncio.run(visit())
    assert events.count("launch") == 1 and events.count("visited") == 201
    assert events.count("context closed") == 2 and events.count("context") == 3
