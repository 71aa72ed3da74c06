"""Renders pages: passes each template its values. The templates are in ``templates/``."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from zhanjiang.replica.answer import BodyPart, SiteResponse
from zhanjiang.replica.bylines import by_role
from zhanjiang.replica.links import LinkedRow, row
from zhanjiang.replica.live import Live
from zhanjiang.replica.presentation import Dress
from zhanjiang.replica.sites import Addresses
from zhanjiang.replica.story import CHANNELS, Block, Story

_HERE = Path(__file__).parent
_WINDOW = 5
_BOXED = 6
_KIND_NUMBERS = {"article": 1, "pictures": 2, "link": 3, "video": 4, "live": 11}
_FURNITURE = {part: Markup(f"<!--{part}-->") for part in ("style", "scripts", "menu", "footer")}
_MARKS = re.compile(f"<!--({'|'.join(_FURNITURE)})-->")
_LIVE_MARKS = re.compile(f"({'|'.join(live.value for live in Live)})")


def window(page: int, total: int) -> list[int]:
    """Return the digits a pager shows: five that slide with the page.

    >>> window(6, 10), window(1, 3)
    ([4, 5, 6, 7, 8], [1, 2, 3])
    """
    start = max(1, min(page - _WINDOW // 2, total - _WINDOW + 1))
    return list(range(start, min(total, start + _WINDOW - 1) + 1))


def boxed(stories: Sequence[Story], slot: int) -> list[Story]:
    """Return the six stories of the picture box in a stretch of time; they are unrelated to the article."""
    with_pictures = [story for story in stories if story.pictures]
    return Random(slot).sample(with_pictures, min(_BOXED, len(with_pictures)))


@dataclass(frozen=True, slots=True)
class View:
    """One page of a story, as the templates see it."""

    story: Story
    page: int
    dress: Dress
    addresses: Addresses
    related: Sequence[LinkedRow]

    @property
    def total(self) -> int:
        """How many pages the story has."""
        return max(1, len(self.story.pages))

    @property
    def window(self) -> list[int]:
        """The digits of the pager."""
        return window(self.page, self.total)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The body of this page."""
        return self.story.pages[self.page - 1]

    @property
    def images(self) -> str:
        """The address of the image site."""
        return self.addresses.image

    @property
    def picture_box(self) -> Markup:
        """The mark where the picture box goes."""
        return Markup(Live.PICTURE_BOX.value)

    @property
    def views(self) -> Markup:
        """The mark where the count of views goes."""
        return Markup(Live.VIEWS.value)

    @property
    def aid(self) -> int:
        """The portal's number of the story's kind."""
        return _KIND_NUMBERS[self.story.kind]

    @property
    def channel(self) -> str:
        """The channel's name as readers see it."""
        return CHANNELS[self.story.channel]

    @property
    def time(self) -> str:
        """The time as printed: minutes, never seconds."""
        return f"{self.story.published:%Y-%m-%d %H:%M}"

    @property
    def labels(self) -> list[str]:
        """来源 and 作者 with what is printed after them; an empty one is printed bare or left out."""
        printed = (("来源", self.story.source), ("作者", self.story.byline))
        return [
            f"{label}{self.dress.colon}{value or ''}" for label, value in printed if value or self.dress.empty_labels
        ]

    @property
    def credits(self) -> dict[str, list[str]]:
        """The credit lines of this page by role; {} where they stand in the body or on the last page."""
        elsewhere = self.dress.credits_on_last_page and self.page < self.total
        return {} if elsewhere or self.story.credits_printed_inside else by_role(self.story.credits)

    def page_address(self, page: int) -> str:
        """Return the address of another page of the story, as pagers print it."""
        return f"/p/{self.story.number}{f'_{page}' if page > 1 else ''}.html"

    @property
    def canonical(self) -> str | None:
        """The address that ``link rel=canonical`` names: right, another article's, or none."""
        if self.dress.canonical == "none":
            return None
        return f"{self.addresses.portal}/p/{self.story.number - (self.dress.canonical == 'wrong')}.html"


class Renderer:
    """Renders all pages of the replica's sites. What all of them share is rendered once."""

    def __init__(self, addresses: Addresses, rank_json: bool = True) -> None:
        """Without ``rank_json`` the scripts of the rankings do not ask for JSON."""
        self._addresses = addresses
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._environment.globals["rank_json"] = rank_json

    @cached_property
    def _furniture(self) -> dict[str, BodyPart]:
        """Style, scripts, menu and footer: what surrounds every page, rendered and compressed once for all."""
        words = json.loads((_HERE / "data" / "furniture.json").read_text("utf-8"))
        return {
            part: BodyPart(self._fill(f"furniture/{part}.html", channels=CHANNELS, **words).encode())
            for part in _FURNITURE
        }

    def render(self, template: str, **values: Any) -> str:
        """Render a template; where furniture goes, the page has a mark."""
        values.setdefault("canonical", None)
        return self._fill(template, furniture=_FURNITURE, **values)

    def pieces(self, html: str) -> list[BodyPart]:
        """Cut a rendered page at the marks of its furniture, and put that in."""
        parts = _MARKS.split(html)
        return [self._furniture[part] if index % 2 else BodyPart(part.encode()) for index, part in enumerate(parts)]

    def page(self, template: str, status: int = 200, **values: Any) -> SiteResponse:
        """Return a response with a rendered template."""
        return SiteResponse(self.pieces(self.render(template, **values)), status=status)

    def article(self, view: View, template: str, **values: Any) -> list[BodyPart | Live]:
        """Render one page of a story, with its live parts left open."""
        return self.live(self.render(template, view=view, story=view.story, canonical=view.canonical, **values))

    def live(self, html: str) -> list[BodyPart | Live]:
        """Cut a rendered page at its live parts, which are left open, and put its furniture in."""
        parts: list[BodyPart | Live] = []
        for index, part in enumerate(_LIVE_MARKS.split(html)):
            parts += [Live(part)] if index % 2 else self.pieces(part)
        return parts

    def picture_box(self, stories: Sequence[Story], slot: int) -> str:
        """Render the picture box of a stretch of time."""
        return self._fill("picture_box.html", rows=self.rows(boxed(stories, slot), f"box {slot}"))

    def fragment(self, template: str, **values: Any) -> str:
        """Render a template that is no page of its own."""
        return self._fill(template, **values)

    def rows(self, stories: Sequence[Story], place: str) -> list[LinkedRow]:
        """Return the rows that link to stories from a place."""
        return [row(story, self._addresses.portal, self._addresses.image, place) for story in stories]

    def _fill(self, template: str, **values: Any) -> str:
        return self._environment.get_template(template).render(**values)
