"""What travels with a request: one typed record in ``meta["ask"]``, instead of a bag of keys."""

from __future__ import annotations

from dataclasses import dataclass

from scrapy import Request
from scrapy.http import Response

from zhanjiang.addresses.page import PageRef


@dataclass(frozen=True, slots=True)
class Lease:
    """The mark that this run has leased a request's page; ``is_resumed`` where another run had stopped.

    ``was_read`` says whether an earlier run read an article from the page, whatever became of it since.
    """

    is_resumed: bool = False
    was_read: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """What a request is for. A request without a page, such as for robots.txt, has no row in the ledger.

    ``force``: request the page whatever the ledger knows. ``defer``: only note the page, for another run.
    ``linked_by_other_day``: request a newspaper's day also if it was gone, since another day links it. ``listed``: the
    articles' pages of the listing before this one; if all were known, nothing here is new. ``is_part``: a further page
    of an article, requested in the name of its first page. ``outcome_pending``: the spider reports the outcome later.

    ``rests``: the states in which a known page is left out until it is due.

    The archive sets ``fetched_at``, the moment of its record. The frontier middleware alone sets ``lease``.
    """

    page: PageRef | None = None
    force: bool = False
    defer: bool = False
    linked_by_other_day: bool = False
    listed: tuple[str, ...] = ()
    is_part: bool = False
    outcome_pending: bool = False
    rests: tuple[str, ...] = ()
    fetched_at: str | None = None
    lease: Lease | None = None


def ask_of(message: Request | Response) -> Ask:
    """What a request, or the request of a response, is for; an empty ``Ask`` where nothing is known of it.

    >>> ask_of(Request("http://portal.example/robots.txt")).page is None
    True
    """
    request = message if isinstance(message, Request) else message.request
    ask: Ask | None = request.meta.get("ask") if request else None
    return ask or Ask()
