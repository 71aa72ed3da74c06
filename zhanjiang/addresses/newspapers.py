"""The address grammar of the newspaper's three sites: recognise, build and compare, without network or settings.

- the digital newspaper 2012-2023: ``/zjrb/html/2018-07/17/node_2.htm`` (a page of a day) and ``content_2108598.htm``;
- the newspaper's present site: ``/h5/html5/2024-02/01/content_61646_330886.htm``, also below ``/pc/html/``, ``/html/``;
- the old news host (2016): ``/local/2016/07/2016-07-1460596.html``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from zhanjiang.addresses.href import split_address
from zhanjiang.addresses.site import site_of

PAPERS: Final = {"zjrb": "湛江日报", "zjwb": "湛江晚报"}
"""The newspapers: name in addresses and IDs, and name as printed."""

SINCE_2024: Final = date(2024, 1, 1)
"""The first day of the newspaper's present site. Its addresses name no paper: it is 湛江日报."""

FIRST_PAGES: Final = ("node_2", "node_181")
"""The names that a day's first page may have, the likelier one first; which one a paper uses is learnt from it."""

Site = Literal["newspaper", "paper", "home"]

_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_DAY = rf"{_YEAR}-(?P<month>[0-9]{{1,2}})/(?P<day>[0-9]{{1,2}})"
# No number is longer than the store can count.
_NUMBER = "(?:[0-9]{1,9}_[0-9]{1,9}|[0-9]{1,18})"
_FILE = rf"(?P<file>content_{_NUMBER}|node_[A-Za-z]?{_NUMBER})\.html?"
_PATTERNS: Final[dict[Site, re.Pattern[str]]] = {
    "newspaper": re.compile(rf"/(?P<paper>{'|'.join(PAPERS)})/html/{_DAY}/{_FILE}", re.IGNORECASE),
    "paper": re.compile(
        rf"/(?:(?P<paper>{'|'.join(PAPERS)})/)?(?:(?:pc|h5|wap|mobile)/)?(?:(?P<paper_after>{'|'.join(PAPERS)})/)?html5?/{_DAY}/{_FILE}",
        re.IGNORECASE,
    ),
    "home": re.compile(
        rf"/(?:[\w-]+/)*{_YEAR}/(?P<month>0[1-9]|1[0-2])/(?P=year)-(?P=month)-(?P<number>[0-9]{{4,18}})\.s?html?",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class NewspaperReference:
    """What an address says: the site, the paper (``home`` on the old news host), its day, and what stands there.

    ``day`` is ISO 8601, on the old news host the month alone. ``name`` is an article's number (``2108598``,
    ``61646_330886``) or that of a page's file (``node_2``); ``path`` is the address after the host, without its query.
    """

    site: Site
    paper: str
    day: str
    name: str
    path: str

    @property
    def is_article(self) -> bool:
        """Say whether it is an article; else it is a page of the paper."""
        return not self.name.startswith("node_")

    @property
    def id(self) -> str:
        """The article's ID in store and feeds, such as ``zjrb/2018-07-17/2108598``; for a page its name in the store.

        >>> [read_newspaper(f"/zjrb/html/2018-07/17/{file}.htm").id for file in ("content_2108598", "node_2")]
        ['zjrb/2018-07-17/2108598', 'zjrb/2018-07-17/node_2']
        """
        return f"{self.paper}/{self.day}/{self.name}"

    @property
    def issue(self) -> str:
        """The paper's day, such as ``zjrb/2018-07-17``."""
        return f"{self.paper}/{self.day}"

    def of_day(self, day: date) -> NewspaperReference:
        """The page of the same name on another day.

        >>> read_newspaper("/zjwb/html/2015-12/01/node_181.htm").of_day(date(2015, 11, 30)).path
        '/zjwb/html/2015-11/30/node_181.htm'
        """
        path = re.sub(r"/\d{4}-\d{1,2}/\d{1,2}/", f"/{day:%Y-%m/%d}/", self.path, count=1)
        return replace(self, day=day.isoformat(), path=path)


@dataclass(frozen=True, slots=True)
class NewspaperSites:
    """The newspaper's sites, each as the address of its root without the final slash."""

    newspaper: str
    paper: str
    home: str

    @classmethod
    def from_settings(cls, settings: Mapping[str, str]) -> NewspaperSites:
        """Read ``NEWSPAPER_URL``, ``PAPER_URL`` and ``OLD_NEWS_URL``.

        >>> NewspaperSites.from_settings({"NEWSPAPER_URL": "http://szb.example/"}).newspaper
        'http://szb.example'
        """
        names = ("NEWSPAPER_URL", "PAPER_URL", "OLD_NEWS_URL")
        return cls(*((settings.get(name) or "").rstrip("/") for name in names))

    def address(self, reference: NewspaperReference) -> str:
        """Build the canonical address: the site of the settings, no query.

        >>> sites = NewspaperSites("http://szb.example", "https://paper.example", "http://home.example")
        >>> sites.address(read_newspaper("https://szb.example/zjrb/html/2018-07/17/content_2108598.htm?div=-1"))
        'http://szb.example/zjrb/html/2018-07/17/content_2108598.htm'
        """
        return f"{getattr(self, reference.site)}{reference.path}"

    def first_page(self, paper: str, day: date, name: str) -> NewspaperReference:
        """The first page of a day on the digital newspaper, by the name of its file.

        >>> NewspaperSites("", "", "").first_page("zjrb", date(2018, 7, 17), "node_2").path
        '/zjrb/html/2018-07/17/node_2.htm'
        """
        return NewspaperReference("newspaper", paper, day.isoformat(), name, f"/{paper}/html/{day:%Y-%m/%d}/{name}.htm")

    def holds(self, url: str) -> bool:
        """Say whether the address belongs to one of the sites, whichever of http and https it names."""
        return site_of(url) in map(site_of, filter(None, (self.newspaper, self.paper, self.home)))


def read_newspaper(url: str) -> NewspaperReference | None:
    """Read an address by its path, whatever the host and the query; None if it is no newspaper's.

    >>> read_newspaper("https://paper.example/h5/html5/2024-02/01/content_61646_330886.htm").id
    'zjrb/2024-02-01/61646_330886'
    >>> read_newspaper("http://paper.example/html/2024-04/20/content_146378_651192.htm").id
    'zjrb/2024-04-20/146378_651192'
    >>> read_newspaper("http://home.example/local/2016/07/2016-07-1460596.html").id
    'home/2016-07/1460596'
    >>> read_newspaper("https://www.example/p/2665093.html") is None
    True
    """
    parts = split_address(url)
    path = parts.path if parts else ""
    for site, pattern in _PATTERNS.items():
        if match := pattern.fullmatch(path):
            return _read(site, match.groupdict(), path)
    return None


def _read(site: Site, parts: Mapping[str, str | None], path: str) -> NewspaperReference | None:
    """The reference that the parts of a path make; None where the day does not exist."""
    if site == "home":
        return NewspaperReference(site, "home", f"{parts['year']}-{parts['month']}", parts["number"] or "", path)
    paper = (parts["paper"] or parts.get("paper_after") or "zjrb").lower()
    try:
        day = date(*(int(parts[name] or 0) for name in ("year", "month", "day")))
    except ValueError:
        return None
    file = (parts["file"] or "").lower()
    return NewspaperReference(site, paper, day.isoformat(), file.removeprefix("content_"), path)
