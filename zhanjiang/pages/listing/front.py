"""The front page: the channels it leads to, and the articles it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from zhanjiang.addresses.listing_paths import may_be_listing, name_of
from zhanjiang.addresses.portal import read_article, read_listing
from zhanjiang.pages.base import Page, UnreadablePage
from zhanjiang.pages.limits import bounded
from zhanjiang.pages.listing.ways import offers_more
from zhanjiang.pages.reading.addressed import Addressed, addressed
from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.links import ArticleLink, article_links, listing_links
from zhanjiang.processors.text import letters

_LISTS = ("ul", "ol", "nav", "table", "dl")
_LONGEST_NAME = 8
_MENU = 3
"""How many channels of known form one list of links has at least to be the menu."""


class FrontPage(Page):
    """The portal's front page."""

    @bounded
    def channels(self, belongs: Callable[[str], bool]) -> dict[str, str]:
        """The channels in the order of the menu: name in the address, and the address of the first listing."""
        channels: dict[str, str] = {}
        for url, reference in listing_links(self.root, self.base_url, belongs):
            if reference.page == 1:
                channels.setdefault(reference.channel, url)
        return channels

    @bounded
    def further_listings(self, belongs: Callable[[str], bool]) -> list[str]:
        """The addresses that may be listings though no form is known of them, as their links stand where menus do.

        Where a list of links is a menu, since it links channels of known form, those in it and those that offer more
        count; else all links with a short name that come before the page's last article.
        """
        menus = self._menus(belongs)
        linked = {
            name_of(one.url): one.url
            for one in self._before_foot()
            if belongs(one.url)
            and read_article(one.url) is None
            and may_be_listing(one.url)
            and not _is_first_page(one.url)
            and (offers_more(one.label) or ((not menus or _list_of(one.element) in menus) and _is_name(one.label)))
        }
        return list(linked.values())

    @bounded
    def articles(self, belongs: Callable[[str], bool]) -> list[ArticleLink]:
        """The articles that the front page links; UnreadablePage where it links nothing of the portal at all."""
        links = article_links(self.root, self.base_url, belongs)
        listings = listing_links(self.root, self.base_url, belongs)
        if not links and not any(listings) and not self.further_listings(belongs):
            raise UnreadablePage("the page links nothing of the portal")
        return links

    def _menus(self, belongs: Callable[[str], bool]) -> set[Element]:
        """The lists that link several channels of known form."""
        linked = {
            (_list_of(one.element), name_of(one.url))
            for one in addressed(self.root, self.base_url)
            if belongs(one.url) and _is_first_page(one.url)
        }
        channels = Counter(menu for menu, _ in linked)
        return {menu for menu, number in channels.items() if number >= _MENU}

    def _before_foot(self) -> Iterator[Addressed]:
        """Yield the links up to the last article's: those of a page's foot are about the site."""
        linked = list(addressed(self.root, self.base_url))
        of_articles = [place for place, one in enumerate(linked) if read_article(one.url)]
        yield from linked[: of_articles[-1] + 1] if of_articles else linked


def _is_first_page(url: str) -> bool:
    reference = read_listing(url)
    return reference is not None and reference.page == 1


def _is_name(label: str) -> bool:
    return 0 < len(letters(label)) <= _LONGEST_NAME


def _list_of(element: Element) -> Element:
    """The list around a link, or what is around it where there is none."""
    holder = next(element.iterancestors(*_LISTS), None)
    parent = element.getparent()
    return holder if holder is not None else element if parent is None else parent
