"""Bylines in every form of the portal, and the people each names."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

import zhanjiang.replica
from zhanjiang.replica.bylines import Byline, draw_byline
from zhanjiang.replica.grammar import Phrases, general_rules

_DATA = Path(zhanjiang.replica.__file__).parent / "data" / "bylines.json"
_FORMS = json.loads(_DATA.read_text("utf-8"))["forms"]


@pytest.fixture(scope="module")
def drawn() -> list[Byline]:
    chance = Random(1)
    phrases = Phrases(general_rules(), chance)
    return [draw_byline(phrases, chance) for _ in range(1500)]


def test_every_form_is_printed(drawn: list[Byline]) -> None:
    shapes = {_shape(byline) for byline in drawn if byline.printed}
    assert shapes == {form["print"] for form in _FORMS}


def test_bylines_name_people_as_printed(drawn: list[Byline]) -> None:
    for byline in drawn:
        printed = (byline.printed or "") + byline.dateline
        places = [printed.index(person.name) for person in byline.authors]
        assert places == sorted(places)
        assert all(person.role is None or person.role in printed for person in byline.authors)
        assert not any("提供" in person.name or "湛江" in person.name for person in byline.authors)


def test_some_stories_print_none_and_half_of_those_open_with_a_dateline(drawn: list[Byline]) -> None:
    bare = [byline for byline in drawn if byline.printed is None]
    assert 0.1 < len(bare) / len(drawn) < 0.24
    assert 0.35 < sum(bool(byline.dateline) for byline in bare) / len(bare) < 0.65
    assert all(bool(byline.authors) == bool(byline.dateline) for byline in bare)


def _shape(byline: Byline) -> str:
    """Put letters back for the names."""
    shape = byline.printed or ""
    names = list(dict.fromkeys(person.name for person in byline.authors))
    for letter, name in zip("ABCDE", names, strict=False):
        shape = shape.replace(name, f"{{{letter}}}")
    return shape
