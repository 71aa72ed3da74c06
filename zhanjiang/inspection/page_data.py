"""What a page says by itself, as plain data: what test cases expect of a saved page, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from w3lib.url import url_query_parameter

from zhanjiang.addresses.newspapers import read_newspaper
from zhanjiang.addresses.portal import read_listing
from zhanjiang.items import data_of
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.listing.front import FrontPage
from zhanjiang.pages.listing.listing import ListingPage
from zhanjiang.pages.newspaper.edition import EditionPage
from zhanjiang.pages.newspaper.page import NewspaperArticlePage

AnyPage = ArticlePage | NewspaperArticlePage | EditionPage | ListingPage | FrontPage


def page_data(page: AnyPage, belongs: Callable[[str], bool], previous: Sequence[ArticlePage] = ()) -> dict[str, Any]:
    """What a page says, by field; for an article's last page, with the ``previous`` ones, what all say together.

    ``belongs`` says of an address whether it is one of the portal's. UnreadablePage where nothing can be read.
    """
    match page:
        case ArticlePage():
            article = page.to_item(previous)
            return data_of(article, "page") if read_newspaper(page.url) else data_of(article, "page", "visit")
        case NewspaperArticlePage():
            return data_of(page.to_item(), "page", "newspaper")
        case EditionPage():
            return asdict(page.to_item())
        case ListingPage():
            return _of_listing(page, belongs)
        case FrontPage():
            return {
                "channels": [[channel, url] for channel, url in page.channels(belongs).items()],
                "articles": [str(link.reference.number) for link in page.articles(belongs)],
            }


def _of_listing(page: ListingPage, belongs: Callable[[str], bool]) -> dict[str, Any]:
    here = read_listing(page.url)
    links = page.articles(belongs)
    more = page.load_more
    rows = [link for link in links if not link.in_box]
    return {
        "channel": here.channel if here else None,
        "rows": [[str(row.reference.number), row.headline, row.day.isoformat() if row.day else None] for row in rows],
        "boxed": [str(link.reference.number) for link in links if link.in_box],
        "next": page.next_page(belongs),
        "load_more_id": url_query_parameter(more, "id") if more else None,
    }
