"""The last step before a request is sent: a worker waits for a token of its host, which its whole fleet shares."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.asyncio import sleep

from zhanjiang.crawl.failures import CrawlEnds
from zhanjiang.crawl.worker_run import WorkerRun, worker_of
from zhanjiang.fleet import RedisAway
from zhanjiang.fleet.pace import FleetPace
from zhanjiang.middlewares.retry_after import seconds_asked

_SLICE: Final = 0.5


class FleetPaceMiddleware:
    """Paces the requests of a fleet by host. Takes the place of Scrapy's AutoThrottle, whose settings it reads.

    While Redis is away a worker waits as long before each request as all workers together would. Counts
    ``fleet/waited_ms``.
    """

    def __init__(self, crawler: Crawler, run: WorkerRun) -> None:
        """Take the crawl and its worker."""
        self.crawler = crawler
        self.run = run
        settings = crawler.settings
        self.adapts = settings.getbool("AUTOTHROTTLE_ENABLED")
        self.concurrency = settings.getfloat("AUTOTHROTTLE_TARGET_CONCURRENCY")
        self.agent: str = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        self.most_delay = settings.getfloat("CRAWL_DELAY_MAX") if settings.getbool("CRAWL_DELAY_ENABLED") else 0.0
        self.longest_wait = settings.getfloat("RETRY_AFTER_MAX")
        # One token at a time, so that a worker that dies takes no more than one with it.
        self._one: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings of AutoThrottle, ``CRAWL_DELAY_ENABLED``, ``CRAWL_DELAY_MAX`` and ``RETRY_AFTER_MAX``."""
        middleware = cls(crawler, worker_of(crawler))
        crawler.signals.connect(middleware.robots_parsed, signals.robots_parsed)
        if middleware.adapts:
            crawler.signals.connect(middleware.response_downloaded, signals.response_downloaded)
        return middleware

    async def process_request(self, request: Request) -> None:
        """Wait for a token of the request's host. Raises CrawlEnds."""
        host = self._host(request)
        async with self._one[host]:
            left = self._take(host)
            self.crawler.stats.inc_value("fleet/waited_ms", round(left * 1000))
            while left > 0:
                if not self.crawler.engine.running:
                    raise CrawlEnds("the crawl ends")
                await sleep(min(left, _SLICE))
                left -= _SLICE

    def _take(self, host: str) -> float:
        try:
            return self.run.pace.take(host)
        except RedisAway:
            return self.run.pace.limits.first * self.run.number_of_workers()

    def process_response(self, request: Request, response: Response) -> Response:
        """Let the whole fleet wait where a site asks for it."""
        wait = seconds_asked(response)
        if wait is not None and wait <= self.longest_wait:
            self._say(lambda pace: pace.wait(self._host(request), wait))
        return response

    def response_downloaded(self, request: Request, response: Response) -> None:
        """Adapt the pace of a host to how fast it answers."""
        latency = request.meta.get("download_latency")
        if latency is not None and not request.meta.get("autothrottle_dont_adjust_delay"):
            target, is_page = latency / self.concurrency, response.status == 200
            self._say(lambda pace: pace.adapt(self._host(request), target, is_page=is_page))

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Keep the fleet to a Crawl-delay."""
        wished = robotparser.crawl_delay(self.agent)
        if wished is not None and wished > 0 and self.most_delay:
            self._say(lambda pace: pace.never_below(self._host(request), min(wished, self.most_delay)))

    def _say(self, say: Callable[[FleetPace], None]) -> None:
        with suppress(RedisAway):  # what it would have changed is not there either
            say(self.run.pace)

    def _host(self, request: Request) -> str:
        return str(self.crawler.engine.downloader.get_slot_key(request))
