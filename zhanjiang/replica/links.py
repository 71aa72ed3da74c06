"""Links to articles in the portal's forms, mixed within one listing."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from zhanjiang.replica.story import Story

_FORMS = (
    "/p/{number}.html",
    "/p/{number}.html",
    "{portal}/p/{number}.html",
    "//{host}/p/{number}.html",
    "/{channel}/p/{number}.html",
    "{portal}/{channel}/p/{number}.html",
    "{portal}/p/{number}.html?v={stamp}",
    "/p/{number}.html?v={stamp}?v={stamp}",
)


@dataclass(frozen=True, slots=True)
class LinkedRow:
    """A linked headline, with the story's day and, in some rows, a thumbnail."""

    address: str
    headline: str
    day: str
    thumbnail: str | None


def row(story: Story, portal: str, images: str, place: str) -> LinkedRow:
    """Return a story's row at a place (such as a listing's name); the form of the link depends on both."""
    chance = Random(f"link {place} {story.number}")
    address = chance.choice(_FORMS).format(
        number=story.number,
        channel=story.channel,
        portal=portal,
        host=portal.removeprefix("http://"),
        stamp=1_600_000_000_000 + chance.getrandbits(36),
    )
    pictures = story.pictures
    thumbnail = images + pictures[0].path if pictures else None
    return LinkedRow(address, story.headline, f"{story.published:%Y-%m-%d}", thumbnail)


def outward_address(number: int) -> str:
    """Return the target of an outward link."""
    return f"https://mp.outward.example/s/{number}"
