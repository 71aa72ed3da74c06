"""Respect the Crawl-delay of a site's robots.txt."""

from __future__ import annotations

import logging
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)


class CrawlDelay:
    """Raises a site's delay to its Crawl-delay where that is longer, without jitter, and keeps it there.

    AutoThrottle lowers delays after each response; this extension listens after it and raises them again.
    """

    def __init__(self, crawler: Crawler, user_agent: str, delay: float, longest: float) -> None:
        """Take our name in robots.txt, our own delay, and the longest that a site is granted, both in seconds."""
        self.crawler = crawler
        self.user_agent = user_agent
        self.delay = delay
        self.longest = longest
        self.floors: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``CRAWL_DELAY_ENABLED``, ``CRAWL_DELAY_MAX``, ``DOWNLOAD_DELAY`` and the names of the User-Agent."""
        settings = crawler.settings
        if not settings.getbool("CRAWL_DELAY_ENABLED"):
            raise NotConfigured("CRAWL_DELAY_ENABLED is off: a Crawl-delay in robots.txt is not respected")
        user_agent = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        longest = settings.getfloat("CRAWL_DELAY_MAX")
        extension = cls(crawler, user_agent, settings.getfloat("DOWNLOAD_DELAY"), longest)
        crawler.signals.connect(extension.robots_parsed, signals.robots_parsed)
        return extension

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Read the Crawl-delay of a request's site."""
        wished = robotparser.crawl_delay(self.user_agent)
        if wished is None or not wished > self.delay:  # what is no number (nan) is not longer
            return
        key = self.crawler.engine.downloader.get_slot_key(request)
        if not self.floors:  # connected only when needed, since it costs a little on every page
            self.crawler.signals.connect(self.response_downloaded, signals.response_downloaded)
        self.floors[key] = granted = min(wished, self.longest)
        logger.info("%s asks for a pause of %g s between requests: %g s are granted", key, wished, granted)
        # For the present slot, and for those that replace it after a minute without requests.
        self.crawler.engine.downloader.per_slot_settings[key] = {"delay": granted, "jitter": 0}
        self._raise_delay(key)

    def response_downloaded(self, request: Request) -> None:
        """Raise the delay again if AutoThrottle lowered it below the Crawl-delay."""
        self._raise_delay(request.meta.get("download_slot", ""))

    def _raise_delay(self, key: str) -> None:
        slot = self.crawler.engine.downloader.slots.get(key)
        if slot is not None and key in self.floors:
            slot.delay = max(slot.delay, self.floors[key])
            slot.jitter = 0
