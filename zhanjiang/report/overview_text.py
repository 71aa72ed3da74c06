"""The overview of a store as text, of 80 columns or a terminal's fewer: a summary, and the details by parts."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from zhanjiang.addresses.newspapers import PAPERS
from zhanjiang.console.tables import print_table
from zhanjiang.console.terminal import text_columns
from zhanjiang.console.words import many
from zhanjiang.processors.text import plain_line
from zhanjiang.report.clock import Clock
from zhanjiang.report.overview import Overview
from zhanjiang.store.crawls import Crawl

_YEAR: Final = 7  # columns that a year takes in a table on a terminal
_NAME: Final = 16


def print_summary(whole: Overview, clock: Clock) -> None:
    """Print what is stored, how the last run ended, and what waits; each with the option that shows more."""
    _print_stored(whole)
    print()
    for line in _lines(whole, clock):
        _print_wrapped(line)
    print()
    _print_wrapped(f"Times are {clock.name}. Details: --runs, --failed, --layouts, --gaps.")


def _print_wrapped(line: str) -> None:
    width = text_columns(sys.stdout)
    print("\n".join(textwrap.wrap(line, width, subsequent_indent="  ", break_on_hyphens=False)))


def _print_stored(whole: Overview) -> None:
    total = whole.total
    span = f", from {total.first_day} to {total.last_day}" if total.first_day else ""
    _print_wrapped(f"Stored: {many(total.articles, 'article')}{span}")
    of_papers = sum(paper.articles for paper in whole.newspapers.values())
    rows = []
    for name, c in whole.stored.items():
        number = c.articles if name else c.articles - of_papers  # those of newspapers have no channel
        if number > 0:
            rows.append((name or "no channel", str(number), c.first_day or "-", c.last_day or "-"))
    for name, paper in whole.newspapers.items():
        shown = f"{PAPERS[name]} ({name})" if name in PAPERS else name
        rows.append((shown, str(paper.articles), paper.first_day, paper.last_day))
    print_table(("channel or paper", "articles", "first day", "last day"), rows)


def _lines(whole: Overview, clock: Clock) -> Iterator[str]:
    yield _last_run(whole.runs[0], clock) if whole.runs else "There was no run yet."
    if whole.problems:
        yield f"Went wrong: {many(len(whole.problems), 'address', 'es')} (--failed names them)"
    if whole.doubtful:
        yield f"Read with doubts: {many(len(whole.doubtful), 'article')} (--failed names them)"
    if whole.held_back:
        yield f"Held back, edited or only read otherwise: {many(len(whole.held_back), 'article')} (--layouts)"
    yield from _waiting(whole, clock)


def _last_run(run: Crawl, clock: Clock) -> str:
    ended = f"{run.outcome}" + ("" if run.exit_code is None else f", exit code {run.exit_code}")
    counts = ", ".join(f"{number} {name}" for name, number in (run.counts or {}).items() if number)
    return f"Last run: {run.id} ({run.spider}), {clock.show(run.started_at)}, {ended}: {counts or 'nothing new'}"


def _waiting(whole: Overview, clock: Clock) -> Iterator[str]:
    queued = [many(number, f"{kind} page") for kind, number in sorted(whole.owed.items())]
    yield f"Owed: {', '.join(queued) or 'nothing'}"
    for lease in whole.in_hand:
        state = "goes on" if lease.goes_on else "died: the next run fetches them"
        yield f"Leased: {many(lease.pages, 'page')} of run {lease.run}, which {state}"
    following = f"the next page at {clock.show(whole.due.next)}" if whole.due.next else "no other page"
    bad = f" and {many(whole.due.bad, 'page')} that went wrong" if whole.due.bad else ""
    yield f"Due now: {many(whole.due.articles, 'stored article')}{bad}; then {following}"


# --- Details ----------------------------------------------------------------------------------------------------------


def print_failed(whole: Overview) -> None:
    """Print every address that went wrong, and every doubtful article, one plain line each."""
    print(f"Went wrong: {many(len(whole.problems), 'address', 'es')}")
    for problem in whole.problems:
        attempts = many(problem.attempts, "attempt")
        print(plain_line(f"{problem.state}  {problem.address}  {problem.reason}  ({attempts})"))
    if whole.doubtful:
        print(f"\nRead with doubts: {many(len(whole.doubtful), 'article')}")
    for doubtful in whole.doubtful:
        print(plain_line(f"doubtful  {doubtful.address}  {doubtful.reason}"))


def print_changes(whole: Overview) -> None:
    """Print what has changed in how pages are read, and the articles that wait for that."""
    print(f"Changed in how pages are read: {many(len(whole.drift), 'finding')}")
    for finding in whole.drift:
        print(plain_line(finding.line))
    if whole.held_back:
        held = many(len(whole.held_back), "article")
        print(f"\nHeld back, edited or only read otherwise: {held} (`scrapy layouts confirm` stores them as edited)")
    for article in whole.held_back:
        print(plain_line(f"held_back  {article.address}  {article.reason}"))
    print("\n`scrapy layouts list` shows the layouts and their use.")


_COUNTS: Final = {"new": "new", "edited": "edited", "unchanged": "same"}
_BAD: Final = ("failed", "incomplete", "quarantined")
_RUN: Final = ("run", "started", "took", "ended", *_COUNTS.values(), "bad", "what")


def print_runs(whole: Overview, clock: Clock) -> None:
    """Print the last runs as a table; ``bad`` counts what failed, is incomplete or in quarantine."""
    print("The last runs:" if whole.runs else "There was no run yet.")
    print_table(_RUN, [_run(run, clock) for run in whole.runs])


def _run(run: Crawl, clock: Clock) -> tuple[str, ...]:
    took = "-" if run.seconds is None else str(timedelta(seconds=round(run.seconds)))
    ended = f"{run.outcome}" + ("" if run.exit_code is None else f", {run.exit_code}")
    counts = [str(run.counts[name]) if run.counts else "-" for name in _COUNTS]
    bad = str(sum(run.counts[name] for name in _BAD)) if run.counts else "-"
    arguments = " ".join(f"{name}={value}" for name, value in run.arguments.items())
    task = plain_line(f"{run.spider} {arguments}".strip())
    return str(run.id), clock.show(run.started_at), took, ended, *counts, bad, task


def print_gaps(whole: Overview) -> None:
    """Print the articles by year, the listings that were not read to their end, and by month which IDs are missing."""
    _print_years(whole)
    for line in _listings(whole):
        _print_wrapped(line)
    missing = sum(month.never_tried for month in whole.gaps)
    print(f"\nGaps: {many(missing, 'ID')} never tried")
    columns = ("first", "last", "stored", "absent", "bad", "owed", "never_tried")
    rows = [(month.month or "unknown", *(str(getattr(month, name)) for name in columns)) for month in whole.gaps]
    print_table(("month", *(name.replace("_", " ") for name in columns)), rows)
    for month in whole.gaps:
        if month.ids:
            print(f"{month.month or 'unknown'}: scrapy crawl articles -a ids={','.join(month.ids)}")


def _print_years(whole: Overview) -> None:
    channels = [*whole.stored.items(), ("total", whole.total)]
    years = list(whole.total.years)
    at_once = max(1, (text_columns(sys.stdout) - _NAME) // _YEAR)
    for start in range(0, len(years), at_once):
        shown = years[start : start + at_once]
        rows = [(name or "none", *(str(c.years.get(year, "")) for year in shown)) for name, c in channels]
        print_table(("channel", *(year or "undated" for year in shown)), rows)
        print()


def _listings(whole: Overview) -> Iterator[str]:
    complete = [name for name, listing in whole.listings.items() if listing.complete_in is not None]
    yield f"Listings read to their end: {', '.join(complete) or 'none'}"
    for name, listing in whole.listings.items():
        if listing.unread or listing.complete_in is None:
            yield f"Listing not read to its end: {name}, {many(listing.unread, 'page')} known and unread"
