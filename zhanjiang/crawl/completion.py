"""What an article's page cannot tell of itself, and the way to it does: ID, addresses, channel, the mirror if any."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from zhanjiang.addresses.newspapers import NewspaperReference, NewspaperSites
from zhanjiang.addresses.portal import Sites
from zhanjiang.addresses.site import authority
from zhanjiang.crawl.discovered import DiscoveredArticle
from zhanjiang.items import Article

REDIRECTED: Final = "redirected to "
"""The first words of the reason of a page to which the site led instead of the article asked for."""


def add_crawl_facts(article: Article, found: DiscoveredArticle, sites: Sites, url: str) -> Article:
    """Complete an article that was read from an address with what was found of it, and return it.

    A link has no page of its own, and so the headline that a listing gives it, today or in an earlier run.
    """
    article.id = found.reference.id
    article.url = sites.article(found.reference)
    article.addresses = list(found.addresses)
    article.channel = found.channel
    if article.kind == "link":
        article.headline = article.headline or found.headline or found.remembered
    article.via = via(sites, url)
    return article


def add_newspaper_facts(
    article: Article, reference: NewspaperReference, addresses: Iterable[str], sites: NewspaperSites, url: str
) -> Article:
    """Complete an article of the newspaper that was read from an address, and return it."""
    article.id = reference.id
    article.url = sites.address(reference)
    article.addresses = list(dict.fromkeys(addresses))
    article.via = None if sites.holds(url) else authority(url)
    return article


def via(sites: Sites, url: str) -> str | None:
    """Return the mirror that an address is on, by host and port; None for the portal's own sites."""
    return None if sites.holds(url) else authority(url)
