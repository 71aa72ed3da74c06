"""Which addresses a fault strikes: by a seeded rate or at a path, and whether a second visit finds it gone."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

from zhanjiang.replica.answer import SiteResponse
from zhanjiang.replica.fault import Fault, PortalPages, StruckRequest
from zhanjiang.replica.faults import FAULTS
from zhanjiang.replica.listings import LOAD_MORE
from zhanjiang.replica.options import ReplicaOptions
from zhanjiang.replica.sites import Request, Site

_ARTICLE = re.compile(r"^(?:/\w+)?/p/(?P<number>\d+)(?P<page>_\d+)?\.html$")
_LISTING = re.compile(r"^/(?P<channel>\w+)/(?:index(?:_\d+)?\.html)?$")


def article_key(path: str) -> str | None:
    """Return the part that all addresses of an article's page share; None where the path is no article's.

    >>> article_key("/shehui/p/2665093_2.html"), article_key("/p/2665093.html"), article_key("/")
    ('2665093_2', '2665093', None)
    """
    match = _ARTICLE.match(path)
    return match["number"] + (match["page"] or "") if match else None


def listing_key(request: Request) -> str | None:
    """Return the channel whose rows are requested; None where the request is for no listing.

    >>> listing_key(Request("/shehui/index_2.html")), listing_key(Request("/index/nei/content", "id=21&page=2"))
    ('shehui', 'minsheng')
    """
    if request.path == "/index/nei/content":
        return next((channel for channel, number in LOAD_MORE.items() if number == request.number("id")), None)
    match = _LISTING.match(request.path)
    return match["channel"] if match else None


def _struck(request: Request, fault: Fault) -> str:
    """Return what a fault at a path strikes: a whole listing, an article's page by all its addresses, or the path."""
    key = listing_key(request) if fault.of_listings else article_key(request.path)
    return (key.partition("_")[0] if key and fault.of_all_pages else key) or request.path


class Striking:
    """Decides, always the same for a seed, which requests are struck by which fault."""

    def __init__(self, options: ReplicaOptions) -> None:
        self._options = options
        self._at = [(name, _struck(Request(path), FAULTS[name])) for name, path in options.faults_at]

    def faults(self, request: Request, by_rate: bool = True) -> list[str]:
        """Return the names of the faults that strike a request, in the order of ``FAULTS``.

        ``by_rate`` counts those given by rate too.
        """
        struck = {name for name, place in self._at if place == _struck(request, FAULTS[name])}
        if by_rate:
            struck |= {name for name, rate in self._options.faults if self._is_struck_by_rate(name, rate, request)}
        return [name for name in FAULTS if name in struck]

    def _is_struck_by_rate(self, name: str, rate: float, request: Request) -> bool:
        """All pages of an article are struck together; only listings by a fault of listings."""
        article = article_key(request.path)
        struck = listing_key(request) if FAULTS[name].of_listings else article and article.partition("_")[0]
        return bool(struck) and Random(f"fault {self._options.seed} {name} {struck}").random() < rate

    def heals(self, name: str) -> bool:
        """Say whether a second visit finds the fault gone."""
        return FAULTS[name].heals if self._options.heal == "usual" else self._options.heal == "always"

    def denied(self, number: int) -> bool:
        """Say whether nobody can get an article, however often it is requested."""
        struck = self.faults(Request(f"/p/{number}.html"))
        return any(FAULTS[name].denies and not self.heals(name) for name in struck)

    def denied_at(self, path: str) -> bool:
        """Say whether nobody can get what is at a path of a site that no fault strikes by rate."""
        struck = self.faults(Request(path), by_rate=False)
        return any(FAULTS[name].denies and not self.heals(name) for name in struck)


class FaultySite:
    """A site with faults. By rate they strike the portal alone; at a path, every site."""

    def __init__(self, site: Site, portal: PortalPages, striking: Striking, by_rate: bool) -> None:
        self._site = site
        self._portal = portal
        self._striking = striking
        self._by_rate = by_rate
        self._visits: Counter[tuple[str, str]] = Counter()

    def answer(self, request: Request) -> SiteResponse:
        """Answer a request honestly, or by the faults that strike it and have not healed."""
        return self._through(self._striking.faults(request, self._by_rate), request)

    def _through(self, faults: list[str], request: Request) -> SiteResponse:
        """Answer through faults, the first outermost: its honest response comes from the others."""
        if not faults:
            return self._site.answer(request)
        name, *others = faults
        visit = (name, article_key(request.path) or request.path)
        self._visits[visit] += 1
        if self._visits[visit] > 1 and self._striking.heals(name):
            return self._through(others, request)
        return FAULTS[name].spoil(StruckRequest(request, lambda: self._through(others, request), self._portal))
