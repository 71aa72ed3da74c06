"""The overview of a store as text: tables on a terminal, plain columns elsewhere, and addresses in plain lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from shutil import get_terminal_size
from typing import Final

from zhanjiang.console.tables import print_table
from zhanjiang.console.words import many
from zhanjiang.processors.text import plain_line
from zhanjiang.report.overview import Overview
from zhanjiang.store.crawls import Crawl

_YEAR: Final = 7  # columns that a year takes in a table on a terminal
_NAME: Final = 16


def print_overview(whole: Overview) -> None:
    """Print all of it: tables drawn on a terminal, in plain columns elsewhere; addresses in plain lines anywhere."""
    total = whole.total
    span = f", from {total.first_day} to {total.last_day}" if total.first_day else ""
    print(f"Stored: {many(total.articles, 'article')}{span}")
    _print_stored(whole)
    print("\nThe last runs:" if whole.runs else "\nThere was no run yet.")
    print_table(_RUN, [_run(run) for run in whole.runs])
    print(f"\nWent wrong: {many(len(whole.problems), 'address', 'es')}")
    for problem in whole.problems:
        attempts = many(problem.attempts, "attempt")
        print(plain_line(f"{problem.state}  {problem.address}  {problem.reason}  ({attempts})"))
    if whole.doubtful:
        print(f"\nRead with doubts: {many(len(whole.doubtful), 'article')}")
    for doubtful in whole.doubtful:
        print(plain_line(f"doubtful  {doubtful.address}  {doubtful.reason}"))
    for line in _changed(whole):
        print(plain_line(line))
    print()
    for line in (*_waiting(whole), *_listings(whole)):
        print(line)
    _print_gaps(whole)


def _changed(whole: Overview) -> Iterator[str]:
    """What has changed in how pages are read, and the articles that wait for that."""
    if whole.drift:
        yield ""
        yield f"Changed in how pages are read: {many(len(whole.drift), 'finding')}"
    yield from (finding.line for finding in whole.drift)
    if whole.held_back:
        held = many(len(whole.held_back), "article")
        yield ""
        yield f"Held back, edited or only read otherwise: {held} (`scrapy layouts confirm` stores them as edited)"
    yield from (f"held_back  {article.address}  {article.reason}" for article in whole.held_back)


def _print_stored(whole: Overview) -> None:
    channels = [*whole.stored.items(), ("total", whole.total)]
    days = [(name or "none", str(c.articles), c.first_day or "-", c.last_day or "-") for name, c in channels]
    print_table(("channel", "articles", "first day", "last day"), days)
    years = list(whole.total.years)
    at_once = max(1, (get_terminal_size().columns - _NAME) // _YEAR) if sys.stdout.isatty() else len(years) or 1
    for start in range(0, len(years), at_once):
        shown = years[start : start + at_once]
        rows = [(name or "none", *(str(c.years.get(year, "")) for year in shown)) for name, c in channels]
        print()
        print_table(("channel", *(year or "undated" for year in shown)), rows)


_RUN = (
    *("run", "started", "took", "outcome", "exit"),
    *("new", "edited", "unchanged", "gone", "failed", "incomplete", "quarantined", "arguments"),
)


def _run(run: Crawl) -> tuple[str, ...]:
    took = "-" if run.seconds is None else str(timedelta(seconds=round(run.seconds)))
    exit_code = "-" if run.exit_code is None else str(run.exit_code)
    counts = [str(run.counts[name]) if run.counts else "-" for name in _RUN[5:-1]]
    arguments = " ".join(f"{name}={value}" for name, value in run.arguments.items())
    task = plain_line(f"{run.spider} {arguments}".strip())
    return str(run.id), run.started_at, took, run.outcome or "-", exit_code, *counts, task


def _waiting(whole: Overview) -> Iterator[str]:
    queued = [many(number, f"{kind} page") for kind, number in sorted(whole.owed.items())]
    yield f"Owed: {', '.join(queued) or 'nothing'}"
    for lease in whole.in_hand:
        state = "goes on" if lease.goes_on else "died: the next run fetches them"
        yield f"Leased: {many(lease.pages, 'page')} of run {lease.run}, which {state}"
    following = f"the next page at {whole.due.next}" if whole.due.next else "no other page"
    bad = f" and {many(whole.due.bad, 'page')} that went wrong" if whole.due.bad else ""
    yield f"Due now: {many(whole.due.articles, 'stored article')}{bad}; then {following}"


def _listings(whole: Overview) -> Iterator[str]:
    complete = [name for name, listing in whole.listings.items() if listing.complete_in is not None]
    yield f"Listings read to their end: {', '.join(complete) or 'none'}"
    for name, listing in whole.listings.items():
        if listing.unread or listing.complete_in is None:
            yield f"Listing not read to its end: {name}, {many(listing.unread, 'page')} known and unread"


def _print_gaps(whole: Overview) -> None:
    missing = sum(month.never_tried for month in whole.gaps)
    print(f"\nGaps: {many(missing, 'ID')} never tried")
    columns = ("first", "last", "stored", "absent", "bad", "owed", "never_tried")
    rows = [(month.month or "unknown", *(str(getattr(month, name)) for name in columns)) for month in whole.gaps]
    print_table(("month", *(name.replace("_", " ") for name in columns)), rows)
    for month in whole.gaps:
        if month.ids:
            print(f"{month.month or 'unknown'}: scrapy crawl articles -a ids={','.join(month.ids)}")
