"""What an article's page does not say of itself, and the way to it does: ID, addresses, channel, the mirror if any."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from zhanjiang.addresses.newspapers import NewspaperReference, NewspaperSites
from zhanjiang.addresses.portal import Sites
from zhanjiang.addresses.site import host_of
from zhanjiang.crawl.discovered import DiscoveredArticle
from zhanjiang.items import Article

REDIRECTED: Final = "redirected to "
"""How the reason begins where the site led to another page than the requested article."""


def add_crawl_facts(article: Article, discovered: DiscoveredArticle, sites: Sites, url: str) -> Article:
    """Complete an article that was read from an address with what the run knows of it, and return it.

    A link has no page of its own: its headline is the listing's, of today or of an earlier run.
    """
    article.id = discovered.reference.id
    article.url = sites.article(discovered.reference)
    article.addresses = list(discovered.addresses)
    article.channel = discovered.channel
    if article.kind == "link":
        article.headline = article.headline or discovered.headline
    article.via = via(sites, url)
    return article


def add_newspaper_facts(
    article: Article, reference: NewspaperReference, addresses: Iterable[str], sites: NewspaperSites, url: str
) -> Article:
    """Complete an article of the newspaper that was read from an address, and return it."""
    article.id = reference.id
    article.url = sites.address(reference)
    article.addresses = list(dict.fromkeys(addresses))
    article.via = None if sites.holds(url) else host_of(url)
    return article


def via(sites: Sites, url: str) -> str | None:
    """The mirror that an address is on, by host and port; None for the portal's own sites."""
    return None if sites.holds(url) else host_of(url)


def keep_downloads(article: Article, stored: Article) -> None:
    """Set where the pictures of an article are that were downloaded for the stored extraction of it."""
    downloaded = {image.url: image for image in stored.images}
    for image in article.images:
        if known := downloaded.get(image.url):
            image.path, image.sha256 = known.path, known.sha256
