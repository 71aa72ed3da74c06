"""Writes a portal's reports: each feature has its share of them, so that every site has some of each."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from tests.unseen.report import CHANNELS, Part, Report, Site
from zhanjiang.replica.bylines import draw_byline
from zhanjiang.replica.grammar import Phrases, general_rules, topics
from zhanjiang.replica.story import PrintedPerson

REPORTS = 40
_FIRST_NUMBER = 2_944_600
_FIRST_DAY = datetime(2026, 8, 3, 7, 0)
_HOURS_APART = 57
_BREAK_EVERY = 6
_SOURCES = ("湛江日报", "湛江晚报", "湛江云媒", "湛江日报", "平安湛江", "湛江疾控", "金羊网")


@dataclass(frozen=True, slots=True)
class House:
    """What a portal prints: the roles of its credits, and the share of reports that have each feature."""

    seed: int
    credit_roles: Sequence[Sequence[str]] = (("编辑",),)
    shares: dict[str, float] = field(default_factory=dict)
    bylined: bool = True


_SHARES = {
    **{"kicker": 0.15, "deck": 0.25, "odd": 0.25, "source": 0.92, "byline": 0.8, "credits": 0.95, "lines": 0.3},
    **{"table": 0.1, "heading": 0.3, "picture": 0.65, "uncaptioned": 0.2, "box": 0.2, "advert": 0.25, "code": 0.1},
    **{"short": 0.15, "long": 0.12, "pictures": 0.075, "video": 0.0, "verse": 0.05, "lined": 0.0},
}


@cache
def _own_rules() -> dict[str, list[str]]:
    rules: dict[str, list[str]] = json.loads((Path(__file__).parent / "phrases.json").read_text("utf-8"))
    return rules


def write_site(house: House, count: int = REPORTS) -> Site:
    """Write the reports of a portal."""
    chance = Random(f"site {house.seed}")
    shares = {**_SHARES, **house.shares}
    headlines: set[str] = set()
    having = {name: set(chance.sample(range(count), round(share * count))) for name, share in shares.items()}
    features = [{name for name, places in having.items() if place in places} for place in range(count)]
    reports = [_Desk(house, place, features[place], headlines).report() for place in range(count)]
    return Site(reports[::-1])


class _Desk:
    """Writes one report of the features wanted; ``headlines`` are those already used, so that none comes twice."""

    def __init__(self, house: House, place: int, features: set[str], headlines: set[str]) -> None:
        self.house, self.place, self.features, self.headlines = house, place, features, headlines
        self.chance = Random(f"report {house.seed} {place}")
        names = sorted(topics())
        self.phrases = Phrases({**general_rules(), **topics()[self.chance.choice(names)], **_own_rules()}, self.chance)
        self.published = _FIRST_DAY + timedelta(hours=_HOURS_APART * place, minutes=self.chance.randint(0, 59))

    def report(self) -> Report:
        has, draw = self.features.__contains__, self.phrases.draw
        kind = "pictures" if has("pictures") else "video" if has("video") else "article"
        byline = draw_byline(self.phrases, self.chance)
        bylined = has("byline") and self.house.bylined and byline.printed
        parts = self._parts(kind, byline.dateline)
        return Report(
            number=_FIRST_NUMBER + self.place * 7 + self.chance.randint(0, 6),
            channel=list(CHANNELS)[self.place % len(CHANNELS)],
            kind=kind,
            kicker=draw("kicker") if has("kicker") else None,
            headline=self._headline(),
            deck=draw("deck") if has("deck") else None,
            published=self.published,
            source=self.chance.choice(_SOURCES) if has("source") else None,
            byline=" ".join((byline.printed or "").splitlines()) if bylined else None,
            authors=byline.authors if bylined or byline.dateline else (),
            credits=self._credits() if has("credits") else (),
            pages=_broken(parts) if has("long") and kind == "article" else (tuple(parts),),
        )

    def _headline(self) -> str:
        while (
            headline := self.phrases.draw("odd_headline" if "odd" in self.features else "headline")
        ) in self.headlines:
            pass
        self.headlines.add(headline)
        return headline

    def _credits(self) -> tuple[PrintedPerson, ...]:
        roles = self.chance.choice(self.house.credit_roles)
        return tuple(PrintedPerson(role, self.phrases.draw("person")) for role in roles)

    def _parts(self, kind: str, dateline: str) -> list[Part]:
        opening = Part("paragraph", dateline + self.phrases.draw("lead"))
        if kind == "pictures":
            return [opening, *(self._picture(captioned=True) for _ in range(self.chance.randint(4, 7)))]
        if kind == "video" or "short" in self.features:
            note = Part("paragraph", self.phrases.draw("note"))
            return [opening, *([self._picture()] if "picture" in self.features and kind != "video" else [note])]
        parts = [opening, *self._paragraphs()]
        return self._with_features(_in_lines(parts) if "lined" in self.features else parts)

    def _paragraphs(self) -> list[Part]:
        count = self.chance.randint(13, 22) if "long" in self.features else self.chance.randint(3, 9)
        parts = []
        for place in range(count):
            if "heading" in self.features and place % 3 == 1:
                parts.append(Part("heading", self.phrases.draw("section")))
            parts.append(Part("paragraph", self.phrases.draw("paragraph")))
        return [*parts, Part("paragraph", self.phrases.draw("closing"))]

    def _with_features(self, parts: list[Part]) -> list[Part]:
        """Put pictures, lines, tables and what is no part of the report between the paragraphs."""
        has = self.features.__contains__
        added = [self._picture() for _ in range(self.chance.choice((1, 1, 2, 3)))] if has("picture") else []
        added += [self._table()] if has("table") else []
        added += [self._verse()] if has("verse") else []
        added += [Part(kind) for kind in ("box", "advert", "code") if has(kind)]  # type: ignore[arg-type]
        for part in added:
            parts.insert(self.chance.randint(1, len(parts) - 1), part)
        if has("lines"):
            lines = [Part("paragraph", self.phrases.draw("line")) for _ in range(self.chance.choice((1, 2, 3)))]
            place = self.chance.randint(1, len(parts))
            parts[place:place] = lines
        return parts

    def _picture(self, captioned: bool = False) -> Part:
        ending = self.chance.choice(("jpg", "jpeg", "png"))
        path = f"/a/10001/{self.published:%Y%m}/{self.chance.getrandbits(128):032x}.{ending}"
        plain = "uncaptioned" in self.features and not captioned
        return Part("picture", path=path, caption=None if plain else self._caption())

    def _caption(self) -> str:
        caption = self.phrases.draw(self.chance.choice(("caption", "plain_caption")))
        author = self.phrases.draw("picture_author") if self.chance.random() < 0.7 else ""
        return caption + (("" if caption[-1] in "。！" else "。") + author if author else "")

    def _table(self) -> Part:
        rows = [("地区", "户数", "产量（吨）")]
        for _ in range(self.chance.randint(3, 6)):
            rows.append(
                (
                    self.phrases.draw("table_place"),
                    str(self.chance.randint(60, 990)),
                    str(self.chance.randint(100, 9000)),
                )
            )
        return Part("table", lines=tuple(rows))

    def _verse(self) -> Part:
        return Part("verse", lines=tuple((self.phrases.draw("verse"),) for _ in range(self.chance.randint(4, 8))))


def _in_lines(parts: list[Part]) -> list[Part]:
    """Set a story in short centred lines, as posts for phones are."""
    lines = ((part, line) for part in parts for line in re.split(r"(?<=[，。？！])(?!”)", part.text) if line)
    return [part if part.kind == "heading" else Part("paragraph", line, centred=True) for part, line in lines]


def _broken(parts: list[Part]) -> tuple[tuple[Part, ...], ...]:
    """Break a long body into pages of some parts each."""
    pages = [parts[start : start + _BREAK_EVERY] for start in range(0, len(parts), _BREAK_EVERY)]
    if len(pages[-1]) == 1:
        pages[-2:] = [pages[-2] + pages[-1]]
    return tuple(map(tuple, pages))
