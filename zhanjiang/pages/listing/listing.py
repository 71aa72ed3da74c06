"""Listings of a channel: rows of articles and the way to the next page, by a pager or by a load-more interface."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property

from zhanjiang.addresses.portal import read_listing
from zhanjiang.pages.base import Page, UnreadablePage
from zhanjiang.pages.limits import bounded
from zhanjiang.pages.listing.load_more import more_address
from zhanjiang.pages.listing.more_answers import rows_in
from zhanjiang.pages.listing.more_button import has_more_button
from zhanjiang.pages.listing.ways import Ways, leads_on, ways_on
from zhanjiang.pages.reading.data_islands import data_islands, may_hold_data
from zhanjiang.pages.reading.links import ArticleLink, article_links, listing_links

Belongs = Callable[[str], bool]


class ListingPage(Page):
    """One page of a channel's listing."""

    @bounded
    def articles(self, belongs: Belongs) -> list[ArticleLink]:
        """The articles linked here; those of boxes beside the list say so.

        UnreadablePage where nothing of the portal is linked, not even in a menu: that is noise, and no empty listing.
        """
        links = article_links(self.root, self.base_url, belongs, self.fetched_at)
        if not links and may_hold_data(self.raw):  # a page of one script shows what stands in its data
            links = rows_in(data_islands(self.html, self.root), self.base_url, belongs)
        if not links and not self.load_more and not leads_on(self, belongs):
            raise UnreadablePage("the page links nothing of the portal")
        return links

    @bounded
    def next_page(self, belongs: Belongs) -> str | None:
        """The address of the next page as the pager links it; None at the end, or where there is no pager."""
        here = read_listing(self.url)
        pages = listing_links(self.root, self.base_url, belongs) if here else ()
        later = [(there.page, url) for url, there in pages if here and there.channel == here.channel]
        return min(((page, url) for page, url in later if here and page > here.page), default=(0, None))[1]

    @bounded
    def has_pager(self, belongs: Belongs) -> bool:
        """Say whether the page links another page of this listing than the first, which menus link everywhere."""
        here = read_listing(self.url)
        links = listing_links(self.root, self.base_url, belongs)
        others = (there.page for _, there in links if here and there.channel == here.channel)
        return any(page not in (1, here.page if here else 1) for page in others)

    @cached_property
    @bounded
    def load_more(self) -> str | None:
        """The address of the load-more interface's first answer, where the page names one."""
        return more_address(self.html, self.root, self.base_url)

    @cached_property
    @bounded
    def has_more_button(self) -> bool:
        """Say whether a button offers more rows and has no address."""
        return has_more_button(self.root, self.base_url)

    @bounded
    def ways_on(self, listing: str, belongs: Belongs, walked: Collection[str]) -> Ways:
        """The ways on that the page's links and pager show; see ``zhanjiang.pages.listing.ways``."""
        return ways_on(self, listing, belongs, walked)
