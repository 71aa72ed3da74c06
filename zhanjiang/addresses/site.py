"""The site of an address: scheme, host and port; http and https of one host at their default ports are one site."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from w3lib.url import safe_url_string

SITE_SETTINGS: Final = (
    "PORTAL_URL",
    "PORTAL_MOBILE_URL",
    "PORTAL_IMAGE_URL",
    "NEWSPAPER_URL",
    "PAPER_URL",
    "OLD_NEWS_URL",
)
"""The settings that name the sites a crawl may ask."""

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_HOST: Final = re.compile(r"(?=.{1,254}$)[\w-]{1,63}(?:\.[\w-]{1,63})*\.?", re.ASCII)
_USER: Final = re.compile(r"(?<=//)[^/?#\s]*@")
_LONGEST: Final = 8000
_LONGEST_SHOWN: Final = 200


@lru_cache(maxsize=1024)
def site_of(url: str) -> str:
    """The name of an address's site, by which sites are compared; an empty string for what is no web address.

    The host alone stands for http and https at their default ports: portals move between them.

    >>> site_of("http://www.example/p/1.html"), site_of("HTTPS://WWW.Example:443/")
    ('www.example', 'www.example')
    >>> site_of("http://127.0.0.1:8070/p/1.html"), site_of("file:///etc/passwd"), site_of("http://a.example:x/")
    ('http://127.0.0.1:8070', '', '')
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return ""
    return host_of(url) if port in (None, _DEFAULT_PORTS[parts.scheme]) else root_of(url)


def site_in(url: str) -> str:
    """The site of an address; as ``site_of``, which without a path reads one of a handful of texts, each once."""
    return site_of("/".join(url.split("/", 3)[:3]))


def host_of(url: str) -> str:
    """The host of an address, with its port where that is not its scheme's own.

    >>> host_of("HTTPS://WWW.Example:443/p/1.html"), host_of("http://127.0.0.1:8070/")
    ('www.example', '127.0.0.1:8070')
    """
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return host if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{parts.port}"


def root_of(url: str) -> str:
    """The address of a site's root, without the final slash: from it other addresses of the site are built.

    >>> root_of("http://mirror.example:8080/p/1.html?v=2")
    'http://mirror.example:8080'
    """
    return f"{urlsplit(url).scheme}://{host_of(url)}"


def is_web_address(url: str) -> bool:
    """Say whether this is an absolute http or https address with a host and a port that can be, and without a password.

    >>> is_web_address("https://www.example/p/1.html"), is_web_address("ftp://a"), is_web_address("http://a:99999/")
    (True, False, False)
    >>> hosts = ("湛江.cn", "a..b", "256.1.1.1", "user:pw@a.example", "a b", "[::1]")
    >>> [is_web_address(f"http://{host}/") for host in hosts]
    [True, False, False, False, False, True]
    """
    try:
        parts = urlsplit(safe_url_string(url)) if len(url) <= _LONGEST else urlsplit("")
        is_of_the_web = parts.scheme in _DEFAULT_PORTS and "@" not in parts.netloc
        return is_of_the_web and _can_be_host(parts.hostname or "") and parts.port != 0
    except ValueError:
        return False


@lru_cache(maxsize=1024)
def _can_be_host(host: str) -> bool:
    """Say whether this can be a host; it cannot where that raises ValueError, too."""
    if ":" in host or host.rstrip(".").rpartition(".")[2].isdigit():
        return bool(ip_address(host))
    if "xn--" in host:
        host.encode("ascii").decode("idna")
    return _HOST.fullmatch(host) is not None


def shown(address: str) -> str:
    r"""An address for a line of a log: on one line, not too long, and without user and password.

    >>> shown("http://user:secret@a.example/" + chr(0))
    'http://…@a.example/\\x00'
    """
    text = _USER.sub("…@", address)
    text = text if text.isprintable() else repr(text)[1:-1]
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
