"""A site that is down, or that challenges us, ends the run early, instead of a thousand failures."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from typing import Final, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from zhanjiang.addresses.page import PageRef
from zhanjiang.addresses.site import root_of
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.ending import CHALLENGED, CHALLENGES, PROBE, SITE_DOWN, UNREACHED
from zhanjiang.crawl.failures import NO_ANSWER

logger = logging.getLogger(__name__)

_WELL: Final = (200, 203, 304)


class SiteCircuitBreaker:
    """Counts the pages of a site that failed for good in a row; at ``limit`` it probes the site's front page.

    If the probe fails too, the spider is closed with the reason ``site_down`` or ``challenged``. Without the probe, bad
    pages of a healthy site would end a crawl: at its end, where only retries are left, they come in a row.
    """

    def __init__(self, crawler: Crawler, limit: int) -> None:
        """Take the crawl, and how many failures in a row open the circuit."""
        self.crawler = crawler
        self.limit = limit
        self._failed: Counter[str] = Counter()
        self._probes: set[asyncio.Task[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``SITE_DOWN_AFTER``."""
        limit = crawler.settings.getint("SITE_DOWN_AFTER")
        if not limit:
            raise NotConfigured("SITE_DOWN_AFTER is 0: of a site that is down, every page is requested")
        extension = cls(crawler, limit)
        crawler.signals.connect(extension.page_failed, outcomes.page_failed)
        crawler.signals.connect(extension.probe, outcomes.site_challenges)
        crawler.signals.connect(extension.response_received, signals.response_received)
        return extension

    def response_received(self, response: Response) -> None:
        """Reset the count: the site answers."""
        if self._failed and response.status in _WELL:
            self._failed.pop(root_of(response.url), None)

    def page_failed(self, page: PageRef, reason: str = "") -> None:
        """Count a page, and probe the site if it is one too many; a site that says what it lacks answers."""
        if reason.endswith(outcomes.NOT_THERE):
            return
        site = root_of(page.url)
        self._failed[site] += 1
        if self._failed[site] >= self.limit:
            self.probe(site)

    def probe(self, site: str) -> None:
        """Pause the crawl and request a site's front page; one probe at a time."""
        if not self._probes:
            self.crawler.engine.pause()
            task = asyncio.get_running_loop().create_task(self._request(site))
            self._probes.add(task)
            task.add_done_callback(self._probes.discard)

    async def _request(self, site: str) -> None:
        """Request a site's front page, without retries; go on if there is one, else end the crawl."""
        meta = {"dont_retry": True, "handle_httpstatus_all": True, PROBE: True}
        try:
            response = await self.crawler.engine.download_async(Request(f"{site}/", meta=meta, dont_filter=True))
        except NO_ANSWER:
            await self._end(site, SITE_DOWN, "cannot be reached")
            return
        if response.status in _WELL:
            self._failed.pop(site, None)
            self.crawler.engine.unpause()
        else:
            reason = CHALLENGED if response.status in CHALLENGES else SITE_DOWN
            await self._end(site, reason, f"answers its front page with status {response.status}")

    async def _end(self, site: str, reason: str, explanation: str) -> None:
        logger.error("%s %s: the crawl ends here, what is left is for the next run", site, explanation)
        self.crawler.stats.set_value(UNREACHED, site)
        self.crawler.signals.send_catch_log(outcomes.site_down, site=site)
        if self.crawler.spider:
            await self.crawler.engine.close_spider_async(reason=reason)
