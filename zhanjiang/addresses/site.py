"""The site of an address: scheme, host and port, and which settings name sites."""

from __future__ import annotations

from functools import lru_cache
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


def authority(url: str) -> str:
    """Return host and port, the port only where it is not its scheme's own: http and https of one host are one.

    >>> authority("HTTPS://WWW.Example:443/p/1.html"), authority("http://127.0.0.1:8070/")
    ('www.example', '127.0.0.1:8070')
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    port = parts.port
    return host if port is None or port == _DEFAULT_PORTS.get(parts.scheme) else f"{host}:{port}"


def origin(url: str) -> str:
    """Return scheme, host and port of an address: the site it belongs to.

    >>> origin("http://mirror.example:8080/p/1.html?v=2")
    'http://mirror.example:8080'
    """
    return f"{urlsplit(url).scheme.lower()}://{authority(url)}"


def is_web_address(url: str) -> bool:
    """Say whether this is an absolute http or https address with a host and a port that can be.

    >>> is_web_address("https://www.example/p/1.html"), is_web_address("ftp://a"), is_web_address("http://a:99999/")
    (True, False, False)
    """
    try:
        parts = urlsplit(safe_url_string(url))
        return parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


@lru_cache(maxsize=1024)
def site_of(address: str) -> str:
    """Return the site of an address: its scheme, host and port.

    http and https of one host at their default ports are one site, told by the host alone: portals move between them.
    Anything that is no such address gives an empty string.

    >>> site_of("http://www.example/p/1.html"), site_of("https://www.example:443/")
    ('www.example', 'www.example')
    >>> site_of("http://127.0.0.1:8070/p/1.html"), site_of("file:///etc/passwd"), site_of("http://a.example:x/")
    ('http://127.0.0.1:8070', '', '')
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return ""
    if port in (None, _DEFAULT_PORTS[parts.scheme]):
        return parts.hostname
    return f"{parts.scheme}://{parts.hostname}:{port}"
