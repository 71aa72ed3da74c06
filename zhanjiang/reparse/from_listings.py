"""What archived listings say of articles that no ledger knows: channel, a link's headline, the day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from zhanjiang.addresses.portal import Sites
from zhanjiang.addresses.site import root_of
from zhanjiang.archive import ArchiveError, Capture
from zhanjiang.archive.reader import Record, read_at
from zhanjiang.crawl.discovered import DiscoveredArticles
from zhanjiang.pages.listing.listing import ListingPage
from zhanjiang.pages.listing.more_answers import is_answer, read_more
from zhanjiang.pages.reading.links import ArticleLink


def find_in_listings(folder: Path, captures: list[Capture], sites: Sites) -> DiscoveredArticles:
    """The articles that listings and front pages link, read as a crawl does; unreadable ones are passed over."""
    discovered = DiscoveredArticles()
    for capture in captures:
        with suppress(ArchiveError, LookupError, RecursionError, TypeError, ValueError):
            for link in _links(read_at(folder, capture.file, capture.offset), sites):
                discovered.add_link(link, capture.channel)
    return discovered


def _links(record: Record, sites: Sites) -> Iterator[ArticleLink]:
    url = record.capture.url
    # The site was the portal when the page was taken, whatever the settings say today.
    then = Sites(root_of(url), sites.mobile)
    if record.capture.kind == "listing" and is_answer(record.body, url):
        yield from read_more(record.body, url, lambda link: then.holds(link) or sites.holds(link))
        return
    page = ListingPage(record.body, url, content_type=record.content_type)
    yield from page.articles(lambda link: then.holds(link) or sites.holds(link))
