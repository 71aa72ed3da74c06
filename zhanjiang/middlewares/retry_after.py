"""A retry waits as long as the site asks in Retry-After, else longer each time."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Final, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.asyncio import sleep

from zhanjiang.addresses.site import site_of
from zhanjiang.crawl.failures import CrawlEnds
from zhanjiang.times import now

logger = logging.getLogger(__name__)

_TOO_MANY: Final = 429
_BUSY: Final = (_TOO_MANY, 503)
_LONGEST_PLAUSIBLE: Final = 7 * 86_400.0
"""No site closes for longer and comes back: what asks to wait for more seconds is a mistake, and counts as nothing."""
_SLICE: Final = 0.5
"""A wait is cut into slices of so many seconds: a crawl that is stopped does not wait for its end."""


def read_retry_after(value: str, now: datetime) -> float | None:
    """The seconds that a Retry-After asks for, given in seconds or as a date; None for anything else, and for years.

    >>> noon = datetime(2022, 5, 31, 12, tzinfo=UTC)
    >>> read_retry_after("120", noon), read_retry_after("Tue, 31 May 2022 12:01:00 GMT", noon)
    (120.0, 60.0)
    >>> read_retry_after("Mon, 30 May 2022 12:00:00 GMT", noon), read_retry_after("soon", noon)
    (0.0, None)
    >>> read_retry_after("9" * 5000, noon), read_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", noon)
    (None, None)
    """
    try:
        if value.strip().isdecimal():
            wait = float(value)
        else:
            moment = parsedate_to_datetime(value)
            wait = ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds()
    except (IndexError, OverflowError, TypeError, ValueError):
        return None
    return max(wait, 0.0) if wait <= _LONGEST_PLAUSIBLE else None


def seconds_asked(response: Response) -> float | None:
    """The seconds for which a site that answers 429 wants no request at all; None where it asks for nothing."""
    value = response.headers.get("Retry-After")
    return read_retry_after(value.decode("latin-1"), now()) if value and response.status == _TOO_MANY else None


class RetryAfterMiddleware:
    """Delays retries. 429 delays the whole site, 503 the page alone; what would wait too long is left to a later run.

    Stands after Scrapy's retries, so that it sees a response before they do.
    """

    def __init__(self, backoff: float, longest: float, is_running: Callable[[], bool]) -> None:
        """Take the seconds before a first retry, doubled with each, the longest wait, and whether the crawl goes on."""
        self.backoff = backoff
        self.longest = longest
        self.is_running = is_running
        self._not_before: defaultdict[str, float] = defaultdict(float)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``RETRY_AFTER_ENABLED``, ``RETRY_BACKOFF`` and ``RETRY_AFTER_MAX``."""
        settings = crawler.settings
        if not settings.getbool("RETRY_AFTER_ENABLED"):
            raise NotConfigured("RETRY_AFTER_ENABLED is off: retries do not wait, whatever Retry-After says")
        longest = settings.getfloat("RETRY_AFTER_MAX")
        return cls(settings.getfloat("RETRY_BACKOFF"), longest, lambda: crawler.engine.running)

    async def process_request(self, request: Request) -> None:
        """Wait before a retry, and as long as its site wants no requests at all. Raises CrawlEnds."""
        until = monotonic() + self.wait_of(request)
        while (left := max(until, self._not_before[site_of(request.url)]) - monotonic()) > 0:
            if not self.is_running():
                raise CrawlEnds("the crawl ends")
            await sleep(min(left, _SLICE))

    def wait_of(self, request: Request) -> float:
        """The seconds that a request waits: none unless it is a retry."""
        times = request.meta.get("retry_times", 0)
        if not times:
            return 0.0
        asked: float | None = request.meta.pop("retry_after", None)
        return min(self.backoff * 2 ** (times - 1), self.longest) if asked is None else asked

    def process_response(self, request: Request, response: Response) -> Response:
        """Note how long the site asks us to wait."""
        value = response.headers.get("Retry-After")
        if response.status not in _BUSY or not value:
            return response
        wait = read_retry_after(value.decode("latin-1"), now())
        if wait is None:
            return response
        if wait > self.longest:
            logger.warning("%s asks to wait %.0f s: left to a later run", request.url, wait)
            request.meta["dont_retry"] = True
            return response
        request.meta["retry_after"] = wait
        if response.status == _TOO_MANY:
            site = site_of(request.url)
            self._not_before[site] = max(self._not_before[site], monotonic() + wait)
        return response
