"""The portal's listings: which stories stand on which page, and how a page of rows looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from zhanjiang.replica.answer import SiteResponse
from zhanjiang.replica.links import LinkedRow
from zhanjiang.replica.skins import Renderer, window
from zhanjiang.replica.story import CHANNELS, Story

LISTING_SKINS = ("stock", "table", "line")
LOAD_MORE = {"minsheng": 21}
"""The channels whose next rows a script loads, with the number of their list."""
_LOAD_MORE_ROWS = 15
_SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class ChannelListing:
    """A channel's stories, newest first, and how many rows a page shows."""

    channel: str
    stories: tuple[Story, ...]
    size: int

    @property
    def pages(self) -> int:
        """How many pages the listing has, at least one."""
        return max(1, -(-len(self.stories) // self.size))

    def on_page(self, page: int) -> tuple[Story, ...]:
        """Return a page's stories. Page 2 begins with the last row of page 1, as if one had been pushed in above."""
        start = (page - 1) * self.size
        pushed = 1 if page == 2 and start < len(self.stories) else 0
        return self.stories[max(0, start - pushed) : start + self.size]


def listings(stories: list[Story], seed: int) -> dict[str, ChannelListing]:
    """Sort stories, newest first, into their channels' listings, with 15 to 20 rows a page."""
    result = {}
    for channel in CHANNELS:
        size = _LOAD_MORE_ROWS if channel in LOAD_MORE else Random(f"listing {seed} {channel}").randint(15, 20)
        result[channel] = ChannelListing(channel, tuple(story for story in stories if story.channel == channel), size)
    return result


def listing_skin(channel: str, skin: str) -> str:
    """Return the skin of a channel's listing: several live on one site. A forced skin without one gets stock.

    >>> listing_skin("shehui", "mixed"), listing_skin("shehui", "line"), listing_skin("shehui", "rich")
    ('table', 'line', 'stock')
    """
    if skin == "mixed":
        return "stock" if channel in LOAD_MORE else LISTING_SKINS[list(CHANNELS).index(channel) % len(LISTING_SKINS)]
    return skin if skin in LISTING_SKINS else "stock"


def listing_page(renderer: Renderer, listing: ChannelListing, page: int, skin: str, total: int) -> SiteResponse:
    """Return a page of a listing; ``total`` is how many pages its pager shows."""
    shown = min(page, listing.pages)
    return renderer.page(
        f"listings/{listing_skin(listing.channel, skin)}.html",
        channel_name=CHANNELS[listing.channel],
        rows=renderer.rows(listing.on_page(shown), listing.channel),
        listid=LOAD_MORE.get(listing.channel),
        page=page,
        total=total,
        window=window(page, total),
        address=lambda number: f"/{listing.channel}/index{f'_{number}' if number > 1 else ''}.html",
    )


def load_more(renderer: Renderer, listing: ChannelListing, page: int, size: int) -> dict[str, Any]:
    """Return the JSON of a load-more listing: ``data`` is [] after the last page."""
    paged = ChannelListing(listing.channel, listing.stories, size)
    stories = paged.on_page(page)
    rows = renderer.rows(stories, f"{listing.channel} more")
    return {"state": True, "data": [_entry(story, row) for story, row in zip(stories, rows, strict=True)]}


def _entry(story: Story, row: LinkedRow) -> dict[str, Any]:
    """One row as JSON. ``thumb`` is an object or an array, ``created`` a number or a string, as on sibling sites."""
    created = int(story.published.replace(tzinfo=_SHANGHAI).timestamp())
    return {
        "url": row.address,
        "title": row.headline,
        "thumb": {"src": row.thumbnail} if row.thumbnail else [],
        "description": story.text[:60],
        "created": created if story.number % 2 else datetime.strftime(story.published, "%Y-%m-%d %H:%M"),
    }
