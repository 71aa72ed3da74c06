"""The report: one HTML file with charts, which needs no script, no font and no network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from zhanjiang.html.environment import environment, portal_time
from zhanjiang.report.coverage import MONTH_HEIGHT, coverage, numbers_by_year
from zhanjiang.report.disk import disk
from zhanjiang.report.overview import overview
from zhanjiang.report.rules import RULES, layouts_over_time
from zhanjiang.report.visits import answers, by_reason
from zhanjiang.store import article_counts, crawls, headlines, layout_counts, owed
from zhanjiang.store.crawls import Crawl
from zhanjiang.times import moment

_RUNS: Final = 40
_PROBLEMS: Final = 50


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """What a report is about: articles published and runs started ``since`` a day, some channels, or one run alone."""

    since: str | None = None
    channels: tuple[str, ...] = ()
    run: int | None = None


@dataclass(frozen=True, slots=True)
class ReportPlaces:
    """Where the store and the archive are, and how the ledger names an address."""

    store_url: str
    archive: Path
    page_name: Callable[[str], str]


class UnknownChoice(Exception):
    """A run that the store has not, in one line with the last that it has."""


def report_page(connection: Connection, choice: ReportChoice, places: ReportPlaces) -> str:
    """Render the report. Raises UnknownChoice."""
    values = _of_run(connection, choice.run) if choice.run else _of_store(connection, choice, places)
    template = environment(Path(__file__).parent).get_template("report.html.j2")
    return template.render(made_at=moment(), choice=choice, rules=RULES, height=MONTH_HEIGHT, **values)


def _of_run(connection: Connection, number: int) -> dict[str, Any]:
    run = crawls.of_number(connection, number)
    if run is None:
        last = crawls.latest(connection, 1)
        raise UnknownChoice(f"there is no run {number}: {f'the last is {last[0].id}' if last else 'there is none yet'}")
    counts = layout_counts.of_runs(connection, before=number + 1, runs=1)
    return {
        "run": run,
        "runs": answers([run]),
        "layouts": layouts_over_time({number: counts.get(number, [])}),
        "failed": owed.bad_of_run(connection, number, _PROBLEMS),
    }


def _of_store(connection: Connection, choice: ReportChoice, places: ReportPlaces) -> dict[str, Any]:
    among = _among(connection, choice.channels)
    whole = overview(connection, places.store_url, places.page_name)
    runs = [run for run in crawls.before(connection, crawls.MOST, _RUNS) if _is_since(run, choice.since)]
    return {
        "run": None,
        "runs": answers(runs),
        "coverage": coverage(headlines.counts_of_days(connection, among, choice.since or "")),
        "whole": whole,
        "numbers": [year for year in numbers_by_year(whole.gaps) if year.year >= (choice.since or "")[:4]],
        "layouts": layouts_over_time(_counts(connection, runs)),
        "repaired": article_counts.repaired(connection, choice.channels, choice.since),
        "problems": by_reason(whole.problems)[:_PROBLEMS],
        "disk": disk(connection, places.store_url, places.archive),
    }


def _among(connection: Connection, wanted: Sequence[str]) -> list[str | None]:
    return [channel for channel in headlines.channels(connection) if not wanted or channel in wanted]


def _is_since(run: Crawl, since: str | None) -> bool:
    return since is None or portal_time(run.started_at)[:10] >= since


def _counts(connection: Connection, runs: Sequence[Crawl]) -> dict[int, list[layout_counts.RuleCount]]:
    counts = layout_counts.of_runs(connection, before=crawls.MOST, runs=_RUNS)
    return {run: of for run, of in counts.items() if run in {one.id for one in runs}}
