"""Which article a page says that it is: servers and caches answer with another one's page at times."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, Final

from zhanjiang.addresses.article_id import PORTAL, article_id_at
from zhanjiang.addresses.href import absolute_address
from zhanjiang.pages.article.from_data import read_data
from zhanjiang.pages.base import Page

_ADDRESS_NAMES: Final = ("og:url", "twitter:url", "url", "canonical")
_LINKED_DATA: Final = ("url", "@id", "mainEntityOfPage")
_OF_ARTICLE: Final = re.compile(
    r"(?:article|news|content|doc|info|post|item|detail)[_-]?(?:id|number)$|(?:^|[^a-z])[acn]id$", re.IGNORECASE
)
_AFTER_ID: Final = re.compile(r"[iI][dD][\"']?\s*[:=]\s*[\"']?(?P<number>[0-9]{4,18})(?![0-9])")
_GOES_ON: Final = re.compile(r"[\w.]")
_LONGEST_NAME: Final = 16


def says_other_article(page: Page, *, by_data: bool = False) -> bool:
    """Say whether a page names another article as its own, and nowhere the one of its address.

    It is named by ``<link rel=canonical>``, ``og:url``, JSON-LD, a hidden field (``articleId``) or a script's variable;
    ``by_data`` says that the page's data are the article, so that their number counts.

    >>> head = '<link rel="canonical" href="/p/2665094.html"><p>湛江港</p>'
    >>> url = "https://www.example/p/2665093.html"
    >>> says_other_article(Page(head.encode(), url)), says_other_article(Page(head.encode(), url.replace("093", "094")))
    (True, False)
    """
    here = article_id_at(page.url)
    if here is None or _is_given(page.html, here.rpartition("/")[2]):
        return False
    addresses = (absolute_address(page.base_url, address) for address in _addresses(page))
    named = {article_id_at(address) for address in addresses if address} - {None}
    named |= set(_ids(_numbers(page, by_data), here))
    return bool(named) and here not in named


def _is_given(html: str, number: str) -> bool:
    """Say whether a script, or an attribute, gives a number as a value: behind a colon or an equals sign.

    >>> _is_given("{id: '2665093'}", "2665093"), _is_given("{id: 26650931}", "2665093"), _is_given("2665093", "2665093")
    (True, False, False)
    """
    # A search for the digits first: most of a page's colons and equals signs have other values. To compile a pattern
    # for each number takes longer than the search.
    at = html.find(number)
    while at >= 0:
        if _is_value(html, at) and not _GOES_ON.match(html, at + len(number)):
            return True
        at = html.find(number, at + 1)
    return False


def _is_value(html: str, at: int) -> bool:
    at -= html[at - 1 : at] in ("'", '"')
    while html[at - 1 : at].isspace():
        at -= 1
    return html[at - 1 : at] in (":", "=")


def _addresses(page: Page) -> Iterator[str]:
    """Yield the addresses that a page's head gives as its own."""
    for element in page.root.iter("link", "meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if element.tag == "link" and "canonical" in (element.get("rel") or "").lower().split():
            yield element.get("href") or ""
        elif element.tag == "meta" and name.lower() in _ADDRESS_NAMES:
            yield element.get("content") or ""
    for script in page.root.iter("script") if b"ld+json" in page.raw else ():
        if "ld+json" in (script.get("type") or ""):
            with suppress(ValueError, RecursionError):
                yield from _linked_data(json.loads(script.text or ""))


def _linked_data(value: Any) -> Iterator[str]:
    """Yield the addresses of the articles that JSON-LD describes."""
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, dict):
            continue
        yield from _linked_data(one.get("@graph"))
        if str(one.get("@type")).endswith("Article"):
            given = (one.get(key) for key in _LINKED_DATA)
            yield from (str(address.get("@id") if isinstance(address, dict) else address) for address in given)


def _numbers(page: Page, by_data: bool) -> Iterator[str]:
    """Yield what stands in hidden fields and in variables of scripts, and the number that the page's data have."""
    for element in page.root.iter("input", "meta"):
        name = element.get("name") or element.get("id") or ""
        is_hidden = element.tag == "input" and (element.get("type") or "").lower() == "hidden"
        if _OF_ARTICLE.search(name) or (is_hidden and name.lower() == "id"):
            yield element.get("value") or element.get("content") or ""
    for match in _AFTER_ID.finditer(page.html):
        before = page.html[max(0, match.start() - _LONGEST_NAME) : match.start() + 2]
        if _OF_ARTICLE.search(before):
            yield match["number"]
    data = read_data(page) if by_data else None
    yield from data.numbers if data else ()


def _ids(numbers: Iterable[str], here: str) -> Iterator[str]:
    """Yield the IDs of the portal's articles that numbers name; one of another length counts something else."""
    series, _, number = here.rpartition("/")
    if series == PORTAL:
        plain = (one.strip() for one in numbers)
        yield from (f"{series}/{one}" for one in plain if len(one) == len(number) and re.fullmatch("[0-9]+", one))
