"""What a run learns of each article before and while it is fetched: addresses, channel, headline, day.

This is the one home of merging: whatever is learnt first stays, from links, from the ledger, from the way to the page.
A run may meet a million articles: what it knows of one lives as long as its request.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from weakref import WeakValueDictionary

from zhanjiang.addresses.page import PageRef
from zhanjiang.addresses.portal import ArticleReference, Sites
from zhanjiang.pages.reading.links import ArticleLink
from zhanjiang.store.name_set import NameSet


@dataclass(slots=True, weakref_slot=True)
class DiscoveredArticle:
    """One article as links and the ledger describe it. ``addresses`` keeps the order in which they were met."""

    reference: ArticleReference
    addresses: dict[str, None] = field(default_factory=dict)
    channel: str | None = None
    headline: str | None = None
    day: date | None = None
    is_requested: bool = False
    is_taken: bool = False
    taken_via: str | None = None

    def learn(
        self, *addresses: str, channel: str | None = None, headline: str | None = None, day: date | None = None
    ) -> None:
        """Add to what is known; the first channel, headline and day stay.

        >>> article = DiscoveredArticle(ArticleReference(7), channel="shehui")
        >>> article.learn("http://portal.example/p/7.html", channel="jingji", headline="港口开通")
        >>> article.channel, article.headline
        ('shehui', '港口开通')
        """
        self.addresses.update(dict.fromkeys(addresses))
        self.channel = self.channel or channel
        self.headline = self.headline or headline
        self.day = self.day or day

    def page(self, sites: Sites, url: str | None = None) -> PageRef:
        """The page to request: the article's canonical address, or another one of it."""
        url = url or sites.article(self.reference)
        day = self.day.isoformat() if self.day else None
        return PageRef(sites.page_name(url), url, "article", self.reference.id, self.channel, self.headline, day)

    def needs_no_copy_from(self, via: str | None) -> bool:
        """Say whether a copy from the portal (None) or a mirror adds nothing to what was taken.

        The portal's copy is final, and a second page of the same mirror is redundant. Another mirror's may resolve
        guesses.
        """
        return self.is_taken and (self.taken_via is None or self.taken_via == via)


class DiscoveredArticles:
    """The articles of a run by their number, so that each is requested once, under whichever address it was met.

    Of an article that was requested, and is in no request any more, nothing stays but that, and whether it was taken.
    One that may be requested again, since its addresses were typed, is remembered until the portal's copy is taken.
    """

    def __init__(self) -> None:
        self._articles: dict[int, DiscoveredArticle] = {}
        self._in_requests: WeakValueDictionary[int, DiscoveredArticle] = WeakValueDictionary()
        self._requested = NameSet()
        self._taken = NameSet()

    def __iter__(self) -> Iterator[DiscoveredArticle]:
        """Iterate over the articles that may be requested, in the order in which they were met."""
        return iter(self._articles.values())

    def __len__(self) -> int:
        """How many articles are remembered with all that was learnt of them."""
        return len(self._articles.keys() | self._in_requests.keys())

    def get(self, reference: ArticleReference) -> DiscoveredArticle:
        """The article if it is remembered, else a record of its own that is not."""
        number = reference.number
        if article := self._articles.get(number) or self._in_requests.get(number):
            return article
        requested, taken = (reference.id in names for names in (self._requested, self._taken))
        return DiscoveredArticle(ArticleReference(number), is_requested=requested, is_taken=taken)

    def request(self, article: DiscoveredArticle, *, is_typed: bool = False) -> None:
        """Note that an article is requested. One that was not remembered is not from now on, as one of a range."""
        article.is_requested = True
        if article is self._articles.get(article.reference.number) and not is_typed:
            self._forget(article)

    def take(self, article: DiscoveredArticle, via: str | None) -> None:
        """Note that the copy of an article was taken from the portal (None) or a mirror."""
        article.is_taken, article.taken_via = True, via
        if via is None and article is self._articles.get(article.reference.number):
            self._forget(article)
        if article is self._in_requests.get(article.reference.number):
            self._taken.add(article.reference.id)

    def _forget(self, article: DiscoveredArticle) -> None:
        """Remember what is known of an article only as long as a request or a caller holds it."""
        self._in_requests[article.reference.number] = self._articles.pop(article.reference.number)
        self._requested.add(article.reference.id)

    def add(
        self,
        reference: ArticleReference,
        *addresses: str,
        channel: str | None = None,
        headline: str | None = None,
        day: date | None = None,
    ) -> DiscoveredArticle:
        """Remember an article, and what was learnt of it."""
        article = self.get(reference)
        if not article.is_requested:
            self._articles[reference.number] = article
        article.learn(*addresses, channel=channel, headline=headline, day=day)
        return article

    def add_link(self, link: ArticleLink, channel: str | None) -> DiscoveredArticle:
        """Remember a linked article. ``channel`` is the listing's; a box shows articles of any channel."""
        channel = link.reference.channel or (None if link.in_box else channel)
        return self.add(link.reference, link.url, channel=channel, headline=link.headline, day=link.day)
