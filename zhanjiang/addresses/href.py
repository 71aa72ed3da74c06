"""Addresses as pages and answers write them: read as browsers do, and without an error for what can be no address.

This is the one home of that. Each address that cannot be one is a record at DEBUG of the logger ``IMPOSSIBLE``: a crawl
counts them, and names some (``extensions.impossible_addresses``).
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from zhanjiang.addresses.site import is_web_address, shown

IMPOSSIBLE: Final = logging.getLogger(__name__)
"""Where addresses that cannot be one are reported, each as the argument ``address`` of its record."""

_ENDS = "".join(map(chr, range(0x21))) + "\xa0\u3000\u200b\ufeff"
# Letters and marks without ink, which Python calls printable.
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | frozenset(
    map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
_BREAKS = re.compile(r"[\t\r\n]")
# What no browser sends as it stands, and no page can hold: control characters, halves of characters.
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_PATH = re.compile(r"^[^?#]*")
_FROM_ROOT = re.compile(r"(?:https?://[^/?#]+)?/(?!/)", re.IGNORECASE)
_NO_PAGE = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:|#", re.IGNORECASE)
_LONGEST = 8192
"""In characters. No server answers a longer address, and to complete one of some MB takes seconds and GBs."""


def absolute_address(base: str, href: str) -> str | None:
    """Complete an address as a page writes it; None where it leads to no page of the web.

    As browsers do, blanks at its ends and line breaks within it are dropped, backslashes are slashes, and what nobody
    sees is written in per cent.

    >>> [absolute_address("https://a.example/x/", href) for href in (" 1001_2.html ", "/p/\\n8.html")]
    ['https://a.example/x/1001_2.html', 'https://a.example/p/8.html']
    >>> [absolute_address("https://a.example/", href) for href in ("#top", "JavaScript:;", "http://[bad/", "//a:port/")]
    [None, None, None, None]
    >>> absolute_address("https://a.example/", "/\u202egpj.exe")
    'https://a.example/%E2%80%AEgpj.exe'
    """
    href = _BREAKS.sub("", href.strip(_ENDS))
    if not href or len(href) > _LONGEST or _NO_PAGE.match(href):
        return None
    if "\\" in href:
        href = _PATH.sub(lambda path: path[0].replace("\\", "/"), href)
    # Such an address takes nothing of the base but its site, so that the menu of all pages is read once.
    url = _joined("/".join(base.split("/", 3)[:3]) if _FROM_ROOT.match(href) else base, href)
    if url is None:
        IMPOSSIBLE.debug("Passed over, since it can be no address: %s (at %s)", shown(href), base)
    return url


@lru_cache(maxsize=1024)
def _joined(base: str, href: str) -> str | None:
    """The absolute address; None where it cannot be one. The links of a page are read several times."""
    try:
        url = urljoin(base, href)
        if is_web_address(url) and not _NO_TEXT.search(url):
            return url if url.isascii() else "".join(sign if _is_seen(sign) else quote(sign) for sign in url)
    except ValueError:
        pass
    return None


def _is_seen(sign: str) -> bool:
    return sign.isprintable() and sign not in _BLANK_LETTERS


def split_address(url: str) -> SplitResult | None:
    """The parts of an address; None where it cannot be one, such as one with half a bracket in its host.

    >>> split_address("http://[bad/p/1.html") is None, split_address("/p/1.html").path
    (True, '/p/1.html')
    """
    try:
        return urlsplit(url)
    except ValueError:
        return None
