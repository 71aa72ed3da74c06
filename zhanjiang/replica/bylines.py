"""Who made a story, in every form the portal prints it: bylines, the dateline's people, sources, credits by era.

The forms stand in ``data/bylines.json``, each with the people and roles that it names.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from zhanjiang.replica.grammar import Phrases
from zhanjiang.replica.story import PrintedPerson

_FIRST_CREDITS = date(2021, 11, 1)
_FIRST_DIRECTORS = date(2022, 1, 1)


@dataclass(frozen=True, slots=True)
class Byline:
    """What is printed, and whom it names. ``dateline`` opens the text where nothing is printed after 作者."""

    printed: str | None
    authors: tuple[PrintedPerson, ...]
    dateline: str = ""


@cache
def _forms() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "bylines.json"
    forms: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return forms


def draw_byline(phrases: Phrases, chance: Random) -> Byline:
    """Draw a form and fill it; one story in six prints none, and half of those open with 本报讯."""
    if chance.random() < 1 / 6:
        return _draw_dateline(phrases, chance) if chance.random() < 0.5 else Byline(None, ())
    forms = _forms()["forms"]
    form = chance.choices(forms, [form["weight"] for form in forms])[0]
    printed, authors = _fill(form, phrases)
    return Byline(printed, authors)


def draw_source(published: datetime, chance: Random) -> str | None:
    """Draw a source that was in use then; None where the page names none."""
    sources: list[str | None] = _forms()["sources"]["new" if published.year >= 2017 else "old"]
    return chance.choice(sources)


def draw_credits(
    published: datetime, source: str | None, phrases: Phrases, chance: Random
) -> tuple[PrintedPerson, ...]:
    """Draw the credits of the day: none before 2021-11, then 编辑 and 一审, from 2022 编辑 and 值班主任.

    The portal's own pieces add 值班编委.
    """
    if published.date() < _FIRST_CREDITS:
        return ()
    roles = ["编辑"] * chance.choice((1, 1, 2))
    if published.date() < _FIRST_DIRECTORS:
        roles.append("一审")
    else:
        roles += ["值班主任", "值班编委"] if source == "湛江云媒" else ["值班主任"]
    return tuple(PrintedPerson(role, phrases.draw("person")) for role in roles)


def notice() -> str:
    """Return the notice about copying that some pieces end with."""
    notices: list[str] = _forms()["notices"]
    return notices[0]


def by_role(people: Sequence[PrintedPerson]) -> dict[str, list[str]]:
    """Return the names by role, in the order printed.

    >>> by_role([PrintedPerson("编辑", "林若桐"), PrintedPerson("编辑", "何小满"), PrintedPerson("值班主任", "许敏")])
    {'编辑': ['林若桐', '何小满'], '值班主任': ['许敏']}
    """
    roles: dict[str, list[str]] = {}
    for person in people:
        roles.setdefault(person.role or "", []).append(person.name)
    return roles


def _draw_dateline(phrases: Phrases, chance: Random) -> Byline:
    dateline, authors = _fill(chance.choice(_forms()["datelines"]), phrases)
    return Byline(None, authors, dateline)


def _fill(form: dict[str, Any], phrases: Phrases) -> tuple[str, tuple[PrintedPerson, ...]]:
    """Fill a form's letters with names: what is printed, and the people."""
    names: dict[str, str] = {}
    for letter in "ABCDE":
        name = phrases.draw("person")
        while name in names.values():
            name = phrases.draw("person")
        names[letter] = name
    authors = tuple(PrintedPerson(role, names[letter]) for role, letter in form["authors"])
    return form["print"].format(**names), authors
