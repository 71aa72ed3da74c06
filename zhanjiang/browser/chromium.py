"""Chromium by scrapy-playwright: one visit at a time, each with a time limit, and a restart after a failure.

All that a page in it requests goes through the address guard (``guarded_proxy``).
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Final

from playwright.async_api import Error as PlaywrightError
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError
from scrapy.http import Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # type: ignore[import-untyped]

from zhanjiang.addresses.allowed import AllowedSites
from zhanjiang.browser.availability import executable
from zhanjiang.browser.guarded_proxy import GuardedProxy
from zhanjiang.browser.visit_meta import status_after

_VISITS_A_CONTEXT: Final = 100
_SECONDS_TO_CLOSE: Final = 10

logger = logging.getLogger(__name__)


class ChromiumDownloadHandler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """scrapy-playwright's handler, launched by its first visit instead of with the crawl.

    Visits follow one another; ``BROWSER_TIMEOUT`` limits each. After any failure Chromium is closed, and the next visit
    launches it again: so it may be killed at any time. Contexts are renewed every hundred visits, since they grow.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Read ``BROWSER_TIMEOUT``, ``BROWSER_EXECUTABLE`` and ``USER_AGENT``, and scrapy-playwright's own settings.

        Read what the address guard reads, too: without a guard, pages in the browser ask whom they like.
        """
        super().__init__(crawler)
        settings, config = crawler.settings, self.config
        self.seconds = settings.getfloat("BROWSER_TIMEOUT")
        config.launch_options = {"executable_path": executable(settings), **config.launch_options}
        contexts = config.startup_context_kwargs
        # Not by a header of each request: scripts would read another User-Agent than their site receives.
        agent = {"user_agent": settings["USER_AGENT"]}
        config.startup_context_kwargs = {name: agent | options for name, options in contexts.items()}
        config.target_closed_max_retries = 0  # Scrapy retries a visit
        self._is_launched = False
        self._visits = 0
        self._one_at_a_time = asyncio.Lock()
        arguments = getattr(crawler.spider, "arguments", None)
        self._proxy: GuardedProxy | None = None
        if arguments is not None and settings.getbool("ADDRESS_GUARD_ENABLED", True):
            allowed = AllowedSites.from_settings(settings, arguments.typed_sites)
            self._proxy = GuardedProxy(allowed, self._refuse)
        self._stats = crawler.stats
        self._refused: set[str] = set()
        if settings["LOG_LEVEL"] != "DEBUG":
            # It logs failures with their tracebacks; ours are reported in one line.
            logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)

    async def download_request(self, request: Request) -> Response:
        """Make a visit. DownloadTimeoutError, DownloadFailedError where it fails."""
        async with self._one_at_a_time:
            try:
                async with asyncio.timeout(self.seconds):
                    await self._make_ready()
                    response: Response = await super().download_request(request)
            except TimeoutError:
                await self._close()
                raise DownloadTimeoutError(f"the browser did not end its visit in {self.seconds:g} s") from None
            except (PlaywrightError, OSError) as error:
                await self._close()
                raise DownloadFailedError(f"the browser failed: {str(error).splitlines()[0]}") from error
        return response.replace(status=status_after(request) or response.status)

    def _refuse(self, site: str) -> None:
        """Count what a page, or the browser itself, requested from another site; log each site once."""
        self._stats.inc_value("address_guard/refused")
        self._stats.inc_value(f"address_guard/sites/{site}")
        if site not in self._refused:
            self._refused.add(site)
            logger.info("Not requested for the browser, as it is none of the sites: %s", site)

    async def _make_ready(self) -> None:
        if not self._is_launched:
            if self._proxy:
                # Without "<-loopback>" Chromium asks loopback itself.
                self.config.launch_options["proxy"] = {"server": await self._proxy.start(), "bypass": "<-loopback>"}
            await self._launch()
            self._is_launched = True
        elif self._visits % _VISITS_A_CONTEXT == 0:
            for name, wrapper in [*self.context_wrappers.items()]:
                await wrapper.context.close()
                await self._create_browser_context(name, self.config.startup_context_kwargs.get(name))
        self._visits += 1

    async def _close(self) -> None:
        """Close the browser and its driver, or abandon one that is dead or does not answer; the next visit launches."""
        with suppress(PlaywrightError, OSError, TimeoutError):
            async with asyncio.timeout(_SECONDS_TO_CLOSE):
                await super()._close()
        if self._proxy:
            await self._proxy.close()
        self.__dict__.pop("browser", None)
        self.context_wrappers.clear()
        # A context that died may never release its place.
        self.context_semaphore = asyncio.Semaphore(self.config.max_contexts or 1)
        self._is_launched = False
