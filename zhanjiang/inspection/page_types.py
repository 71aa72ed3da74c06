"""Which class reads the page that an address leads to."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from zhanjiang.addresses.newspapers import read_newspaper
from zhanjiang.addresses.portal import read_article, read_listing
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.listing.front import FrontPage
from zhanjiang.pages.listing.listing import ListingPage
from zhanjiang.pages.newspaper.edition import EditionPage
from zhanjiang.pages.newspaper.page import NewspaperArticlePage, newspaper_page_type

PageType = type[ArticlePage] | type[NewspaperArticlePage] | type[EditionPage] | type[ListingPage] | type[FrontPage]

_FRONT = frozenset({"", "/", "/index.html"})


def page_type(url: str, belongs: Callable[[str], bool]) -> PageType | None:
    """The class that reads the page of an address; None for an unknown address.

    Articles and the newspapers' pages are known by their paths, on whatever host, since mirrors keep them; a listing
    and the front page only where ``belongs`` says that the address is one of the portal's.

    >>> page_type("http://mirror.example/p/7.html", lambda url: False)
    <class 'zhanjiang.pages.article.page.ArticlePage'>
    >>> page_type("http://mirror.example/", lambda url: False) is None
    True
    """
    if newspaper := read_newspaper(url):
        return newspaper_page_type(newspaper) if newspaper.is_article else EditionPage
    if read_article(url):
        return ArticlePage
    if not belongs(url):
        return None
    if read_listing(url):
        return ListingPage
    return FrontPage if urlsplit(url).path in _FRONT else None
