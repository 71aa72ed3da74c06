"""Which sites a crawl may ask: the one rule of the address guard, for plain requests and for pages in the browser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from zhanjiang.addresses.site import SITE_SETTINGS, site_in, site_of


@dataclass(frozen=True, slots=True)
class AllowedSites:
    """The sites, by the names that ``site_of`` gives them."""

    sites: frozenset[str]

    @classmethod
    def of(cls, addresses: Iterable[str]) -> Self:
        """The sites of these addresses, whatever their paths."""
        return cls(frozenset(map(site_of, addresses)) - {""})

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any], typed: Iterable[str]) -> Self:
        """The sites of ``SITE_SETTINGS``, and those whose addresses the user typed.

        >>> sorted(AllowedSites.from_settings({"PORTAL_URL": "https://www.example/"}, ["http://a.example:81/p/1"]).sites)
        ['http://a.example:81', 'www.example']
        """
        return cls.of([*(str(settings[name]) for name in SITE_SETTINGS if settings.get(name)), *typed])

    def holds(self, url: str) -> bool:
        """Say whether an address is on one of the sites."""
        return site_in(url) in self.sites

    def holds_port(self, host: str, port: int) -> bool:
        """Say whether one of the sites is at a host's port, by whichever scheme.

        >>> allowed = AllowedSites.of(["https://www.example", "http://[::1]:8070"])
        >>> allowed.holds_port("www.example", 443), allowed.holds_port("::1", 8070), allowed.holds_port("::1", 443)
        (True, True, False)
        """
        host = f"[{host}]" if ":" in host else host
        return any(site_of(f"{scheme}://{host}:{port}") in self.sites for scheme in ("https", "http"))
