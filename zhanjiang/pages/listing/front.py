"""The front page: the channels it leads to, and the articles it shows."""

from __future__ import annotations

from collections.abc import Callable

from zhanjiang.pages.base import Page, UnreadablePage
from zhanjiang.pages.reading.links import ArticleLink, article_links, listing_links


class FrontPage(Page):
    """The portal's front page."""

    def channels(self, belongs: Callable[[str], bool]) -> dict[str, str]:
        """The channels in the order of the menu: name in the address, and the address of the first listing."""
        channels: dict[str, str] = {}
        for url, reference in listing_links(self.root, self.base_url, belongs):
            if reference.page == 1:
                channels.setdefault(reference.channel, url)
        return channels

    def articles(self, belongs: Callable[[str], bool]) -> list[ArticleLink]:
        """The articles that the front page links; UnreadablePage where it links nothing of the portal at all."""
        links = article_links(self.root, self.base_url, belongs)
        if not links and not any(listing_links(self.root, self.base_url, belongs)):
            raise UnreadablePage("the page links nothing of the portal")
        return links
