"""Only the configured sites are asked, and those whose addresses the user typed."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.statscollectors import StatsCollector

from zhanjiang.addresses.site import SITE_SETTINGS, site_of

logger = logging.getLogger(__name__)


class AddressGuardMiddleware:
    """Refuses every request to another site: links, redirects, private and loopback addresses.

    Counts ``address_guard/refused`` and ``address_guard/sites/<site>``; each refused address is told once in the log.
    """

    def __init__(self, sites: Iterable[str], stats: StatsCollector) -> None:
        """Take addresses on the allowed sites (whatever their paths), and the crawl's stats."""
        self.sites = frozenset(map(site_of, sites)) - {""}
        self.stats = stats
        self._told: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``ADDRESS_GUARD_ENABLED``, the settings of ``SITE_SETTINGS``, and the sites that the user typed."""
        if not crawler.settings.getbool("ADDRESS_GUARD_ENABLED"):
            raise NotConfigured  # without a sentence: it is off for commands that are no crawl
        configured = [str(crawler.settings[name]) for name in SITE_SETTINGS if crawler.settings[name]]
        arguments = getattr(crawler.spider, "arguments", None)
        typed: frozenset[str] = getattr(arguments, "typed_sites", frozenset())
        return cls([*configured, *typed], crawler.stats)

    def process_request(self, request: Request) -> None:
        """Let a request to an allowed site pass. Raises IgnoreRequest for any other."""
        # Of the address only what stands before its path: a handful of texts, each read once.
        if (site := site_of("/".join(request.url.split("/", 3)[:3]))) in self.sites:
            return
        self.stats.inc_value("address_guard/refused")
        self.stats.inc_value(f"address_guard/sites/{site or request.url}")
        if request.url not in self._told:
            self._told.add(request.url)
            redirected = request.meta.get("redirect_urls") or ["a link, or an argument"]
            logger.warning("Not asked, as it is on none of the sites: %s (from %s)", request.url, redirected[-1])
        raise IgnoreRequest(f"{site or request.url} is none of the configured sites")
