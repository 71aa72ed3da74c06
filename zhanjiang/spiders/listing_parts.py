"""What a run knows of the listings that it walks: which pages are theirs, how much of each, and where that ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from zhanjiang.addresses.listing_paths import channel_at, days_of, name_of
from zhanjiang.addresses.portal import read_listing
from zhanjiang.crawl.number_set import NumberSet
from zhanjiang.pages.listing.ways import Part
from zhanjiang.times import today

Numbers = frozenset[int]
"""The numbers of the articles of a listing's page."""

_BARREN: Final = 12
"""After how many pages without a new article nothing that a page leads to is followed any more."""
_CLOSED_AFTER: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class ListingPlace:
    """Where in a listing a page stands.

    ``first`` is the address of the listing's first page, ``previous`` the articles of the page before this one.
    ``is_part``: the page may turn out to list nothing. ``is_own``: its articles are of this channel, whatever they are.
    ``is_answer``: it is to be an answer of the load-more interface.
    ``barren`` counts the pages on the way to this one since the last that showed a new article.
    """

    channel: str
    first: str
    previous: Numbers = frozenset()
    is_part: bool = False
    is_own: bool = True
    is_answer: bool = False
    barren: int = 0


class ListingParts:
    """The parts of all listings of a run, each requested once, and no more of a channel than ``limit``."""

    def __init__(self, limit: int) -> None:
        """Take how many parts of a channel are requested at most."""
        self.limit = limit
        self.names: set[str] = set()
        self.over: set[str] = set()
        self._of_channel: Counter[str] = Counter()
        self._numbers: dict[str, NumberSet] = {}
        self._seen = NumberSet()

    def add(self, *addresses: str) -> None:
        """Note addresses that are walked as listings of their own."""
        self.names.update(map(name_of, addresses))

    def place(self, part: Part, parent: ListingPlace) -> ListingPlace | None:
        """Where a part stands that a page at another place leads to; None where it is not to be requested."""
        if name_of(part.url) in self.names or parent.barren >= _BARREN:
            return None
        listing = read_listing(part.url)
        if listing and listing.channel != parent.channel and not part.is_own:
            place = ListingPlace(listing.channel, part.url, is_part=True)
        else:
            place = replace(parent, previous=frozenset(), is_part=True, is_own=parent.is_own and part.is_own)
        if self._of_channel[place.channel] >= self.limit:
            self.over.add(place.channel)
            return None
        self._of_channel[place.channel] += 1
        self.names.add(name_of(part.url))
        return place

    def first_page(self, url: str) -> ListingPlace:
        """The place of a page that the front page links, and that may be a listing."""
        self.names.add(name_of(url))
        return ListingPlace(channel_at(url), url, is_part=True)

    def learn(self, place: ListingPlace, numbers: Numbers) -> ListingPlace:
        """Note a page's articles, and return its place, completed by what they say.

        A page that shares articles with this channel's pages and with no other channel's is of this channel.
        """
        mine = self._numbers.setdefault(place.channel, NumberSet())
        others = [one for channel, one in self._numbers.items() if channel != place.channel and one.among(numbers)]
        place = replace(
            place,
            is_own=place.is_own or (bool(mine.among(numbers)) and not others),
            barren=0 if numbers - self._seen.among(numbers) else place.barren + 1,
        )
        self._seen.add(numbers)
        if place.is_own:
            mine.add(numbers)
        return place


def is_older(url: str, since: date | None) -> bool:
    """Say whether an address names a year, month or day that was over before a day."""
    days = days_of(url)
    return since is not None and days is not None and days[1] < since


def rests_when(url: str) -> Collection[str]:
    """The states in which a known part is left out until it is due: no listing, or the listing of days long gone."""
    days = days_of(url)
    return ("gone", "read") if days and days[1] < today() - _CLOSED_AFTER else ("gone",)
