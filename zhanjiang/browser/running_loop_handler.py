"""The download handler of a crawl without a reactor: Scrapy's own on aiohttp, with headers to the byte."""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.http.headers import Headers


class RunningLoopDownloadHandler(AiohttpDownloadHandler):
    """Downloads in an event loop that runs already."""

    lazy = True

    @staticmethod
    def _extract_headers(response: Any) -> Headers:
        """The headers as they came: as text, one that is no UTF-8 would fail its page."""
        return Headers(list(response.raw_headers))
