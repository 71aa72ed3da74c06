"""What the way to an article's page says: its addresses and channel, or that the site leads to another page."""

from __future__ import annotations

from scrapy.http import Response

from zhanjiang.addresses.portal import ArticleReference, Sites, read_article
from zhanjiang.crawl.ask import ask_of
from zhanjiang.crawl.completion import REDIRECTED
from zhanjiang.crawl.discovered import DiscoveredArticle
from zhanjiang.pages.base import OtherPage
from zhanjiang.spiders.base import GONE


def moved_to(response: Response, reference: ArticleReference, sites: Sites) -> ArticleReference | None:
    """The other article to which the portal itself leads from the address of one; None where it leads to none.

    An article that moves to another number is gone under its own.
    """
    here = read_article(response.url)
    is_other = here is not None and here.number != reference.number and sites.holds(response.url)
    return here if is_other and response.status not in GONE else None


def learn_from_way(response: Response, discovered: DiscoveredArticle, sites: Sites) -> None:
    """Learn channel and addresses from the way to an article's page; OtherPage if it led to another page."""
    here = read_article(response.url)
    if here is None or here.number != discovered.reference.number:
        raise OtherPage(f"{REDIRECTED}{response.url}, which is not the address of this article")
    passed = [*response.meta.get("redirect_urls", []), response.url] if here.page == 1 else []
    discovered.learn(*passed, channel=here.channel if sites.holds(response.url) else None)
    if page := ask_of(response).page:  # what an earlier run learnt
        discovered.learn(channel=page.channel, headline=page.headline)
