"""Articles as a JSON Feed (version 1.1, jsonfeed.org)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO, Any

import orjson

from zhanjiang.export.feed_entry import TITLE, FeedEntry
from zhanjiang.processors.encodable import as_json


def write_json_feed(file: IO[bytes], records: Iterable[Mapping[str, Any]], home: str) -> None:
    """Write articles as a feed, in the order in which they come; ``home`` is the address of the portal."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "home_page_url": home,
        "items": [_item(FeedEntry.of(record)) for record in records],
    }
    file.write(as_json(feed, orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def _item(entry: FeedEntry) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": name} for name in entry.authors],
        "tags": [*entry.tags],
    }
    return {name: value for name, value in item.items() if value or name == "content_html"}
