"""``scrapy status``: is it well, and if not, what is to be done? And what the store holds, lacks and owes."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Callable
from typing import Final

import orjson

from zhanjiang.console.command import StoreCommand
from zhanjiang.console.errors import CommandError
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.plain_usage import plain_usage
from zhanjiang.console.standard_output import print_json
from zhanjiang.console.terminal import text_columns
from zhanjiang.crawl.worker_settings import check_redis_url
from zhanjiang.monitors.limits import MonitorLimits
from zhanjiang.monitors.surroundings import places_of
from zhanjiang.report.clock import Clock
from zhanjiang.report.health import Health, health
from zhanjiang.report.overview import Overview, overview
from zhanjiang.report.overview_text import print_changes, print_failed, print_gaps, print_runs, print_summary
from zhanjiang.report.verdict import check_line, verdict_lines
from zhanjiang.report.workers import NOT_ASKED, fleet_of, print_fleet

_KEYS: Final = (
    "total and stored (by channel: articles, first_day, last_day, years), runs (the last ten, latest first: id, "
    "spider, arguments, versions, started_at, ended_at, seconds, counts, outcome, exit_code), problems (address, "
    "state, reason, attempts, kind), doubtful (article, address, reason, found_at), drift (subject, before, "
    "now, example, advice), held_back (article, address, reason, held_at), owed (queued pages by kind), "
    "in_hand (run, pages, goes_on), due (articles, bad, next), listings (by channel: complete_in, the last run that "
    "left nothing unread, and unread pages), gaps (month, first, last, stored, absent, bad, owed, never_tried, ids), "
    "newspapers (by paper: articles, first_day, last_day), verdict (well or not well), ailments (name, since, finding "
    "as in drift), running (the runs that go on), last_good (run, ended_at), newest (the newest article's moment), "
    "disk_left (bytes), newly_bad (pages that newly went wrong in the last run, and in the one before)"
)
_DETAILS: Final = {
    "runs": "how the last ten runs ended, and what each found",
    "failed": "every address that failed, is incomplete or in quarantine, one plain line each, and doubtful articles",
    "layouts": "what has changed in how pages are read, and the articles that are held back for that",
    "gaps": "articles by year, unread listings, and by month the IDs never tried, with the `-a ids=` that fetches them",
}


class Command(StoreCommand):
    """Reports what is in the store, and changes nothing in it; a crawl may be running."""

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "[--check | --workers | --json | --runs --failed --layouts --gaps] [--utc]"

    def long_desc(self) -> str:
        """What is reported, with an example."""
        return (
            "Say whether all is well in the store (STORE_URL), and for each problem what was so before, what is so "
            "now, and what to do; then what is stored by channel and newspaper, how the last run ended, and what is "
            "owed and due. Times are the portal's, or UTC with --utc. Details by --runs, --failed, --layouts and "
            "--gaps. Example: scrapy status --failed | grep ^failed. For a monitoring, scrapy status --check prints "
            "one line and ends with 0 or 65. With --workers the fleet that crawls the store now: its workers alive "
            "with their rates and leases, the queue by kind and age, the pace of each host; it "
            "ends with 69 where Redis does not answer. "
            f"With --json one object with the keys {_KEYS}, as in: scrapy status --json > status.json"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("--check", action="store_true", help="print one line, and end with 65 if all is not well")
        for name, meaning in _DETAILS.items():
            parser.add_argument(f"--{name}", action="store_true", help=f"print {meaning}")
        parser.add_argument("--workers", action="store_true", help="report the workers of a fleet (REDIS_URL) instead")
        parser.add_argument("--utc", action="store_true", help="print times in UTC")
        parser.add_argument("--json", action="store_true", help="print all of it as one JSON object")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Report. Exit codes: 65 by --check, 1 where there is no store or it cannot be read, 2 for a wrong option.

        69 by --workers where Redis does not answer; what the store knows of the workers is printed all the same.
        """
        self.refuse_arguments(args)
        if opts.workers:
            self._report_workers(Clock(opts.utc), as_json=opts.json)
            return
        limits, places = MonitorLimits.from_settings(self.settings), places_of(self.settings)
        with self.reading() as connection:
            found = health(connection, self.store_url, limits, places)
            if opts.check:
                print(check_line(found))
                self.exitcode = ExitCode.DONE if found.verdict == "well" else ExitCode.INCOMPLETE
                return
            whole = overview(connection, self.store_url, self.sites.page_name, with_gaps=opts.json or opts.gaps)
        if opts.json:
            print_json(orjson.dumps(_as_object(whole) | _as_object(found)).decode())
        else:
            _print(whole, found, opts)

    def _report_workers(self, clock: Clock, *, as_json: bool) -> None:
        redis_url = self.settings["REDIS_URL"]
        with plain_usage(self.name):
            if redis_url:
                check_redis_url(redis_url)
        with self.reading() as connection:
            fleet = fleet_of(connection, redis_url, self.settings["REDIS_PREFIX"])
        if as_json:
            print_json(orjson.dumps(fleet).decode())
        else:
            print_fleet(fleet, clock)
        if fleet.hosts_unknown and fleet.hosts_unknown != NOT_ASKED:
            raise CommandError(ExitCode.UNAVAILABLE, fleet.hosts_unknown)


def _as_object(part: Overview | Health) -> dict[str, object]:
    return {field.name: getattr(part, field.name) for field in dataclasses.fields(part)}


def _print(whole: Overview, found: Health, opts: argparse.Namespace) -> None:
    """Print the verdict, then the summary or the details that were asked for."""
    clock = Clock(opts.utc)
    for line in verdict_lines(found, clock, text_columns(sys.stdout)):
        print(line)
    prints: dict[str, Callable[[], None]] = {
        "runs": lambda: print_runs(whole, clock),
        "failed": lambda: print_failed(whole),
        "layouts": lambda: print_changes(whole),
        "gaps": lambda: print_gaps(whole),
    }
    wanted = [prints[name] for name in _DETAILS if getattr(opts, name)]
    for show in wanted or [lambda: print_summary(whole, clock)]:
        print()
        show()
