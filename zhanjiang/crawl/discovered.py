"""What a run has learnt of each article before and while it is fetched: addresses, channel, the listing's headline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from zhanjiang.addresses.portal import ArticleReference


@dataclass(slots=True)
class DiscoveredArticle:
    """One article as links told of it. ``addresses`` keeps the order in which they were met.

    ``remembered`` is the headline that an earlier run met, for links, which have none of their own.
    """

    reference: ArticleReference
    addresses: dict[str, None] = field(default_factory=dict)
    channel: str | None = None
    headline: str | None = None
    day: date | None = None
    remembered: str | None = None
    is_asked: bool = False
    is_taken: bool = False
    taken_via: str | None = None

    def is_settled_by(self, via: str | None) -> bool:
        """Say whether the article need not be read once more, from the portal (None) or a mirror: another mirror may
        settle what the first left open, and the portal's own text stands before all mirrors'.
        """
        return self.is_taken and (self.taken_via is None or self.taken_via == via)


class DiscoveredArticles:
    """The articles of a run by their number, so that each is asked for once, under whichever address it was met."""

    def __init__(self) -> None:
        self._found: dict[int, DiscoveredArticle] = {}

    def __iter__(self) -> Iterator[DiscoveredArticle]:
        """Iterate over the articles in the order in which they were met."""
        return iter(self._found.values())

    def add(
        self,
        reference: ArticleReference,
        *addresses: str,
        channel: str | None = None,
        headline: str | None = None,
        day: date | None = None,
    ) -> DiscoveredArticle:
        """Add what a link tells of an article to what is known; the first channel, headline and day met stay."""
        found = self._found.setdefault(reference.number, DiscoveredArticle(ArticleReference(reference.number)))
        found.addresses.update(dict.fromkeys(addresses))
        found.channel = found.channel or channel
        found.headline = found.headline or headline
        found.day = found.day or day
        return found
