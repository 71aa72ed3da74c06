"""``scrapy status``: what the store holds, how the last runs ended, every address that went wrong, and the gaps."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from shutil import get_terminal_size
from typing import TYPE_CHECKING, ClassVar

from scrapy.commands import ScrapyCommand

from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.tables import plain_line, print_table

if TYPE_CHECKING:
    from zhanjiang.report.overview import Overview
    from zhanjiang.store.crawls import Crawl

_KEYS = (
    "total and stored (by channel: articles, first_day, last_day, years), runs (the last ten, latest first: id, "
    "spider, arguments, versions, started_at, ended_at, seconds, counts, outcome, exit_code), problems (address, "
    "state, reason, attempts, kind), owed (queued pages by kind), in_hand (run, pages, goes_on), due (articles, bad, "
    "next), listings (by channel: complete_in, the last run that left nothing unread, and unread pages), gaps "
    "(month, first, last, stored, absent, bad, owed, never_tried, ids)"
)
_YEAR = 7  # columns that a year takes in a table on a terminal
_NAME = 16


class Command(ScrapyCommand):
    """Tells what is in the store, and changes nothing in it; a crawl may be running."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Say what stands behind the command's name."""
        return "[--json]"

    def short_desc(self) -> str:
        """Say in a few words what the command does."""
        return "Tell what is stored, what went wrong, what is owed, and what is missing"

    def long_desc(self) -> str:
        """Say what is told, with an example."""
        return (
            "Tell what the store (STORE_URL) holds by channel and year; how the last ten runs ended; every address "
            "that failed, is incomplete or in quarantine, in full, one plain line each, with the reason; which pages "
            "are owed and due; which listings were read to their end; and by month which article IDs were never tried, "
            "with the `-a ids=` that asks for them. Times are UTC. Example: scrapy status | grep ^failed. "
            f"With --json one object with the keys {_KEYS}, as in: scrapy status --json > status.json"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print all of it as one JSON object")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Tell, and set the exit code: 2 for a wrong option, 1 when there is no store or it cannot be read."""
        from zhanjiang.store import StoreError

        if args:
            self._end(ExitCode.WRONG_ARGUMENTS, f"{args[0]!r} is no option: see scrapy status --help")
            return
        try:
            self._print(as_json=opts.json)
        except BrokenPipeError:  # the reader of `scrapy status | head` has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except StoreError as error:
            self._end(ExitCode.COULD_NOT_START, str(error))

    def _end(self, code: ExitCode, message: str) -> None:
        print(f"scrapy status: {message}", file=sys.stderr)
        self.exitcode = code

    def _print(self, *, as_json: bool) -> None:
        found = self._look()
        if as_json:
            import orjson

            print(orjson.dumps(found).decode())
        else:
            print_overview(found)
        sys.stdout.flush()

    def _look(self) -> Overview:
        from zhanjiang.addresses.portal import Sites
        from zhanjiang.report.overview import overview
        from zhanjiang.store import open_read_only

        assert self.settings is not None
        address = self.settings["STORE_URL"]
        store = open_read_only(address)
        try:
            with store.transaction() as connection:
                return overview(connection, address, Sites.from_settings(self.settings).page_name)
        finally:
            store.close()


def print_overview(found: Overview) -> None:
    """Print all of it: tables drawn on a terminal, in plain columns elsewhere; addresses in plain lines anywhere."""
    total = found.total
    span = f", from {total.first_day} to {total.last_day}" if total.first_day else ""
    print(f"Stored: {_many(total.articles, 'article')}{span}")
    _print_stored(found)
    print("\nThe last runs:" if found.runs else "\nThere was no run yet.")
    print_table(_RUN, [_run(run) for run in found.runs])
    print(f"\nWent wrong: {_many(len(found.problems), 'address', 'es')}")
    for problem in found.problems:
        attempts = _many(problem.attempts, "attempt")
        print(plain_line(f"{problem.state}  {problem.address}  {problem.reason}  ({attempts})"))
    print()
    for line in (*_waiting(found), *_listings(found)):
        print(line)
    _print_gaps(found)


def _print_stored(found: Overview) -> None:
    channels = [*found.stored.items(), ("total", found.total)]
    days = [(name or "none", str(c.articles), c.first_day or "-", c.last_day or "-") for name, c in channels]
    print_table(("channel", "articles", "first day", "last day"), days)
    years = list(found.total.years)
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
    told = plain_line(f"{run.spider} {arguments}".strip())
    return str(run.id), run.started_at, took, run.outcome or "-", exit_code, *counts, told


def _waiting(found: Overview) -> Iterator[str]:
    queued = [_many(number, f"{kind} page") for kind, number in sorted(found.owed.items())]
    yield f"Owed: {', '.join(queued) or 'nothing'}"
    for held in found.in_hand:
        state = "goes on" if held.goes_on else "died: the next run asks for them"
        yield f"In hand: {_many(held.pages, 'page')} of run {held.run}, which {state}"
    following = f"the next page at {found.due.next}" if found.due.next else "no other page"
    bad = f" and {_many(found.due.bad, 'page')} that went wrong" if found.due.bad else ""
    yield f"Due now: {_many(found.due.articles, 'stored article')}{bad}; then {following}"


def _listings(found: Overview) -> Iterator[str]:
    complete = [name for name, listing in found.listings.items() if listing.complete_in is not None]
    yield f"Listings read to their end: {', '.join(complete) or 'none'}"
    for name, listing in found.listings.items():
        if listing.unread or listing.complete_in is None:
            yield f"Listing not read to its end: {name}, {_many(listing.unread, 'page')} known and unread"


def _print_gaps(found: Overview) -> None:
    missing = sum(month.never_tried for month in found.gaps)
    print(f"\nGaps: {_many(missing, 'ID')} never tried")
    columns = ("first", "last", "stored", "absent", "bad", "owed", "never_tried")
    rows = [(month.month or "unknown", *(str(getattr(month, name)) for name in columns)) for month in found.gaps]
    print_table(("month", *(name.replace("_", " ") for name in columns)), rows)
    for month in found.gaps:
        if month.ids:
            print(f"{month.month or 'unknown'}: scrapy crawl articles -a ids={','.join(month.ids)}")


def _many(number: int, thing: str, plural: str = "s") -> str:
    return f"{number} {thing}{'' if number == 1 else plural}"
