"""How a portal is lost in mid-crawl: the machine goes down, or it begins to challenge everybody."""

from __future__ import annotations

from zhanjiang.replica.answer import SiteResponse
from zhanjiang.replica.fault import PortalPages, StruckRequest
from zhanjiang.replica.faults import FAULTS
from zhanjiang.replica.sites import Request, Site


class Lifetime:
    """How many responses the replica sends, over all its sites, before it goes down; None: no limit."""

    def __init__(self, answers: int | None) -> None:
        self._left = answers

    @property
    def over(self) -> bool:
        """Whether the replica is down."""
        return self._left == 0

    def spend(self) -> None:
        """Count a response."""
        if self._left:
            self._left -= 1


class GuardedSite:
    """A site that answers a number of requests as usual, and all later ones with the challenge, whatever the path.

    A request with the cookie that the challenge's script computes passes, as with the fault ``challenge``.
    """

    def __init__(self, site: Site, portal: PortalPages, answers: int) -> None:
        self._site = site
        self._portal = portal
        self._left = answers

    def answer(self, request: Request) -> SiteResponse:
        """Answer a request, or challenge it."""
        if not self._left:
            return FAULTS["challenge"].spoil(StruckRequest(request, lambda: self._site.answer(request), self._portal))
        self._left -= 1
        return self._site.answer(request)
