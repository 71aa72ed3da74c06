"""What a newspaper prints on a day: pages with articles, each with its place on the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhanjiang.replica.story import Block, Picture, PrintedPerson

PAPERS = {"zjrb": "湛江日报", "zjwb": "湛江晚报"}
"""The papers by the name in their addresses."""

Polygon = tuple[tuple[int, int], ...]
"""Corners in pixels of the page's scan, from its upper left corner."""


@dataclass(frozen=True, slots=True)
class NewspaperArticle:
    """One piece on a page. ``area`` is None where the site has no image map.

    ``reprinted_as`` is the number of the portal's article of the next day that prints it again; ``continues`` the
    number of the piece on the first page whose rest this is.
    """

    number: int
    kicker: str | None
    headline: str
    decks: tuple[str, ...]
    byline: str | None
    authors: tuple[PrintedPerson, ...]
    blocks: tuple[Block, ...]
    area: Polygon | None = None
    reprinted_as: int | None = None
    continues: int | None = None

    @property
    def text(self) -> str:
        """The paragraphs, joined by one blank line."""
        return "\n\n".join(block.text for block in self.blocks if block.kind == "paragraph")

    @property
    def pictures(self) -> list[Picture]:
        """The pictures in the order printed."""
        return [block.picture for block in self.blocks if block.picture]


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page: its number such as ``A02``, its name, the size of its scan in pixels, and what stands on it.

    ``scan`` and ``pdf`` are paths on the newspaper's site. ``position`` counts from 1.
    """

    position: int
    number: str
    name: str
    width: int
    height: int
    scan: str
    pdf: str
    articles: tuple[NewspaperArticle, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A paper of a day."""

    paper: str
    day: date
    pages: tuple[PrintedPage, ...]
