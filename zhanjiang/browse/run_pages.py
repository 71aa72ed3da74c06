"""The history of runs, and of one run what it found and what failed."""

from __future__ import annotations

from typing import Final

from zhanjiang.browse.answers import NotThere, Reply
from zhanjiang.browse.reading import Reading
from zhanjiang.html import words
from zhanjiang.store import captures, crawls, headlines, owed

_RUNS: Final = 30
_FOUND: Final = 100
_FAILED: Final = 200


def runs_page(reading: Reading) -> Reply:
    """The last runs, or those before the run ``before``."""
    before = reading.number("before", crawls.MOST)
    runs = crawls.before(reading.connection, before, _RUNS + 1)
    return reading.page(
        "runs.html.j2",
        runs=runs[:_RUNS],
        counted=words.COUNTED,
        following=runs[_RUNS - 1].id if len(runs) > _RUNS else None,
        is_first=before == crawls.MOST,
    )


def run_page(reading: Reading, number: str) -> Reply:
    """One run: its counts, the articles whose pages it fetched, and the pages that are bad since. Raises NotThere."""
    run = crawls.of_number(reading.connection, min(int(number), crawls.MOST))
    if run is None:
        raise NotThere(f"没有第 {number} 次运行")
    ids = captures.articles_of_run(reading.connection, run.id, _FOUND)
    fetched = headlines.brief(reading.connection, ids)
    failed = owed.bad_of_run(reading.connection, run.id, _FAILED + 1)
    return reading.page(
        "run.html.j2",
        run=run,
        counts=sorted((run.counts or {}).items()),
        counted=words.COUNTED,
        fetched=sorted(fetched.values(), key=lambda row: row.published_at or "", reverse=True),
        most=_FOUND,
        failed=failed[:_FAILED],
        has_more_failed=len(failed) > _FAILED,
    )
