"""``scrapy status``: what the store holds, how the last runs ended, every address that went wrong, and the gaps."""

from __future__ import annotations

import argparse

import orjson

from zhanjiang.console.command import StoreCommand
from zhanjiang.report.overview import overview
from zhanjiang.report.overview_text import print_overview
from zhanjiang.report.workers import fleet_of, print_fleet

_KEYS = (
    "total and stored (by channel: articles, first_day, last_day, years), runs (the last ten, latest first: id, "
    "spider, arguments, versions, started_at, ended_at, seconds, counts, outcome, exit_code), problems (address, "
    "state, reason, attempts, kind), doubtful (article, address, reason, found_at), drift (subject, before, "
    "now, example, advice), held_back (article, address, reason, held_at), owed (queued pages by kind), "
    "in_hand (run, pages, goes_on), due (articles, bad, next), listings (by channel: complete_in, the last run that "
    "left nothing unread, and unread pages), gaps (month, first, last, stored, absent, bad, owed, never_tried, ids)"
)


class Command(StoreCommand):
    """Reports what is in the store, and changes nothing in it; a crawl may be running."""

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "[--workers] [--json]"

    def long_desc(self) -> str:
        """What is reported, with an example."""
        return (
            "Report what the store (STORE_URL) holds by channel and year; how the last ten runs ended; every address "
            "that failed, is incomplete or in quarantine, in full, one plain line each, with the reason; which stored "
            "articles are doubtful as they were read, and why; what has changed in how pages are read, and which "
            "articles are held back for that; which pages are owed and due; which listings were read to their end; and "
            "by month which article IDs were never tried, with the `-a ids=` that fetches them. "
            "Times are UTC. Example: scrapy status | grep ^failed. "
            f"With --json one object with the keys {_KEYS}, as in: scrapy status --json > status.json. "
            "With --workers the fleet that crawls the store now: its workers alive with their rates and leases, the "
            "queue by kind and age, the pace of each host. Example: scrapy status --workers"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("--workers", action="store_true", help="report the workers of a fleet (REDIS_URL) instead")
        parser.add_argument("--json", action="store_true", help="print all of it as one JSON object")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Report. Exit codes: 1 where there is no store or it cannot be read, 2 for a wrong option."""
        self.refuse_arguments(args)
        if opts.workers:
            self._report_workers(as_json=opts.json)
            return
        with self.reading() as connection:
            whole = overview(connection, self.store_url, self.sites.page_name)
        if opts.json:
            print(orjson.dumps(whole).decode())
        else:
            print_overview(whole)

    def _report_workers(self, *, as_json: bool) -> None:
        with self.reading() as connection:
            fleet = fleet_of(connection, self.settings["REDIS_URL"], self.settings["REDIS_PREFIX"])
        if as_json:
            print(orjson.dumps(fleet).decode())
        else:
            print_fleet(fleet)
