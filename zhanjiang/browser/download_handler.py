"""Scrapy's own download handler, with a browser beside it for the requests that ask for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from service_identity import CertificateError, VerificationError
from twisted.internet import _sslverify

from zhanjiang.browser.availability import missing
from zhanjiang.browser.visit_meta import is_visit

if TYPE_CHECKING:
    from zhanjiang.browser.chromium import ChromiumDownloadHandler

# One browser for both http and https.
_browsers: WeakKeyDictionary[Crawler, ChromiumDownloadHandler] = WeakKeyDictionary()
_verify = _sslverify.verify_service_identity  # type: ignore[attr-defined]


def _verify_or_refuse(*given: Any) -> Any:
    """Verify a certificate's names. Raises VerificationError, also for one that has none.

    Twisted logs that with a traceback, and then takes the certificate for any host's.
    """
    try:
        return _verify(*given)
    except CertificateError as error:
        raise VerificationError([str(error)]) from error  # type: ignore[list-item]


_sslverify.verify_service_identity = _verify_or_refuse  # type: ignore[assignment, attr-defined]


class BrowserDownloadHandler(HTTP11DownloadHandler):
    """Downloads by plain HTTP; a request with ``meta["playwright"]`` through Chromium, where there is one.

    Scrapy-playwright's handler would do both, but costs each crawl 0.1 s and 30 MB; here only a visit loads it.
    """

    lazy = True

    async def download_request(self, request: Request) -> Response:
        """Return the response; a plain request pays no more than a look into its meta."""
        if is_visit(request) and missing(self._crawler.settings) is None:
            return await self._browser().download_request(request)
        return await super().download_request(request)

    def _browser(self) -> ChromiumDownloadHandler:
        # Only here: scrapy-playwright takes a tenth of a second and 30 MB.
        from zhanjiang.browser.chromium import ChromiumDownloadHandler

        return _browsers.get(self._crawler) or _browsers.setdefault(
            self._crawler, ChromiumDownloadHandler(self._crawler)
        )

    async def close(self) -> None:
        """Close the browser, if there was one, and the connections."""
        if browser := _browsers.pop(self._crawler, None):
            await browser.close()
        await super().close()
