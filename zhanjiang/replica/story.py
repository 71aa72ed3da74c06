"""A story and its parts, free of any markup.

The truth and every skin are made from these alone, so a page and its truth cannot drift apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["article", "pictures", "video", "live", "link"]
"""The kinds by the portal's ``aid``: 1 article, 2 picture set, 3 outward link, 4 video, 11 live."""

BlockKind = Literal["paragraph", "picture", "notice", "credits", "placeholder", "related", "code"]
"""What stands in a body; only paragraphs are text and only pictures are images, the rest is there to mislead."""

CHANNELS = {
    "shizheng": "时政",
    "shehui": "社会",
    "jingji": "经济",
    "minsheng": "民生",
    "xianqu": "县区",
    "tupian": "图片",
    "shipin": "视频",
}
"""The channels by the name in their addresses, in the order of the menu."""


@dataclass(frozen=True, slots=True)
class PrintedPerson:
    """A person with the role printed beside the name; None where none is printed."""

    role: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its path on the image site; ``caption_first`` prints the caption above it."""

    path: str
    caption: str | None
    caption_first: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One thing in the body. ``tail`` is printed after the text and is no part of it (inline credits)."""

    kind: BlockKind
    text: str = ""
    picture: Picture | None = None
    tail: str = ""


@dataclass(frozen=True, slots=True)
class ReaderComment:
    """A reader's comment: the name shown, the time as printed, the text, and its likes."""

    reader: str
    time: str
    text: str
    likes: int = 0


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """An entry of a live page: its time as printed, to the minute, and its text."""

    time: str
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """One article of the portal. ``byline`` is as printed; a line break separates its two lines.

    ``pages`` holds the body page by page; a link has none. ``published`` is naive Shanghai time, to the minute, and so
    is ``edited``, the time of the last correction. ``duplicate_of`` is the number of the story that this one reprints.
    Only a live page has ``entries``, the newest first.
    """

    number: int
    kind: Kind
    channel: str
    headline: str
    deck: str | None
    published: datetime
    source: str | None
    byline: str | None
    authors: tuple[PrintedPerson, ...]
    pages: tuple[tuple[Block, ...], ...]
    credits: tuple[PrintedPerson, ...]
    participants: int
    comments: tuple[ReaderComment, ...]
    duplicate_of: int | None = None
    edited: datetime | None = None
    entries: tuple[PrintedEntry, ...] = ()

    @property
    def blocks(self) -> list[Block]:
        """The whole body, all pages joined."""
        return [block for page in self.pages for block in page]

    @property
    def text(self) -> str:
        """The paragraphs of all pages, joined by one blank line."""
        return "\n\n".join(block.text for block in self.blocks if block.kind == "paragraph")

    @property
    def pictures(self) -> list[Picture]:
        """The pictures of all pages in the order printed."""
        return [block.picture for block in self.blocks if block.picture]

    @property
    def credits_printed_inside(self) -> bool:
        """Whether the credits stand in the body, so that no credit lines follow it."""
        return any(block.kind == "credits" or block.tail for block in self.blocks)
