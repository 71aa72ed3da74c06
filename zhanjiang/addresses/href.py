"""Addresses as pages write them: read as browsers do, and without an error for what is no address."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit

from zhanjiang.addresses.site import is_web_address

_ENDS = "".join(map(chr, range(0x21))) + "\xa0\u3000\u200b\ufeff"
_BREAKS = re.compile(r"[\t\r\n]")
_PATH = re.compile(r"^[^?#]*")
_LONGEST = 8192
"""In characters. No server answers a longer address, and to complete one of some MB takes seconds and GBs."""
_NO_PAGE = re.compile(r"(?:javascript|mailto|tel|data|about):|#", re.IGNORECASE)


def absolute_address(base: str, href: str) -> str | None:
    """Complete an address as a page writes it; None where it leads to no page of the web.

    As browsers do, blanks at its ends and line breaks within it are dropped, and backslashes are slashes.

    >>> [absolute_address("https://a.example/x/", href) for href in (" 1001_2.html ", "/p/\\n8.html")]
    ['https://a.example/x/1001_2.html', 'https://a.example/p/8.html']
    >>> [absolute_address("https://a.example/", href) for href in ("#top", "JavaScript:;", "http://[bad/", "//a:port/")]
    [None, None, None, None]
    """
    href = _BREAKS.sub("", href.strip(_ENDS))
    if not href or len(href) > _LONGEST or _NO_PAGE.match(href):
        return None
    href = _PATH.sub(lambda path: path[0].replace("\\", "/"), href)
    try:
        url = urljoin(base, href)
    except ValueError:
        return None
    return url if is_web_address(url) else None


def split_address(url: str) -> SplitResult | None:
    """The parts of an address; None where it cannot be one, such as one with half a bracket in its host.

    >>> split_address("http://[bad/p/1.html") is None, split_address("/p/1.html").path
    (True, '/p/1.html')
    """
    try:
        return urlsplit(url)
    except ValueError:
        return None
