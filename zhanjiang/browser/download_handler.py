"""Scrapy's own download handler, with a browser behind it for the requests that ask for one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from zhanjiang.browser.availability import missing

if TYPE_CHECKING:
    from zhanjiang.browser.chromium import Chromium

# One for both http and https.
_browsers: WeakKeyDictionary[Crawler, Chromium] = WeakKeyDictionary()


class BrowserDownloadHandler(HTTP11DownloadHandler):
    """Downloads by plain HTTP; a request with ``meta["browser"]`` by that visit in Chromium, where there is one.

    What the visit found is then in the request's ``meta["visited"]``; the response's body is the page as the scripts
    left it. So a visit is scheduled, delayed, guarded and retried as any other request.
    """

    lazy = True

    async def download_request(self, request: Request) -> Response:
        """Return the response; a plain request pays no more than the look for the name."""
        if "browser" in request.meta and missing(self._crawler.settings) is None:
            return await self._browser().visit(request)
        return await super().download_request(request)

    def _browser(self) -> Chromium:
        # Loaded at the first visit: it costs a tenth of a second and some 30 MB.
        from zhanjiang.browser.chromium import Chromium

        return _browsers.get(self._crawler) or _browsers.setdefault(self._crawler, Chromium(self._crawler))

    async def close(self) -> None:
        """Close the browser, if there was one, and the connections."""
        if browser := _browsers.pop(self._crawler, None):
            await browser.close()
        await super().close()
