"""robots.txt by RFC 9309: what it says is obeyed, and while a site cannot give it, nothing of the site is requested."""

from __future__ import annotations

import logging
from time import monotonic
from typing import Final

import scrapy.downloadermiddlewares.robotstxt
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from zhanjiang.archive import ArchiveError
from zhanjiang.crawl.failures import UnreachableRobots, failure_reason

logger = logging.getLogger(__name__)

_SERVER_FAILED: Final = 500
_SECONDS_UNTIL_AGAIN: Final = 600.0


class RobotsTxtMiddleware(scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware):
    """Scrapy's, which takes every failure for leave to request all.

    A site that has no robots.txt (a status of 400 to 499) may be requested. One that answers with a failure of its
    own, or not at all, may not: each of its requests is refused (UnreachableRobots), and ten minutes later its
    robots.txt is requested once more. Counts ``robotstxt/unreachable`` (sites) and ``robotstxt/forbidden`` (requests).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unreachable: dict[str, tuple[float, str]] = {}
        self._archive_failure: ArchiveError | None = None

    # Scrapy's own signature still has the deprecated argument `spider`, which must not be taken over.
    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Let a request pass that its site allows. Raises IgnoreRequest, UnreachableRobots or ArchiveError."""
        site = urlparse_cached(request).netloc
        since, _ = self._unreachable.get(site, (0.0, ""))
        if since and monotonic() - since > _SECONDS_UNTIL_AGAIN:
            del self._unreachable[site], self._parsers[site]
        await super().process_request(request)
        if site in self._unreachable and not request.meta.get("dont_obey_robotstxt"):
            self._stats.inc_value("robotstxt/forbidden")
            raise UnreachableRobots(f"robots.txt cannot be had ({self._unreachable[site][1]})")
        if self._archive_failure and not request.meta.get("dont_obey_robotstxt"):
            raise self._archive_failure

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= _SERVER_FAILED:
            self._refuse(netloc, f"status {response.status}")
        if not 200 <= response.status <= 299:  # a page of an error has no rules
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, ArchiveError):  # ours: the run ends, and what needs this site is left to the next one
            self._archive_failure = exc
        elif not isinstance(exc, IgnoreRequest):  # as for a redirect to another site
            self._refuse(netloc, failure_reason(Failure(exc)))  # type: ignore[no-untyped-call]
        super()._robots_error(exc, netloc)

    def _refuse(self, netloc: str, reason: str) -> None:
        self._unreachable[netloc] = monotonic(), reason
        self._stats.inc_value("robotstxt/unreachable")
        logger.warning("%s gives no robots.txt (%s): nothing of it is requested for ten minutes", netloc, reason)
