"""Where an article goes on: its next page, as the pager among its lines, or the one in the page's data, links it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, Final

from zhanjiang.addresses.href import absolute_address
from zhanjiang.addresses.portal import read_article
from zhanjiang.pages.base import Page
from zhanjiang.pages.reading.data_islands import data_islands, may_hold_data

_MOST_TEXTS: Final = 200
"""How many texts of a page's data that name the next page are looked through."""
_DEEPEST: Final = 40


def find_next_page(page: Page) -> str | None:
    """The address of the page after this one of the same article; None where nothing links one.

    An address names the article by its number, so what has the same number and the next page's is no other's.
    """
    here = read_article(page.url)
    name = f"{here.number}_{here.page + 1}.htm" if here else ""
    if here is None or name.encode() not in page.raw:
        return None
    for address in _addresses(page, name):
        url = absolute_address(page.base_url, address)
        there = read_article(url) if url else None
        if there and (there.number, there.page) == (here.number, here.page + 1):
            return url
    return None


def _addresses(page: Page, name: str) -> Iterator[str]:
    """Yield what may be the address: of the links that readers see, of the page's head, then in its data."""
    for element in page.root.iter("a", "link", "option"):
        address = element.get("href") or element.get("value") or ""
        if name in address and (element.tag != "link" or "next" in (element.get("rel") or "").lower().split()):
            yield address
    if may_hold_data(page.raw):
        yield from _in_data(page, name)


def _in_data(page: Page, name: str) -> Iterator[str]:
    """Yield the addresses of a file in the texts of a page's data: a story's HTML there ends with its own pager."""
    named = re.compile(rf"[^\s\"'<>(),]*{re.escape(name)}[^\s\"'<>(),]*")
    left = _MOST_TEXTS
    for value in data_islands(page.html, page.root, lambda script: name in script):
        for text in _texts(value):
            if name in text and left:
                left -= 1
                yield from named.findall(html.unescape(text))


def _texts(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the texts in a value of data."""
    if isinstance(value, str):
        yield value
    elif depth < _DEEPEST:
        members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        for member in members:
            yield from _texts(member, depth + 1)
