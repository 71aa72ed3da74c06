"""How a portal is lost in the middle of a crawl: the machine goes down, or a guard goes up before the portal."""

from __future__ import annotations

from zhanjiang.replica.answer import SiteResponse
from zhanjiang.replica.faults import FAULTS, PortalPages, StruckRequest
from zhanjiang.replica.sites import Request, Site


class Lifetime:
    """How many answers the replica gives, over all its sites, before it is down; None: without end."""

    def __init__(self, answers: int | None) -> None:
        self._left = answers

    @property
    def over(self) -> bool:
        """Whether the replica is down."""
        return self._left == 0

    def spend(self) -> None:
        """Count an answer."""
        if self._left:
            self._left -= 1


class GuardedSite:
    """A site that answers a number of requests as ever, and all later ones with the challenge, whatever the path.

    Who brings the cookie that the challenge's script computes is let in, as with the fault ``challenge``.
    """

    def __init__(self, site: Site, portal: PortalPages, answers: int) -> None:
        self._site = site
        self._portal = portal
        self._left = answers

    def answer(self, request: Request) -> SiteResponse:
        """Answer a request, or ask for the cookie."""
        if not self._left:
            return FAULTS["challenge"].spoil(StruckRequest(request, lambda: self._site.answer(request), self._portal))
        self._left -= 1
        return self._site.answer(request)
