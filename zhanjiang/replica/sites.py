"""The replica's sites: their names, their addresses, and their requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Protocol
from urllib.parse import parse_qs

from zhanjiang.replica.answer import SiteResponse

HOST = "127.0.0.1"
SITE_NAMES = (
    "PORTAL_URL",
    "PORTAL_MOBILE_URL",
    "PORTAL_IMAGE_URL",
    "MIRROR_URL",
    "NEWSPAPER_URL",
    "PAPER_URL",
    "OLD_NEWS_URL",
)
"""The sites in the order of their ports, by the name under which each address is printed."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The root of each site without a final slash, such as ``http://127.0.0.1:8070``."""

    portal: str
    mobile: str
    image: str
    mirror: str
    newspaper: str
    paper: str
    old_news: str

    @classmethod
    def of_ports(cls, ports: list[int]) -> Addresses:
        """Build the addresses from the ports, in the order of ``SITE_NAMES``.

        >>> Addresses.of_ports([8070, 8071, 8072, 8073, 8074, 8075, 8076]).mobile
        'http://127.0.0.1:8071'
        """
        return cls(*(f"http://{HOST}:{port}" for port in ports))

    def by_name(self) -> dict[str, str]:
        """Return the addresses by the names in ``SITE_NAMES``."""
        return dict(zip(SITE_NAMES, astuple(self), strict=True))

    @classmethod
    def named(cls, addresses: Mapping[str, str]) -> Addresses:
        """Build the addresses from those by the names in ``SITE_NAMES``."""
        return cls(*(addresses[name] for name in SITE_NAMES))


@dataclass(frozen=True, slots=True)
class Request:
    """A client's request: path and query as sent, headers ("" where not sent), and whether gzip is accepted."""

    path: str
    query: str = ""
    cookie: str = ""
    if_none_match: str = ""
    if_modified_since: str = ""
    gzip: bool = False
    head: bool = False

    def argument(self, name: str, default: str = "") -> str:
        """Return an argument of the query, the last if it is given twice.

        >>> Request("/", "page=2").argument("page")
        '2'
        """
        return parse_qs(self.query).get(name, [default])[-1]

    def number(self, name: str, default: int = 0) -> int:
        """Return an argument of the query as a number, ``default`` where it is none.

        >>> Request("/", "page=2").number("page"), Request("/", "page=x").number("page", 1)
        (2, 1)
        """
        value = self.argument(name)
        return int(value) if value.isdecimal() else default


class Site(Protocol):
    """What the server needs of a site."""

    def answer(self, request: Request) -> SiteResponse:
        """Answer a request; never raises for a path that does not exist."""
        ...
