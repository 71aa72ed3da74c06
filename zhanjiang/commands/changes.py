"""``scrapy changes``: what was new, edited, withdrawn or restored in some days, by channel."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from zhanjiang.console.article_options import missing_values
from zhanjiang.console.command import StoreCommand, read_day
from zhanjiang.console.errors import WrongArgument
from zhanjiang.console.standard_output import print_json
from zhanjiang.console.typed_values import typed_values
from zhanjiang.processors.text import plain_line
from zhanjiang.store.selection import ArticleFilter
from zhanjiang.times import today
from zhanjiang.versions import terminal
from zhanjiang.versions.digest import digest, digest_json, lines
from zhanjiang.versions.html import digest_page


class Command(StoreCommand):
    """Shows what crawls have brought: on the terminal, as a page or as JSON."""

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "--since DAY [options]"

    def long_desc(self) -> str:
        """What is shown, with an example."""
        return (
            "List by channel which articles of the store (STORE_URL) were new, edited by the newsroom, withdrawn "
            "from the portal, or restored after that, as crawls of these days (the portal's days, both included) have "
            "noticed. An article that was restored stays among the withdrawn ones of its day. "
            "Example: scrapy changes --since 2026-11-01 --html data/changes.html"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("--since", metavar="DAY", help="the first day, such as 2026-11-01")
        parser.add_argument("--until", metavar="DAY", help="the last day; today unless it is given")
        parser.add_argument("--channel", metavar="NAMES", help="of these channels, such as shizheng,shehui")
        parser.add_argument("--html", metavar="FILE", help="write a page that needs no other file, for any browser")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Show the changes. Exit codes: 1 without a store, 2 for a wrong option."""
        self.refuse_arguments(args)
        since, until = read_day("since", opts.since), read_day("until", opts.until) or today()
        if since is None:
            raise WrongArgument("say since which day, as in: scrapy changes --since 2026-11-01")
        if since > until:
            raise WrongArgument(f"--since {since} is after {until}, the last day: give an earlier one")
        if opts.html and opts.json:
            raise WrongArgument("--html and --json exclude each other: leave one out")
        self.check_output(opts.html)
        channels = typed_values("channel", opts.channel)
        with self.reading() as connection:
            found = digest(connection, since, until, channels)
            for line in missing_values(connection, ArticleFilter(channels=channels), len(found.channels)):
                print(plain_line(f"{self.name}: {line}"), file=sys.stderr)
        if opts.html:
            path = Path(opts.html)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(digest_page(found), encoding="utf-8")
            print(f"{sum(found.counts.values())} changes, written to {path}")
        elif opts.json:
            print_json(digest_json(found))
        else:
            terminal.write_coloured(lines(found), sys.stdout)
