"""The site: front page, listings and articles by path."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from random import Random

from tests.unseen.skin import CHANNELS, Truth, article, document, number_of, path

_ROWS = 8


def pages(truths: list[Truth]) -> dict[str, bytes]:
    """Return every page of the site by its path."""
    chance = Random(4)
    served = {"/robots.txt": "User-agent: *\nDisallow: /admin/\n", "/": _front(truths)}
    for channel in CHANNELS:
        served.update(_listing(channel, [truth for truth in truths if truth["channel"] == channel]))
    for truth in truths:
        others = chance.sample(truths, min(15, len(truths)))
        for page in range(1, (truth["pages"] or 1) + 1):
            address = f"/p/{number_of(truth)}{f'_{page}' if page > 1 else ''}.html"
            served[address] = article(truth, page, others)
    return {address: text.encode() for address, text in served.items()}


def _front(truths: list[Truth]) -> str:
    rows = "".join(f'<p><a href="{path(truth)}">{escape(truth["headline"])}</a></p>' for truth in truths[:10])
    return document("湛江云媒", f'<main class="x0"><div>{rows}</div></main>')


def _listing(channel: str, truths: list[Truth]) -> Iterator[tuple[str, str]]:
    """Yield a channel's listing page by page; the second begins with the last row of the first."""
    last = max(1, -(-len(truths) // _ROWS))
    for page in range(1, last + 1):
        start = (page - 1) * _ROWS - (page == 2)
        rows = "".join(map(_row, truths[max(0, start) : page * _ROWS]))
        pager = "".join(_page_link(channel, other, page) for other in range(1, last + 1))
        inside = f'<h2>{CHANNELS[channel]}</h2><div class="x1">{rows}</div><div class="x2">{pager}</div>'
        yield (
            f"/{channel}/index{f'_{page}' if page > 1 else ''}.html",
            document(CHANNELS[channel], f'<main class="x0">{inside}</main>'),
        )


def _row(truth: Truth) -> str:
    day = f"<small>{truth['published_at'][:10]}</small>" if truth["published_at"] else ""
    return f'<section class="y"><a href="{path(truth)}"><strong>{escape(truth["headline"])}</strong></a>{day}</section>'


def _page_link(channel: str, other: int, page: int) -> str:
    name = f"/{channel}/index{f'_{other}' if other > 1 else ''}.html"
    return f"<u>{other}</u>" if other == page else f'<a href="{name}">{other}</a>'
