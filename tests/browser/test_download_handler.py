"""Which requests go through the browser, and that both schemes share one."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.utils.test import get_crawler

from zhanjiang.browser import chromium
from zhanjiang.browser.download_handler import BrowserDownloadHandler

_ADDRESS = "https://www.example/"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The browsers that were made; each answers by its name, and plain HTTP by ``plain``."""
    made: list[Any] = []

    async def plain(handler: Any, request: Request) -> str:
        return "plain"

    async def nothing(*_: Any) -> None:
        return None

    class Chromium:
        """Stands in for the handler of scrapy-playwright."""

        def __init__(self, crawler: Crawler) -> None:
            self.is_closed = False
            made.append(self)

        async def download_request(self, request: Request) -> str:
            return f"browser {len(made)}"

        async def close(self) -> None:
            self.is_closed = True

    monkeypatch.setattr(
        HTTP11DownloadHandler, "__init__", lambda handler, crawler: setattr(handler, "_crawler", crawler)
    )
    monkeypatch.setattr(HTTP11DownloadHandler, "download_request", plain)
    monkeypatch.setattr(HTTP11DownloadHandler, "close", nothing)
    monkeypatch.setattr(chromium, "ChromiumDownloadHandler", Chromium)
    return made


def _crawler(executable: str = "sh") -> Crawler:
    return get_crawler(settings_dict={"BROWSER_ENABLED": True, "BROWSER_EXECUTABLE": executable})


def _download(handler: BrowserDownloadHandler, **meta: Any) -> Any:
    return asyncio.run(handler.download_request(Request(_ADDRESS, meta=meta)))


def test_plain_requests_make_no_browser(made: list[Any]) -> None:
    handler = BrowserDownloadHandler(_crawler())
    assert _download(handler) == _download(handler, playwright=False) == "plain"
    asyncio.run(handler.close())
    assert made == []


def test_visits_of_both_schemes_share_a_browser_which_is_closed_at_the_end(made: list[Any]) -> None:
    crawler = _crawler()
    http, https = BrowserDownloadHandler(crawler), BrowserDownloadHandler(crawler)
    assert [_download(handler, playwright=True) for handler in (http, https, http)] == ["browser 1"] * 3
    assert _download(http) == "plain"
    asyncio.run(http.close())
    asyncio.run(https.close())
    assert [browser.is_closed for browser in made] == [True]


def test_without_a_browser_a_visit_is_a_plain_request(made: list[Any]) -> None:
    assert _download(BrowserDownloadHandler(_crawler("no-such-browser")), playwright=True) == "plain"
    assert made == []
