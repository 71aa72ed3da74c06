"""How a story's page is dressed: its skin, by the story's age, and the small ways in which pages differ."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

from zhanjiang.replica.story import Story

SKINS = {
    "stock": "the platform's stock theme",
    "table": "the table-era theme of 2012 to 2016, indented with four nbsp",
    "line": "a theme whose date line is one text node, its body in #conCon",
    "rich": "a theme with div.header_details_tit and div.Rich_text",
    "labelled": "a theme with 时间： in its date line, its body in div.g-con",
}
"""The skins of article pages, each with its mark."""

_NBSP = "\xa0"
_OFF_ERA = 0.2


@dataclass(frozen=True, slots=True)
class Dress:
    """How one story is printed. ``lazy``: pictures show loading.gif; ``origin``: they carry data-origin-src.

    ``empty_labels`` prints 来源 and 作者 with nothing after them rather than leaving them out; ``twice`` prints the
    body a second time on the mobile page; ``bare_mobile_line`` leaves the labels out there. ``barred_credits`` prints
    ``编辑 | A B``, a form of the group, for ``编辑：A、B``.
    """

    skin: str
    colon: str
    indent: str
    lazy: bool
    origin: bool
    canonical: Literal["right", "wrong", "none"]
    credits_on_last_page: bool
    empty_labels: bool
    twice: bool
    bare_mobile_line: bool
    barred_credits: bool


def dress(story: Story, seed: int, skin: str) -> Dress:
    """Choose the dress of a story: always the same for a seed. ``skin`` is a name of ``SKINS`` or ``mixed``."""
    chance = Random(f"dress {seed} {story.number}")
    own = _skin_of_year(story.published.year)
    mixed = chance.choice(list(SKINS)) if chance.random() < _OFF_ERA else own
    skin = mixed if skin == "mixed" else skin
    lazy = chance.random() < 0.5
    return Dress(
        skin=skin,
        colon=chance.choice(("：", "：", ":")),
        indent=_NBSP * 4 if story.published.year <= 2016 else chance.choice(("", "", "　　")),
        lazy=lazy,
        origin=lazy or chance.random() < 0.3,
        canonical=chance.choices(("right", "wrong", "none"), (70, 10, 20))[0],
        credits_on_last_page=chance.random() < 0.4,
        empty_labels=chance.random() < 0.5,
        twice=chance.random() < 0.25,
        bare_mobile_line=chance.random() < 0.3,
        barred_credits=chance.random() < 0.1,
    )


def _skin_of_year(year: int) -> str:
    if year <= 2016:
        return "table"
    if year <= 2018:
        return "line"
    if year <= 2019:
        return "rich"
    return "labelled" if year == 2020 else "stock"
