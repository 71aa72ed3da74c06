"""Only the configured sites are asked, and those whose addresses the user typed."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.statscollectors import StatsCollector

logger = logging.getLogger(__name__)

SITE_SETTINGS: Final = (
    "PORTAL_URL",
    "PORTAL_MOBILE_URL",
    "PORTAL_IMAGE_URL",
    "NEWSPAPER_URL",
    "PAPER_URL",
    "OLD_NEWS_URL",
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=1024)
def site_of(address: str) -> str:
    """Return the site of an address: its scheme, host and port.

    http and https of one host at their default ports are one site, told by the host alone: portals move between them.
    Anything that is no such address gives an empty string.

    >>> site_of("http://www.example/p/1.html"), site_of("https://www.example:443/")
    ('www.example', 'www.example')
    >>> site_of("http://127.0.0.1:8070/p/1.html"), site_of("file:///etc/passwd"), site_of("http://a.example:x/")
    ('http://127.0.0.1:8070', '', '')
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return ""
    if port in (None, _DEFAULT_PORTS[parts.scheme]):
        return parts.hostname
    return f"{parts.scheme}://{parts.hostname}:{port}"


class AddressGuard:
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
        """Read the settings of ``SITE_SETTINGS``, and ``typed_sites`` of the spider's arguments."""
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
