"""A page that was just fetched, read by its address alone: what ``scrapy parse`` and ``scrapy shell`` show of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scrapy.http import Response
from scrapy.settings import BaseSettings

from zhanjiang.addresses.newspapers import NewspaperSites
from zhanjiang.addresses.portal import Sites
from zhanjiang.crawl.learned_layouts import stored_layouts
from zhanjiang.crawl.repair_settings import repair_config
from zhanjiang.inspection.page_data import AnyPage
from zhanjiang.inspection.page_file import known_page_type
from zhanjiang.inspection.saved_page import SavedPage, SavedPageReader
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.listing.front import FrontPage
from zhanjiang.pages.listing.listing import ListingPage
from zhanjiang.pages.newspaper.edition import EditionPage
from zhanjiang.spiders.base import content_type
from zhanjiang.times import moment


@dataclass(frozen=True, slots=True)
class ResponseReader:
    """Reads responses as a crawl with these settings would, and writes nothing."""

    settings: BaseSettings

    def page(self, response: Response) -> AnyPage:
        """The page of a response. Raises WrongArgument for an address that no page of ours has."""
        page_type = known_page_type(response.url, self._sites)
        page = page_type(
            response.body,
            response.url,
            content_type=content_type(response),
            fetched_at=_first_read(response),
            repair_config=repair_config(self.settings),
        )
        page.learned = stored_layouts(self.settings)
        return page

    def read(self, response: Response) -> Any:
        """The item of a response: an ``Article``, or the parts of another page as a dictionary.

        Raises WrongArgument as ``page`` does, UnreadablePage or another ValueError where nothing can be read.
        """
        return self.read_whole(response).item

    def read_whole(self, response: Response) -> SavedPage:
        """The same with the rules that gave it, and with what a crawl would do with it."""
        newspapers = NewspaperSites.from_settings(self.settings)
        reader = SavedPageReader(self._sites, newspapers, self.settings["CONVERT_SCRIPT_TARGET"])
        return reader.read(self.page(response))

    def links(self, response: Response) -> Iterator[str]:
        """Yield the addresses that a crawl would go on with: next page, articles, channels. Raises as ``page``."""
        belongs = self._sites.holds
        match page := self.page(response):
            case ArticlePage():
                yield from filter(None, [page.next_page])
            case ListingPage():
                yield from (link.url for link in page.articles(belongs))
                yield from filter(None, [page.next_page(belongs)])
            case FrontPage():
                yield from page.channels(belongs).values()
                yield from (link.url for link in page.articles(belongs))
            case EditionPage():
                yield from (link.url for link in (*page.articles, *page.pages))

    @property
    def _sites(self) -> Sites:
        return Sites.from_settings(self.settings)


def _first_read(response: Response) -> str:
    """When a response was read first: read again, it gives the same item."""
    return moment() if response.request is None else str(response.meta.setdefault("first_read", moment()))
