"""A page of the ledger: what it is, and what links say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

PageKind = Literal["article", "link", "listing", "frontpage", "day", "newspaper_page"]
"""``link``: an article known to be a mere stub that leads elsewhere; only listings print its headline. ``day``: a
newspaper's day, read from its first page; ``newspaper_page``: one of its other pages."""

ARTICLES: Final[tuple[PageKind, ...]] = ("article", "link")
OF_NEWSPAPERS: Final[tuple[PageKind, ...]] = ("day", "newspaper_page")


@dataclass(frozen=True, slots=True)
class PageRef:
    """A page that may be requested, as links describe it; requests carry it in their ``Ask``.

    ``page`` is its name in the ledger: its address relative to the portal, or a mirror's whole address; for newspapers
    what it is (``/zjrb/2018-07-17``, ``…/node_3``, ``…/2108598``). ``url`` is the address to request, ``published_at``
    the day that a listing prints or a newspaper's address names.
    """

    page: str
    url: str
    kind: PageKind
    article: str | None = None
    channel: str | None = None
    headline: str | None = None
    published_at: str | None = None
