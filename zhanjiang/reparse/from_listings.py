"""What listings in the archive tell of articles that no ledger knows: channel, a link's headline, the day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zhanjiang.addresses.portal import Sites, read_listing
from zhanjiang.addresses.site import origin
from zhanjiang.archive import Capture
from zhanjiang.archive.reader import Record, read_at
from zhanjiang.crawl.discovered import DiscoveredArticles
from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.listing.listing import ListingPage, read_more
from zhanjiang.pages.reading.links import ArticleLink


def find_in_listings(folder: Path, captures: list[Capture], sites: Sites) -> DiscoveredArticles:
    """Read listings and front pages as a crawl does; return what they tell. One that cannot be read tells nothing."""
    found = DiscoveredArticles()
    for capture in captures:
        record = read_at(folder, capture.file, capture.offset)
        try:
            for link in _links(record, sites):
                listed = None if link.in_box else capture.channel
                channel = link.reference.channel or listed
                found.add(link.reference, link.url, channel=channel, headline=link.headline, day=link.day)
        except UnreadablePage:
            continue
    return found


def _links(record: Record, sites: Sites) -> Iterator[ArticleLink]:
    url = record.capture.url
    # The site was the portal when the page was taken, whatever the settings say today.
    then = Sites(origin(url), sites.mobile)
    if record.capture.kind == "listing" and read_listing(url) is None:
        yield from read_more(record.body, url, lambda link: then.holds(link) or sites.holds(link))
        return
    page = ListingPage(record.body, url, content_type=record.content_type)
    yield from page.articles(lambda link: then.holds(link) or sites.holds(link))
