"""Only the configured sites are requested, and those whose addresses the user typed."""

from __future__ import annotations

import logging
from typing import Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.statscollectors import StatsCollector

from zhanjiang.addresses.allowed import AllowedSites
from zhanjiang.addresses.site import shown, site_in

logger = logging.getLogger(__name__)


class AddressGuardMiddleware(OffsiteMiddleware):
    """Refuses every request to another site: links, redirects, private and loopback addresses.

    Stricter than Scrapy's: a site is scheme, host and port, and neither ``dont_filter``, which retries and redirects
    carry, nor ``allow_offsite`` opens another. Counts ``address_guard/refused`` and ``address_guard/sites/<site>``;
    logs each refused address once.
    """

    def __init__(self, allowed: AllowedSites, stats: StatsCollector) -> None:
        """Take the allowed sites, and the crawl's stats."""
        super().__init__(stats)
        self.allowed = allowed
        self._logged: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``ADDRESS_GUARD_ENABLED``, the settings of ``SITE_SETTINGS``, and the spider's ``typed_sites``.

        Does not refuse at ``request_scheduled``, as Scrapy's does: a request dropped there never reaches its errback.
        """
        arguments = getattr(crawler.spider, "arguments", None)
        if arguments is None or not crawler.settings.getbool("ADDRESS_GUARD_ENABLED", True):
            raise NotConfigured  # without a sentence: `scrapy shell` and `fetch` may go where their user sends them
        return cls(AllowedSites.from_settings(crawler.settings, arguments.typed_sites), crawler.stats)

    def should_follow(self, request: Request, spider: Spider | None = None) -> bool:
        """Say whether a request is for one of the allowed sites."""
        return self.allowed.holds(request.url)

    # Scrapy's own signature still has the deprecated argument `spider`, which must not be taken over.
    def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Let a request to an allowed site pass. Raises IgnoreRequest for any other."""
        if self.should_follow(request):
            return
        site = site_in(request.url) or request.url
        self.stats.inc_value("address_guard/refused")
        self.stats.inc_value(f"address_guard/sites/{site}")
        if request.url not in self._logged:
            self._logged.add(request.url)
            redirected = request.meta.get("redirect_urls") or ["a link, or an argument"]
            address = shown(request.url)
            logger.warning("Not requested, as it is on none of the sites: %s (from %s)", address, redirected[-1])
        raise IgnoreRequest(f"{site} is none of the configured sites")
