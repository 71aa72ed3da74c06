"""Compares a feed with the truth, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

Item = dict[str, Any]

FIELDS = (
    *("kind", "channel", "kicker", "headline", "subheadline", "published_at", "source", "byline", "authors", "text"),
    *("images", "credits", "pages"),
)
"""The fields compared, in the order of the feed."""


class Wrong(NamedTuple):
    """A field that is not as the truth says."""

    id: str
    field: str
    expected: object
    actual: object


def differences(items: dict[str, Item], truths: Iterable[Item]) -> Iterator[Wrong]:
    """Yield each wrong field of the articles that the feed has."""
    for truth in truths:
        item = items.get(truth["id"])
        for field in FIELDS if item else ():
            expected, actual = _comparable(truth, truth, field), _comparable(item or {}, truth, field)
            if expected != actual:
                yield Wrong(truth["id"], field, expected, actual)


def _comparable(item: Item, truth: Item, field: str) -> object:
    """Return a field's value; of pictures what does not hang on downloads.

    How the cells of a table are parted is left open: a text that has one (with tabs in the truth) loses all blanks.
    """
    value = item[field]
    if field == "images":
        return [(image["url"], image["caption"]) for image in value]
    if field == "text" and "\t" in truth["text"]:
        return "".join((value or "").split())
    return (value or "") if field == "text" else value
