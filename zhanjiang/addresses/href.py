"""Addresses as pages write them: read as browsers do, and without an error for what is no address."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from zhanjiang.addresses.site import is_web_address

_ENDS = "".join(map(chr, range(0x21))) + "\xa0\u3000\u200b\ufeff"
# Letters and marks without ink, which Python calls printable.
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | frozenset(
    map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
_BREAKS = re.compile(r"[\t\r\n]")
_PATH = re.compile(r"^[^?#]*")
_NO_PAGE = re.compile(r"(?:javascript|mailto|tel|data|about):|#", re.IGNORECASE)


def absolute_address(base: str, href: str) -> str | None:
    """Complete an address as a page writes it; None where it leads to no page of the web.

    As browsers do, blanks at its ends and line breaks within it are dropped, backslashes are slashes, and what nobody
    sees is written in per cent.

    >>> [absolute_address("https://a.example/x/", href) for href in (" 1001_2.html ", "/p/\\n8.html")]
    ['https://a.example/x/1001_2.html', 'https://a.example/p/8.html']
    >>> [absolute_address("https://a.example/", href) for href in ("#top", "JavaScript:;", "http://[bad/", "//a:port/")]
    [None, None, None, None]
    >>> absolute_address("https://a.example/", "/\x1b[2J\u202egpj.exe")
    'https://a.example/%1B[2J%E2%80%AEgpj.exe'
    """
    href = _BREAKS.sub("", href.strip(_ENDS))
    if not href or _NO_PAGE.match(href):
        return None
    href = _PATH.sub(lambda path: path[0].replace("\\", "/"), href)
    try:
        url = urljoin(base, href)
    except ValueError:
        return None
    if not (url.isascii() and url.isprintable()):
        url = "".join(sign if _is_seen(sign) else quote(sign, errors="replace") for sign in url)
    return url if is_web_address(url) else None


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
