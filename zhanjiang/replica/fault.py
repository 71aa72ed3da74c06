"""What a fault is: a struck request with its honest response goes in, and what is sent instead comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from zhanjiang.replica.answer import SiteResponse
from zhanjiang.replica.sites import Request


class PortalPages(Protocol):
    """What faults need of the portal: pages that no honest response has, and where traps lead."""

    @property
    def elsewhere(self) -> str:
        """The address of a site that nobody may be sent to."""
        ...

    def missing(self) -> SiteResponse:
        """Return the page for what does not exist."""
        ...

    def withdrawn(self, status: int) -> SiteResponse:
        """Return the page for what is gone."""
        ...

    def channel_of(self, path: str) -> str | None:
        """Return the channel of the article at a path."""
        ...

    def endless(self, path: str) -> SiteResponse | None:
        """Return a page of a listing without end; None where the path is no listing's."""
        ...

    def more(self, request: Request, page_ignored: bool = False) -> SiteResponse:
        """Return more rows of a load-more listing."""
        ...


@dataclass(frozen=True, slots=True)
class StruckRequest:
    """A request that a fault strikes, its honest response, and the portal."""

    request: Request
    honest: Callable[[], SiteResponse]
    portal: PortalPages


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: a line about it, what it does, and its consequences.

    ``heals``: a second visit finds it gone (but see ``--heal``). ``denies``: while it lasts, nobody gets the
    article. ``of_listings``: by rate it strikes channels, not articles. ``of_all_pages``: at a path, it strikes the
    article's other pages too.
    """

    description: str
    spoil: Callable[[StruckRequest], SiteResponse]
    heals: bool = False
    denies: bool = False
    of_listings: bool = False
    of_all_pages: bool = False
