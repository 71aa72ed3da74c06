"""A phrase grammar: patterns with slots, filled from lists of phrases.

``{who}`` is filled from the list of that name, ``{3..20}`` with a number of that range. A name that begins with
``the_`` is filled once and keeps its value, so that a story stays in its own town. The lists stand in ``data/``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random

_DATA = Path(__file__).parent / "data"
_SLOT = re.compile(r"\{([^{}]+)\}")
_RANGE = re.compile(r"(\d+)\.\.(\d+)")

Rules = Mapping[str, Sequence[str]]


@cache
def general_rules() -> dict[str, list[str]]:
    """Return the phrases that any story may use, by the name of their list."""
    rules: dict[str, list[str]] = {}
    for name in ("names", "places", "patterns"):
        rules.update(json.loads((_DATA / f"{name}.json").read_text("utf-8")))
    return rules


@cache
def topics() -> dict[str, dict[str, list[str]]]:
    """Return each topic's phrases, by topic; ``channels`` lists the channels it is printed in."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((_DATA / "topics").glob("*.json"))}


class Phrases:
    """Fills patterns for one story. No phrase of a list is repeated before the list is used up.

    >>> Phrases({"who": ["渔民"]}, Random(1)).fill("{who}出海{3..3}次")
    '渔民出海3次'
    """

    def __init__(self, rules: Rules, chance: Random) -> None:
        self._rules = rules
        self._chance = chance
        self._kept: dict[str, str] = {}
        self._left: dict[str, list[str]] = {}

    def fill(self, pattern: str) -> str:
        """Fill every slot of a pattern, and the slots of what was filled in."""
        return _SLOT.sub(lambda slot: self._value(slot[1]), pattern)

    def draw(self, name: str) -> str:
        """Draw a phrase from a list and fill it."""
        left = self._left.get(name)
        if not left:
            left = self._left[name] = list(self._rules[name])
            self._chance.shuffle(left)
        return self.fill(left.pop())

    def _value(self, name: str) -> str:
        limits = _RANGE.fullmatch(name)
        if limits:
            return str(self._chance.randint(int(limits[1]), int(limits[2])))
        if not name.startswith("the_"):
            return self.draw(name)
        if name not in self._kept:
            self._kept[name] = self.draw(name)
        return self._kept[name]
