"""A report of an invented portal, free of markup, and what an ideal crawler makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any, Literal

from zhanjiang.replica.story import PrintedPerson

PartKind = Literal["paragraph", "heading", "picture", "table", "verse", "box", "advert", "code"]
"""What stands in a body. A box of related news, an advert and a QR code are printed, and no part of the report."""

CHANNELS = {"shizheng": "时政", "shehui": "社会", "jingji": "经济", "wenlv": "文旅", "jiaoyu": "教育"}
"""The channels by the name in their addresses."""

_TEXT = ("paragraph", "heading")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a body: ``text`` of a paragraph or heading, ``lines`` of a verse or cells of a table's rows.

    A picture has its path on the site, and its caption or None. ``centred`` is a line of a story in short lines.
    """

    kind: PartKind
    text: str = ""
    path: str = ""
    caption: str | None = None
    lines: tuple[tuple[str, ...], ...] = ()
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """One article; ``pages`` holds its body page by page, ``byline`` is as printed, None where none is."""

    number: int
    channel: str
    kind: Literal["article", "pictures", "video"]
    kicker: str | None
    headline: str
    deck: str | None
    published: datetime
    source: str | None
    byline: str | None
    authors: tuple[PrintedPerson, ...]
    credits: tuple[PrintedPerson, ...]
    pages: tuple[tuple[Part, ...], ...]

    @property
    def parts(self) -> list[Part]:
        """The whole body."""
        return [part for page in self.pages for part in page]

    @property
    def summary(self) -> str:
        """The first sentences, as a page's description gives them."""
        return next((part.text for part in self.parts if part.kind == "paragraph"), self.headline)[:80]


@dataclass(frozen=True, slots=True)
class Site:
    """A portal's reports, newest first."""

    reports: list[Report]

    def of_channel(self, channel: str) -> list[Report]:
        """Return a channel's reports, newest first."""
        return [report for report in self.reports if report.channel == channel]

    def others(self, report: Report, count: int, place: str) -> list[Report]:
        """Return other reports for a box beside a report; ``place`` names the box, so that two boxes differ."""
        chance = Random(f"{report.number} {place}")
        return chance.sample([other for other in self.reports if other.number != report.number], count)


def text_of(parts: Sequence[Part]) -> str:
    """Return the text of a body with one blank line between paragraphs, lines and rows, and tabs between cells."""
    texts: list[str] = []
    for part in parts:
        texts += [part.text] if part.kind in _TEXT else []
        texts += ["\t".join(line) for line in part.lines]
    return "\n\n".join(texts)


def truth_of(report: Report, site: str) -> dict[str, Any]:
    """Return the fields of a report in the form of the feed; ``site`` is the portal's address."""
    pictures = [part for part in report.parts if part.kind == "picture"]
    return {
        "id": f"portal/{report.number}",
        "url": f"{site}/p/{report.number}.html",
        "kind": report.kind,
        "channel": report.channel,
        "kicker": report.kicker,
        "headline": report.headline,
        "subheadline": report.deck,
        "published_at": f"{report.published:%Y-%m-%dT%H:%M:00}+08:00",
        "source": report.source,
        "byline": report.byline,
        "authors": [{"role": person.role, "name": person.name} for person in report.authors],
        "text": text_of(report.parts),
        "images": [{"url": site + part.path, "caption": part.caption} for part in pictures],
        "credits": [{"role": person.role, "name": person.name} for person in report.credits],
        "pages": len(report.pages),
    }
