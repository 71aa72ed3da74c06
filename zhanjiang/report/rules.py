"""Which rules gave which fields, layout by layout and run by run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from zhanjiang.items import Rule
from zhanjiang.report.drawing import BarPiece, stacked
from zhanjiang.store.layout_counts import ARTICLE, LISTING, MISSING, RuleCount

RULES: Final = (*get_args(Rule), MISSING)
"""The rules as they are stacked: what is trusted most first, what no rule gave last."""


@dataclass(frozen=True, slots=True)
class FieldOverTime:
    """A field of a layout: for each run in which it was read the pieces by rule; the last of them is the latest."""

    field: str
    runs: list[list[BarPiece]]


@dataclass(frozen=True, slots=True)
class LayoutOverTime:
    """A layout: the runs that read by it, rising, how many articles it read in them, and its fields."""

    name: str
    runs: list[int]
    articles: int
    fields: list[FieldOverTime]


def layouts_over_time(counts: Mapping[int, Sequence[RuleCount]]) -> list[LayoutOverTime]:
    """The layouts of articles, the most used first; ``counts`` go by run."""
    names = {count.layout for of in counts.values() for count in of if count.layout != LISTING}
    layouts = (
        _layout(name, {run: [c for c in of if c.layout == name] for run, of in counts.items()}) for name in names
    )
    return sorted(layouts, key=lambda layout: (-layout.articles, layout.name))


def _layout(name: str, counts: Mapping[int, Sequence[RuleCount]]) -> LayoutOverTime:
    runs = sorted(run for run, of in counts.items() if of)
    articles = sum(c.number for run in runs for c in counts[run] if c.field == ARTICLE)
    fields = sorted({c.field for run in runs for c in counts[run]} - {ARTICLE})
    shown = [
        FieldOverTime(field, [stacked(_by_rule(c for c in counts[run] if c.field == field)) for run in runs])
        for field in fields
    ]
    return LayoutOverTime(name, runs, articles, shown)


def _by_rule(counts: Iterable[RuleCount]) -> dict[str, int]:
    numbers = dict.fromkeys(RULES, 0)
    for count in counts:
        numbers[count.rule] = numbers.get(count.rule, 0) + count.number
    return numbers
