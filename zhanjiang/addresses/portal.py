"""The address grammar of the portal: recognise, build and compare addresses, without network or settings.

One article stands under many addresses (with a channel, on the mobile site, followed by ``?v=…``, on a mirror); the
key of all of them is its number. Addresses of listings are ``/CHANNEL/index.html``, ``index_2.html`` and so on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from zhanjiang.addresses.href import split_address
from zhanjiang.addresses.site import site_in, site_of

_ARTICLE_PATH = re.compile(
    r"^(?:/(?P<channel>[A-Za-z][\w-]*))?/p/(?P<number>[0-9]{1,18})(?:_(?P<page>[0-9]{1,9}))?\.html?$"
)
_LISTING_PATH = re.compile(
    r"^/(?P<channel>[A-Za-z][\w-]*)/"
    r"(?:(?:index|list)(?:[_-](?P<page>[0-9]{1,5}))?\.s?html?|(?P<number>[2-9]|[1-9][0-9]{1,3})\.s?html?|page/(?P<folder>[0-9]{1,5})/?)?$"
)
_LISTING_QUERY = re.compile(r"(?:^|&)(?:page|p|pn)=([0-9]{1,5})(?:&|$)")
# First parts of a path that look like a channel and are none.
_NO_CHANNELS = frozenset(
    {"p", "a", "s", "index", "ajax", "static", "public", "upload", "uploads", "user", "login", "about", "help"}
)
# First parts of a path after which a number names a listing.
_ANY_LIST = frozenset({"list", "lists", "c", "cat", "category", "channel", "column", "lanmu", "node", "archive", "tag"})


@dataclass(frozen=True, slots=True)
class ArticleReference:
    """What an article's address says: its number in the portal's counter, its channel if any, and the page from 1."""

    number: int
    channel: str | None = None
    page: int = 1

    @property
    def id(self) -> str:
        """The article's ID in store and feeds, such as ``portal/2665093``."""
        return f"portal/{self.number}"


@dataclass(frozen=True, slots=True)
class ListingReference:
    """What a listing's address says: its channel and the page (from 1)."""

    channel: str
    page: int = 1


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites that serve the portal's articles, each as the address of its root without the final slash."""

    portal: str
    mobile: str
    _sites: frozenset[str] = field(init=False, repr=False, default=frozenset())

    def __post_init__(self) -> None:
        object.__setattr__(self, "_sites", frozenset(map(site_of, (self.portal, self.mobile))) - {""})

    @classmethod
    def from_settings(cls, settings: Mapping[str, str]) -> Sites:
        """Read ``PORTAL_URL`` and ``PORTAL_MOBILE_URL``.

        >>> Sites.from_settings({"PORTAL_URL": "https://www.example/", "PORTAL_MOBILE_URL": "https://m.example"}).portal
        'https://www.example'
        """
        names = ("PORTAL_URL", "PORTAL_MOBILE_URL")
        return cls(*((settings.get(name) or "").rstrip("/") for name in names))

    def article(self, reference: ArticleReference) -> str:
        """Build the canonical address of an article's page: no channel, no query, no ``_1``.

        >>> sites = Sites("https://www.example", "https://m.example")
        >>> sites.article(ArticleReference(2665093, "shizheng", 2))
        'https://www.example/p/2665093_2.html'
        """
        page = f"_{reference.page}" if reference.page > 1 else ""
        return f"{self.portal}/p/{reference.number}{page}.html"

    def listing(self, reference: ListingReference) -> str:
        """Build the address of a listing's page.

        >>> Sites("https://www.example", "").listing(ListingReference("shehui", 3))
        'https://www.example/shehui/index_3.html'
        """
        page = f"_{reference.page}" if reference.page > 1 else ""
        return f"{self.portal}/{reference.channel}/index{page}.html"

    def page_name(self, url: str) -> str:
        """The name of a page in the ledger: the address relative to the portal, or a mirror's whole address.

        >>> sites = Sites("https://www.example", "https://m.example")
        >>> sites.page_name("https://m.example/shizheng/p/2665093.html?v=1"), sites.page_name("https://www.example")
        ('/p/2665093.html', '/')
        >>> sites.page_name("http://mirror.example/p/2665093.html")
        'http://mirror.example/p/2665093.html'
        """
        if not self.holds(url):
            return url
        if reference := read_article(url):
            return f"/p/{reference.number}.html"
        parts = urlsplit(url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def holds(self, url: str) -> bool:
        """Say whether the address belongs to the portal or its mobile site, whichever of http and https it names.

        >>> Sites("https://www.example", "https://m.example").holds("http://m.example/p/1.html")
        True
        """
        return site_in(url) in self._sites


@lru_cache(maxsize=1024)
def read_article(url: str) -> ArticleReference | None:
    """Read an article's address by its path, whatever the host and the query; None if it is no article's.

    >>> read_article("http://www.example/shizheng/p/2665093_3.html?v=1663507728281?v=1663508140622")
    ArticleReference(number=2665093, channel='shizheng', page=3)
    >>> read_article("/shizheng/index.html") is None
    True
    """
    parts = split_address(url)
    match = _ARTICLE_PATH.match(parts.path) if parts else None
    if not match:
        return None
    return ArticleReference(int(match["number"]), match["channel"], int(match["page"] or 1))


@lru_cache(maxsize=1024)
def read_listing(url: str) -> ListingReference | None:
    """Read a listing's address; None if it is no listing's. Its page number stands in the path or in the query.

    >>> read_listing("https://www.example/shizheng/index_2.html")
    ListingReference(channel='shizheng', page=2)
    >>> read_listing("https://www.example/shizheng/")
    ListingReference(channel='shizheng', page=1)
    >>> [read_listing(f"/shizheng/{page}").page for page in ("?page=3", "list-3.html", "3.shtml", "page/3/")]
    [3, 3, 3, 3]
    >>> read_listing("https://www.example/p/1.html") is None
    True
    """
    parts = split_address(url)
    match = _LISTING_PATH.match(parts.path) if parts else None
    if not parts or not match or match["channel"] in _NO_CHANNELS:
        return None
    if match["number"] and match["channel"] in _ANY_LIST:  # `/list/12.html` is the listing 12, no page of a channel
        return None
    query = _LISTING_QUERY.search(parts.query)
    page = match["page"] or match["number"] or match["folder"] or (query[1] if query else 1)
    return ListingReference(match["channel"], int(page))
