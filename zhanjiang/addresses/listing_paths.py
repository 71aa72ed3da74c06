"""What the address of a listing says by its form alone, for listings whose addresses no grammar describes.

A page belongs to a listing if its address goes on where the listing's own ends: ``/list/7.html`` and
``/list/7_2.html``, ``/shizheng/`` and ``/shizheng/202604/``, ``/more.php?id=7`` and ``/more.php?id=7&page=2``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from urllib.parse import parse_qsl

from zhanjiang.addresses.href import split_address
from zhanjiang.addresses.portal import read_listing

_INDEX = re.compile(r"(?<=/)(?:index|default)\.\w+$", re.IGNORECASE)
_ENDING = re.compile(r"\.\w{2,5}$")
_FIRST_PAGE = re.compile(r"(?<=\d)[_-]1$")
_DAYS = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:[-/_.]?(?P<month>0[1-9]|1[0-2]|(?<=\D)[1-9])(?:[-/_.]?(?P<day>[0-3]\d))?)?(?!\d)"
)
_FILE = re.compile(
    r"\.(?:css|js|xml|rss|atom|jpe?g|png|gif|svg|webp|avif|ico|bmp|pdf|docx?|xlsx?|pptx?|zip|rar|7z|mp[34]|m3u8|flv|avi"
    r"|mov|apk|ipa|exe|swf|woff2?|ttf|txt)$",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"(?:index|default|lists?|nodes?|channels?|categor(?:y|ies)|cat|columns?|html?|news|page|more|archives?|lanmu"
    r"|sections?|col|tags?|portal|web|www)",
    re.IGNORECASE,
)
_NO_LISTINGS = re.compile(
    r"(?:p|a|s|ajax|static|public|uploads?|users?|login|logout|register|passport|member|about|help|search|app|download"
    r"|comments?|feedback|szb|epaper)",
    re.IGNORECASE,
)


def may_be_listing(url: str) -> bool:
    """Say whether the address may be a listing's: no file, nothing about users, searches or the site itself.

    >>> [may_be_listing(f"http://a.example{path}") for path in ("/node_12.htm", "/about/1.html", "/a.pdf", "/")]
    [True, False, False, False]
    """
    parts = split_address(url)
    path = parts.path if parts else ""
    first = _ENDING.sub("", path.strip("/").partition("/")[0])
    return first not in ("", "index") and not _NO_LISTINGS.fullmatch(first) and not _FILE.search(path)


def name_of(url: str) -> str:
    """The address without what does not tell pages apart: site, fragment, a first page's file name.

    >>> name_of("http://a.example/shizheng/index.html#top"), name_of("//a.example/list.php?id=7")
    ('/shizheng/', '/list.php?id=7')
    """
    parts = split_address(url)
    if not parts:
        return url
    path = _INDEX.sub("", f"/{parts.path.lstrip('/')}")
    return path + (f"?{parts.query}" if parts.query else "")


def is_below(url: str, listing: str) -> bool:
    """Say whether an address goes on where that of a listing's first page ends.

    >>> first = "http://a.example/list/7.html"
    >>> [is_below(f"http://a.example/list/{page}", first) for page in ("7_2.html", "7/2.html", "7.html?p=2", "71.html")]
    [True, True, True, False]
    """
    here, there = split_address(listing), split_address(url)
    if not here or not there:
        return False
    stem, path = _stem(here.path), _stem(there.path)
    if not stem or not path.startswith(stem) or path[len(stem) : len(stem) + 1].isalnum():
        return False
    return set(parse_qsl(here.query)) <= set(parse_qsl(there.query)) or path != stem


def days_of(url: str) -> tuple[date, date] | None:
    """The first and the last day of the year, month or day that an address names; None where it names none.

    >>> days_of("/shizheng/202604/index_2.html"), days_of("/list_7_2.html")
    ((datetime.date(2026, 4, 1), datetime.date(2026, 4, 30)), None)
    >>> days_of("/archive/2026-04-05/") == (date(2026, 4, 5), date(2026, 4, 5))
    True
    """
    match = _DAYS.search(name_of(url))
    if not match:
        return None
    year, month, day = (int(match[part] or 0) for part in ("year", "month", "day"))
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    last = monthrange(year, month)[1]
    return date(year, month, min(day, last) or 1), date(year, month, min(day, last) or last)


def channel_at(url: str) -> str:
    """The name of the channel that an address stands for: its first telling part, else its numbers.

    >>> paths = ("/shizheng/renshi/", "/list/shizheng.html", "/node_12.htm", "/c/12/", "/list.php?id=7")
    >>> [channel_at(f"http://a.example{path}") for path in paths]
    ['shizheng', 'shizheng', 'node-12', 'c-12', 'list-7']
    """
    if listing := read_listing(url):
        return listing.channel
    parts = split_address(url)
    path = _stem(parts.path) if parts else ""
    words = [word for word in re.split(r"[/_.-]", path) if word]
    for word in words:
        if re.fullmatch(r"[A-Za-z][A-Za-z0-9]{2,}", word) and not _GENERAL.fullmatch(word):
            return word
    numbers = [value for _, value in parse_qsl(parts.query)] if parts else []
    return "-".join([*words, *(value for value in numbers if value.isalnum())]) or "none"


def _stem(path: str) -> str:
    return _FIRST_PAGE.sub("", _ENDING.sub("", _INDEX.sub("", path).rstrip("/")))
