"""robots.txt for a whole fleet: one worker fetches it, and the others read what it got."""

from __future__ import annotations

from typing import Final

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.robotstxt import RobotParser
from scrapy.utils.asyncio import sleep
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred

from zhanjiang.crawl.worker_run import worker_of
from zhanjiang.fleet import RedisAway
from zhanjiang.middlewares.robots_txt import RobotsTxtMiddleware

_PAUSE: Final = 0.1


class FleetRobotsTxtMiddleware(RobotsTxtMiddleware):
    """Ours (``RobotsTxtMiddleware``), which looks first whether another worker has a site's robots.txt.

    One that a site could not give is no text: each worker fetches it for itself, and refuses the site.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.robots = worker_of(crawler).robots

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of a request's site."""
        site = urlparse_cached(request).netloc
        text = None if site in self._parsers else await self._text_of_others(site)
        if text is not None and site not in self._parsers:  # another request may have waited for it too
            self._parsers[site] = Deferred()
            response = TextResponse(f"https://{site}/robots.txt", body=text)
            await super(RobotsTxtMiddleware, self)._parse_robots(response, site, request)
        return await super().robot_parser(request)

    async def _text_of_others(self, site: str) -> bytes | None:
        """What another worker got; None where this one is to fetch it, or Redis is away."""
        try:
            while (text := self.robots.get(site)) is None and not self.robots.may_fetch(site):
                await sleep(_PAUSE)
                if site in self._parsers:
                    return None
        except RedisAway:
            return None
        return text

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        await super()._parse_robots(response, netloc, request)
        if netloc not in self._unreachable:
            has_rules = 200 <= response.status <= 299
            try:
                self.robots.put(netloc, response.body if has_rules else b"")
            except RedisAway:
                return
