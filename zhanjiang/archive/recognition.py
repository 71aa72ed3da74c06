"""Which page of the portal or the newspapers an address names, for answers that another project fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from zhanjiang.addresses.article_id import is_article_id
from zhanjiang.addresses.newspapers import FIRST_PAGES, NewspaperReference, NewspaperSites, read_newspaper
from zhanjiang.addresses.page import PageKind
from zhanjiang.addresses.portal import Sites, read_article, read_listing
from zhanjiang.addresses.site import is_web_address


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Names pages as a crawl does, by their address alone."""

    sites: Sites
    newspapers: NewspaperSites

    @classmethod
    def from_settings(cls, settings: Mapping[str, str]) -> Self:
        """Read the sites' addresses."""
        return cls(Sites.from_settings(settings), NewspaperSites.from_settings(settings))

    def recognise(self, url: str) -> dict[str, Any]:
        """The fields of a capture that describe its page; empty if the address is no page of ours.

        >>> sites = Sites("https://www.example", "https://m.example")
        >>> ours = Recogniser(sites, NewspaperSites("http://szb.example", "", ""))
        >>> ours.recognise("https://m.example/shizheng/p/7_2.html?v=1")
        {'page': '/p/7.html', 'kind': 'article', 'article': 'portal/7', 'channel': 'shizheng', 'is_further': True}
        >>> ours.recognise("http://mirror.example/p/7.html")
        {'page': 'http://mirror.example/p/7.html', 'kind': 'article', 'article': 'portal/7'}
        >>> ours.recognise("http://szb.example/zjrb/html/2018-07/17/node_2.htm")
        {'page': '/zjrb/2018-07-17', 'kind': 'day'}
        """
        try:
            return self._recognise(url) if is_web_address(url) else {}
        except ValueError:  # a number of thousands of digits
            return {}

    def _recognise(self, url: str) -> dict[str, Any]:
        newspaper = read_newspaper(url)
        if newspaper and (self.newspapers.holds(url) or newspaper.site == "newspaper"):
            return _of_newspaper(newspaper)
        return self._article(url) or (self._of_portal(url) if self.sites.holds(url) else {})

    def _article(self, url: str) -> dict[str, Any]:
        """Name an article's page, on the portal or a mirror; its later pages have the name of the first."""
        here = read_article(url)
        if here is None or not is_article_id(here.id):
            return {}
        is_own = self.sites.holds(url)
        first = url if here.page == 1 else url.replace(f"/{here.number}_{here.page}.", f"/{here.number}.", 1)
        fields: dict[str, Any] = {"page": self.sites.page_name(first), "kind": "article", "article": here.id}
        if here.channel and is_own:
            fields["channel"] = here.channel
        return fields | ({"is_further": True} if here.page > 1 else {})

    def _of_portal(self, url: str) -> dict[str, Any]:
        kind: PageKind = "frontpage"
        if listing := read_listing(url):
            kind = "listing"
            return {"page": self.sites.page_name(url), "kind": kind, "channel": listing.channel}
        return {"page": "/", "kind": kind} if urlsplit(url).path in ("", "/", "/index.html") else {}


def _of_newspaper(reference: NewspaperReference) -> dict[str, Any]:
    """Name a page of a newspaper; its first page stands for the whole day."""
    if reference.is_article:
        return {"page": f"/{reference.id}", "kind": "article", "article": reference.id}
    if reference.name in FIRST_PAGES:
        return {"page": f"/{reference.issue}", "kind": "day"}
    return {"page": f"/{reference.id}", "kind": "newspaper_page"}
