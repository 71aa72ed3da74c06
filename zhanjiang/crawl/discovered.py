"""What a run learns of each article before and while it is fetched: addresses, channel, headline, day.

This is the one home of merging: whatever is learnt first stays, from links, from the ledger, from the way to the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from zhanjiang.addresses.page import PageRef
from zhanjiang.addresses.portal import ArticleReference, Sites
from zhanjiang.pages.reading.links import ArticleLink


@dataclass(slots=True)
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
    """The articles of a run by their number, so that each is requested once, under whichever address it was met."""

    def __init__(self) -> None:
        self._articles: dict[int, DiscoveredArticle] = {}

    def __iter__(self) -> Iterator[DiscoveredArticle]:
        """Iterate over the articles in the order in which they were met."""
        return iter(self._articles.values())

    def __len__(self) -> int:
        """How many articles are remembered."""
        return len(self._articles)

    def get(self, reference: ArticleReference) -> DiscoveredArticle:
        """The article if it is remembered, else a record of its own that is not."""
        return self._articles.get(reference.number) or DiscoveredArticle(ArticleReference(reference.number))

    def add(
        self,
        reference: ArticleReference,
        *addresses: str,
        channel: str | None = None,
        headline: str | None = None,
        day: date | None = None,
    ) -> DiscoveredArticle:
        """Remember an article, and what was learnt of it."""
        article = self._articles.setdefault(reference.number, self.get(reference))
        article.learn(*addresses, channel=channel, headline=headline, day=day)
        return article

    def add_link(self, link: ArticleLink, channel: str | None) -> DiscoveredArticle:
        """Remember a linked article. ``channel`` is the listing's; a box shows articles of any channel."""
        channel = link.reference.channel or (None if link.in_box else channel)
        return self.add(link.reference, link.url, channel=channel, headline=link.headline, day=link.day)
