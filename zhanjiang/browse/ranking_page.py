"""The rankings over time: where each article of the last snapshot stood in those before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, get_args

from zhanjiang.browse.answers import Reply
from zhanjiang.browse.reading import Reading
from zhanjiang.html import words
from zhanjiang.items import Period, RankingEntry
from zhanjiang.store import headlines, rankings

_SNAPSHOTS: Final = 30
_LOWEST: Final = 10


@dataclass(frozen=True, slots=True)
class Ranked:
    """An article of the last snapshot: how many places it rose (None where it is new), and its places over time.

    ``line`` are the corners of a line in a box as wide as there are snapshots; ``is_stored``: it can be read.
    """

    entry: RankingEntry
    rose: int | None
    line: str
    dots: Sequence[tuple[int, int]]
    is_stored: bool


def rankings_page(reading: Reading) -> Reply:
    """The ranking of a ``period`` (day, week, month; by default the first that has any entry)."""
    taken = rankings.snapshots(reading.connection, _SNAPSHOTS)
    shown: dict[Period, list[list[RankingEntry]]] = {
        period: [rankings.of_snapshot(reading.connection, moment, period) for moment in taken]
        for period in _periods(reading)
    }
    period, lists = next(((name, of) for name, of in shown.items() if any(of)), (next(iter(shown)), []))
    kept = [(moment, entries) for moment, entries in zip(taken, lists, strict=False) if entries]
    ids = [entry.article for entry in kept[-1][1] if entry.article] if kept else []
    return reading.page(
        "rankings.html.j2",
        period=period,
        periods=words.PERIODS,
        moments=[moment for moment, _ in kept],
        ranked=_ranked([entries for _, entries in kept], {*headlines.brief(reading.connection, ids)}),
        lowest=_LOWEST,
    )


def _periods(reading: Reading) -> list[Period]:
    known: tuple[Period, ...] = get_args(Period)
    asked = [period for period in known if period == reading.query.get("period")]
    return asked or [*known[::-1]]


def _ranked(lists: Sequence[Sequence[RankingEntry]], stored: set[str]) -> list[Ranked]:
    if not lists:
        return []
    places = [{entry.url: entry.rank or 0 for entry in entries} for entries in lists]
    ranked = []
    for entry in lists[-1]:
        dots = [(at, min(of[entry.url], _LOWEST)) for at, of in enumerate(places) if entry.url in of]
        before = places[-2].get(entry.url) if len(places) > 1 else None
        rose = None if before is None else before - (entry.rank or 0)
        line = " ".join(f"{x},{y}" for x, y in dots)
        ranked.append(Ranked(entry, rose, line, dots, entry.article in stored))
    return ranked
