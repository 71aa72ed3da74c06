"""What the runs were answered, how fast, and what went wrong in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from zhanjiang.report.drawing import BarPiece, stacked
from zhanjiang.report.overview import BadPage
from zhanjiang.store.crawls import Crawl

_STATUS: Final = "downloader/response_status_count/"
RESPONSE_TIMES: Final = "response_times/"
"""What the counts of responses by their time are called; behind it stands the upper bound in seconds, or ``more``."""


@dataclass(frozen=True, slots=True)
class RunAnswers:
    """A run with its answers: by class of status (``2xx``), and by the time that each took (upper bound in seconds)."""

    run: Crawl
    responses: int
    statuses: list[BarPiece]
    times: list[BarPiece]


def answers(runs: Iterable[Crawl]) -> list[RunAnswers]:
    """The answers of runs, those of a run that goes on or was killed being unknown."""
    return [_answers(run) for run in runs]


def _answers(run: Crawl) -> RunAnswers:
    counts = run.counts or {}
    statuses: Counter[str] = Counter()
    for name, number in counts.items():
        if name.startswith(_STATUS):
            statuses[f"{name[len(_STATUS)]}xx"] += number
    times = {name[len(RESPONSE_TIMES) :]: number for name, number in counts.items() if name.startswith(RESPONSE_TIMES)}
    ordered = sorted(times.items(), key=lambda one: (one[0] == "more", len(one[0].partition(".")[0]), one[0]))
    return RunAnswers(run, statuses.total(), stacked(dict(sorted(statuses.items()))), stacked(dict(ordered)))


def by_reason(problems: Sequence[BadPage]) -> list[tuple[str, str, int, str]]:
    """The bad pages by state and reason, the most frequent first: state, reason, number, and one address."""
    found: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        found.setdefault((problem.state, problem.reason), []).append(problem.address)
    rows = [(state, reason, len(at), at[0]) for (state, reason), at in found.items()]
    return sorted(rows, key=lambda row: (-row[2], row[:2]))
