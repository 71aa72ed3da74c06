"""Where the links of a line lead: to other articles and listings, to a file, or out of the site."""

from __future__ import annotations

import re
from functools import lru_cache

from zhanjiang.addresses.portal import read_article, read_listing
from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.lines import Line

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|rtf|txt|csv|zip|rar|7z|ofd)(?:$|[?#])", re.IGNORECASE)
_ATTACHMENT = re.compile(r"[【\[(]?附\s?[件表录]")
_OUTWARD = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_ASKED_AGAIN = 4
"""Lines that only breaks part stand in one element, and ask for it one after the other."""


@lru_cache(maxsize=_ASKED_AGAIN)
def leads_away(element: Element) -> bool:
    """Say whether links lead to other articles, or are the way from the front page to a listing (湛江云媒 / 时政)."""
    addresses = _addresses(element)
    return any(map(read_article, addresses)) or (len(addresses) > 1 and any(map(read_listing, addresses)))


def leads_to_file(line: Line) -> bool:
    """Say whether a line is a link to a story's attachment: a file to load, or what is called so."""
    return bool(_ATTACHMENT.match(line.folded)) or _holds_file(line.element)


@lru_cache(maxsize=_ASKED_AGAIN)
def leads_out(element: Element) -> bool:
    """Say whether all links name a host and none is an article or a listing: they are what a story refers to."""
    addresses = _addresses(element)
    return bool(addresses) and all(
        _OUTWARD.match(address) and not read_article(address) and not read_listing(address) for address in addresses
    )


@lru_cache(maxsize=_ASKED_AGAIN)
def _holds_file(element: Element) -> bool:
    return any(map(_FILE.search, _addresses(element)))


def _addresses(element: Element) -> list[str]:
    return [(link.get("href") or "").strip() for link in element.iter("a")]


def in_link(line: Line) -> bool:
    """Say whether a picture or player is (within) a link."""
    return bool(line.media) and any(parent.tag == "a" for parent in line.element.iterancestors())
