"""Reading a page into an item, against plain parsel with ten XPaths and against generic extractors, by skin.

Parsel with a dozen expressions is what a spider of one's own would do; trafilatura and newspaper4k are what one would
take to write no expressions. Extractors that are not installed are left out: ``pip install newspaper4k``.
"""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress

from parsel import Selector

from benchmarks.figure import Figure, Options, interleaved, milliseconds
from tests.unseen.portals import SKINS, portal
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.replica.launch import ReplicaOptions, running_replica

_PAGES = 150
_OF_PEERS = 40
"""How many pages the generic extractors read: they take ten times as long."""
_DECLARED = ("stock", "table", "line", "rich")
_UNKNOWN = ("party_paper", "gateway", "phone")
_TEN_XPATHS = (
    "//title/text()",
    "//h1/text()",
    "//h2/text()",
    "//time/text()",
    "//div[contains(@class, 'content')]//p//text()",
    "//img/@src",
    "//img/@data-origin-src",
    "//span/text()",
    "//a/@href",
    "//meta/@content",
)
Pages = list[tuple[str, bytes]]
Read = Callable[[str, bytes], object]


def figures(options: Options) -> Iterator[Figure]:
    """Measure each skin against parsel, and the first against the generic extractors."""
    first: Pages = []
    for skin, pages in _skins():
        first = first or pages
        yield _against("ten XPaths of parsel", _ten_xpaths, f"reading, {skin}", pages, options.rounds)
    for name, read in _extractors():
        yield _against(name, read, "reading, stock", first[:_OF_PEERS], options.rounds)


def _against(floor: str, read: Read, subject: str, pages: Pages, rounds: int) -> Figure:
    [(_, ratio, bare, ours)] = interleaved(
        lambda: _seconds(read, pages), {subject: lambda: _seconds(_read_page, pages)}, rounds
    )
    return Figure("reading", subject, floor, ratio, *(f"{milliseconds(of / len(pages))} a page" for of in (ours, bare)))


def _seconds(read: Read, pages: Pages) -> float:
    started = time.process_time()
    for url, body in pages:
        read(url, body)
    return time.process_time() - started


def _skins() -> Iterator[tuple[str, Pages]]:
    """Yield the skins of the replica, whose layouts are declared, then some that are read by their labels."""
    for skin in _DECLARED:
        with running_replica(ReplicaOptions(articles=_PAGES, skin=skin)) as replica:
            yield skin, _fetch([one["url"] for one in replica.truth() if one["kind"] == "article"])
    for skin in _UNKNOWN:
        assert skin in SKINS
        with portal(skin) as (_, truth):
            yield f"{skin}, by labels", _fetch([one["url"] for one in truth])


def _fetch(addresses: list[str]) -> Pages:
    return [(address, urllib.request.urlopen(address).read()) for address in addresses]


def _read_page(url: str, body: bytes) -> object:
    page = ArticlePage(body, url, fetched_at="2026-01-01T00:00:00Z")
    return None if page.is_gone else (page.next_page, page.to_item())


def _ten_xpaths(url: str, body: bytes) -> object:
    selector = Selector(text=body.decode())
    return [selector.xpath(path).getall() for path in _TEN_XPATHS]


def _extractors() -> Iterator[tuple[str, Read]]:
    with suppress(ImportError):
        from trafilatura import bare_extraction

        yield "trafilatura", lambda url, body: bare_extraction(body, url=url, with_metadata=True)
    with suppress(ImportError):
        from newspaper import article

        yield "newspaper4k", lambda url, body: article(url, input_html=body.decode())
