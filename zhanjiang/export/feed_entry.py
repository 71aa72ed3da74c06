"""An article as an entry of a feed that people subscribe to: what Atom and JSON Feed say of it alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final, Self

from zhanjiang.times import PORTAL_TIME, moment, parse_moment

TITLE: Final = "湛江云媒"
"""The name of the portal."""

# The portal's host, whatever STORE_URL and PORTAL_URL say, and a year in which it had it: RFC 4151 wants both fixed.
_AUTHORITY: Final = "tag:gdzjdaily.com.cn,2020"
FEED_ID: Final = f"{_AUTHORITY}:articles"
"""The ID of the feed itself."""

_UNKNOWN: Final = "1970-01-01T00:00:00Z"
"""A moment that stays the same, since feeds want one of each entry."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry. ``id`` stays the same in every feed; moments are RFC 3339, ``published`` None without a date.

    Where only the day is printed, the entry is of its first second, as feeds know no days. ``html`` is the text in
    paragraphs and the pictures with their captions.
    """

    id: str
    url: str
    title: str
    published: str | None
    updated: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    html: str

    @classmethod
    def of(cls, article: Mapping[str, Any]) -> Self:
        """The entry of an article as plain data."""
        published = _published(article["published_at"])
        # A later revision is as new as the visit that found it.
        updated = article["fetched_at"] if article["revision"] > 1 or not published else published
        return cls(
            f"{_AUTHORITY}:{article['id']}",
            article["url"] or "",
            article["headline"] or article["id"],
            published,
            moment(parse_moment(updated)) if updated else _UNKNOWN,
            tuple(dict.fromkeys(person["name"] for person in article["authors"] if person["name"])),
            tuple(filter(None, (article["channel"],))),
            "".join(_paragraphs(article)),
        )


def _published(date: str | None) -> str | None:
    try:
        return parse_moment(date, PORTAL_TIME).isoformat() if date else None
    except ValueError:  # of odd form, as the crawl's log has said
        return None


def _paragraphs(article: Mapping[str, Any]) -> Iterator[str]:
    for paragraph in (article["text"] or "").split("\n\n"):
        if paragraph:
            yield f"<p>{escape(paragraph).replace(chr(10), '<br/>')}</p>"
    for image in article["images"]:
        caption = escape(image["caption"] or "")
        below = f"<figcaption>{caption}</figcaption>" if caption else ""
        yield f'<figure><img alt="{caption}" src="{escape(image["url"] or "")}"/>{below}</figure>'
