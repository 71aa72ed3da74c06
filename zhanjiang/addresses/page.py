"""The frontier of a crawl: the pages that were found and may be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

PageKind = Literal["article", "link", "listing", "frontpage", "day", "newspaper_page"]
"""``link``: an article known to be a mere stub that leads elsewhere; only listings tell its headline. ``day``: a
newspaper's day, read from its first page; ``newspaper_page``: one of its other pages."""

ARTICLES: Final[tuple[PageKind, ...]] = ("article", "link")
OF_NEWSPAPERS: Final[tuple[PageKind, ...]] = ("day", "newspaper_page")


@dataclass(frozen=True, slots=True)
class PageRef:
    """A page to be asked for, as links tell of it; requests carry it in their ``Ask``.

    ``page`` is its name in the ledger: its address relative to the portal, or a mirror's whole address; for newspapers
    what it is (``/zjrb/2018-07-17``, ``…/node_3``, ``…/2108598``). ``url`` is what is asked for, ``published_at`` the
    day that a listing or a newspaper's address tells.
    """

    page: str
    url: str
    kind: PageKind
    article: str | None = None
    channel: str | None = None
    headline: str | None = None
    published_at: str | None = None
