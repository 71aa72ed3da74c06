"""A site of which nothing is heard costs a run seconds, and not all retries and timeouts of each of its pages."""

from __future__ import annotations

from collections import defaultdict
from time import monotonic
from typing import Final, Self
from weakref import WeakSet

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector

from zhanjiang.addresses.site import root_of
from zhanjiang.browser.visit_meta import is_visit
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.ending import PROBE, UNREACHED
from zhanjiang.crawl.failures import CrawlEnds, SilentSite

FIRST_ANSWER_SECONDS: Final = 20.0
"""So long may the first answer of a site take, and the next one of a site that has gone silent."""
_SILENCE: Final = (CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError)
_ATTEMPTS: Final = 3
"""After so many silent attempts in a row a site counts as silent; one timeout is enough of one that never answered."""
_QUEUED_SECONDS: Final = 1.0
"""So long may a request take that was in the downloader's queue when its site was found silent."""
_SECONDS_UNTIL_AGAIN: Final = 60.0


class SilentSiteMiddleware:
    """Refuses requests to a site that is silent (SilentSite), for a minute: they fail at once and are not repeated.

    Its name is unknown, or it refuses connections, or it accepts them and says nothing. ``SiteCircuitBreaker`` counts
    the pages that fail, and its probe passes: any answer ends the silence. A site that was never heard has
    ``FIRST_ANSWER_SECONDS`` to answer, any other ``DOWNLOAD_TIMEOUT``.

    Stands below Scrapy's retries (550) and its default timeout (350), so that it sees each attempt. A request that has
    passed it may still wait for its turn in the downloader's queue, so its time is changed there.
    """

    def __init__(self, timeout: float, stats: StatsCollector) -> None:
        """Take the seconds that a site has which is known to answer, and the crawl's stats."""
        self.timeout = timeout
        self.stats = stats
        self._heard: set[str] = set()
        self._silent: dict[str, tuple[int, float]] = {}
        self._down: set[str] = set()
        self._passed: defaultdict[str, WeakSet[Request]] = defaultdict(WeakSet)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``DOWNLOAD_TIMEOUT``."""
        middleware = cls(crawler.settings.getfloat("DOWNLOAD_TIMEOUT"), crawler.stats)
        crawler.signals.connect(middleware.site_down, outcomes.site_down)
        crawler.signals.connect(middleware.response_received, signals.response_received)
        return middleware

    def site_down(self, site: str) -> None:
        """Send no more requests to a site for which the run ends."""
        self._down.add(site)

    def response_received(self, response: Response) -> None:
        """Note that a site answers."""
        site = root_of(response.url)
        self._heard.add(site)
        if self._silent.pop(site, None):
            self._give(site, self.timeout)

    def process_request(self, request: Request) -> None:
        """Choose how long a request may take. Raises SilentSite, and CrawlEnds where the run ends for its site."""
        site = root_of(request.url)
        if site in self._down:
            raise CrawlEnds("the site is down")
        attempts, since = self._silent.get(site, (0, 0.0))
        if attempts >= _ATTEMPTS and monotonic() - since < _SECONDS_UNTIL_AGAIN and PROBE not in request.meta:
            raise SilentSite("the site has given no answer for a while")
        first = min(self.timeout, FIRST_ANSWER_SECONDS)
        if not is_visit(request) and request.meta.get("download_timeout") in (self.timeout, first, _QUEUED_SECONDS):
            request.meta["download_timeout"] = self.timeout if site in self._heard and not attempts else first
            self._passed[site].add(request)

    def _give(self, site: str, seconds: float) -> None:
        """Give so many seconds to each request of a site that has passed and was not sent yet."""
        for request in self._passed[site]:
            if PROBE not in request.meta:
                request.meta["download_timeout"] = min(seconds, self.timeout)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count an attempt that nobody answered; after one too many the request is not repeated either."""
        if not isinstance(exception, _SILENCE) or is_visit(request):
            return
        site = root_of(request.url)
        never_heard = isinstance(exception, DownloadTimeoutError) and site not in self._heard
        attempts = self._silent.get(site, (0, 0.0))[0] + (_ATTEMPTS if never_heard else 1)
        self._silent[site] = attempts, monotonic()
        self._give(site, _QUEUED_SECONDS if attempts >= _ATTEMPTS else FIRST_ANSWER_SECONDS)
        if attempts >= _ATTEMPTS:
            request.meta["dont_retry"] = True
            self.stats.set_value(UNREACHED, site)
