"""Chromium, driven through scrapy-playwright: a visit at a time, each with a limit, and a new start after a failure."""

from __future__ import annotations

import asyncio
import logging
import os
from contextlib import suppress
from typing import Any, Final

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page
from playwright.async_api import Request as SubRequest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError
from scrapy.http import Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # type: ignore[import-untyped]
from scrapy_playwright.page import PageMethod  # type: ignore[import-untyped]

from zhanjiang.addresses.site import authority
from zhanjiang.browser.availability import executable
from zhanjiang.browser.visits import VISITS, let_in, status_of

logger = logging.getLogger(__name__)

_NOT_LOADED: Final = frozenset({"image", "font", "media"})
_VISITS_A_CONTEXT: Final = 100
_SECONDS_TO_CLOSE: Final = 10
# What it would do unasked: update itself, look for extensions, talk to its maker.
_ARGUMENTS: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


class _Handler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """scrapy-playwright's handler, started when we say so, with headers as Chromium sends them."""

    def __init__(self, crawler: Crawler, path: str) -> None:
        super().__init__(crawler)
        self.config.launch_options = {
            "executable_path": path,
            "args": list(_ARGUMENTS),
            # Chromium refuses its sandbox to root alone.
            "chromium_sandbox": os.geteuid() != 0,
        }
        self.config.target_closed_max_retries = 0  # a new visit is Scrapy's to ask for
        self.process_request_headers = None

    async def start(self) -> None:
        """Start what drives the browser; the browser itself starts with the first page."""
        await self._launch()


class Chromium:
    """The browser of a crawl, started by its first visit.

    Whatever goes wrong in a visit, Chromium is closed, and the next visit starts it anew: so it may be killed at any
    time. Visits follow one another.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Read ``BROWSER_TIMEOUT``, ``BROWSER_EXECUTABLE`` and ``USER_AGENT``."""
        self.crawler = crawler
        self.seconds = crawler.settings.getfloat("BROWSER_TIMEOUT")
        self._handler: _Handler | None = None
        self._visits = 0
        self._host = ""
        self._lock = asyncio.Lock()
        if crawler.settings["LOG_LEVEL"] != "DEBUG":
            # It tells failures with their tracebacks, which are told here in a line.
            logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)

    async def visit(self, request: Request) -> Response:
        """Make the visit that ``meta["browser"]`` names. DownloadTimeoutError, DownloadFailedError where it fails."""
        async with self._lock:
            try:
                handler = self._handler or await self._start()
                async with asyncio.timeout(self.seconds):
                    return await self._visit(handler, request)
            except TimeoutError:
                await self.close()
                raise DownloadTimeoutError(f"the browser did not end its visit in {self.seconds:g} s") from None
            except (PlaywrightError, OSError) as error:
                await self.close()
                raise DownloadFailedError(f"the browser failed: {str(error).splitlines()[0]}") from error

    async def _start(self) -> _Handler:
        path = executable(self.crawler.settings)
        assert path
        self._handler = _Handler(self.crawler, path)
        self._handler.abort_request = self._is_refused
        await self._handler.start()
        return self._handler

    def _is_refused(self, asked: SubRequest) -> bool:
        """Say whether the page goes without: pictures, fonts, media, and documents of another host."""
        if asked.resource_type in _NOT_LOADED:
            return True
        return asked.is_navigation_request() and authority(asked.url) != self._host

    async def _visit(self, handler: _Handler, request: Request) -> Response:
        context = await self._context(handler)
        self._host = authority(request.url)
        act = PageMethod(self._act, request.meta["browser"])
        meta = {
            "playwright": True,
            "playwright_context": context,
            "playwright_context_kwargs": {
                "user_agent": self.crawler.settings["USER_AGENT"],
                "service_workers": "block",
                "accept_downloads": False,
            },
            "playwright_page_goto_kwargs": {"wait_until": "commit"},
            "playwright_page_methods": [act],
        }
        response: Response = await handler.download_request(Request(request.url, meta=meta))
        request.meta["visited"], status = act.result
        return response.replace(status=status or response.status, request=request)

    async def _act(self, page: Page, name: str) -> tuple[Any, int]:
        """Do what a visit is for, once the site lets us in; return what it found, and the page's status."""
        await let_in(page)
        found = await VISITS[name](page, self.seconds)
        return found, await status_of(page)

    async def _context(self, handler: _Handler) -> str:
        """Return the name of the context for the next visit; an old one is closed, with all it holds in memory."""
        former, context = (f"visits {n // _VISITS_A_CONTEXT}" for n in (self._visits - 1, self._visits))
        self._visits += 1
        if former != context and (wrapper := handler.context_wrappers.get(former)):
            await wrapper.context.close()
        return context

    async def close(self) -> None:
        """Close the browser, and what drives it; one that is dead already is let go."""
        handler, self._handler = self._handler, None
        if handler:
            with suppress(PlaywrightError, OSError, TimeoutError):
                async with asyncio.timeout(_SECONDS_TO_CLOSE):
                    await handler.close()
