"""``scrapy report``: one HTML file with charts of what the store holds and how it came there."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from zhanjiang.console.article_options import missing_values
from zhanjiang.console.command import StoreCommand, read_day
from zhanjiang.console.errors import WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.log_form import report
from zhanjiang.console.typed_values import typed_values
from zhanjiang.export.output import open_output
from zhanjiang.report.page import ReportChoice, ReportPlaces, UnknownChoice, report_page
from zhanjiang.store.selection import ArticleFilter


class Command(StoreCommand):
    """Draws the coverage by day, month, channel and number, the rules of fields, repairs, runs, errors and disk."""

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "-o FILE.html [options]"

    def long_desc(self) -> str:
        """What is drawn, with an example."""
        return (
            "Write one HTML file with charts of the store (STORE_URL): a calendar of coverage, articles by month and "
            "channel, the range of IDs with its gaps, which rule gave which field over the runs, repairs and guesses, "
            "response times, errors, runs and disk. It needs no network and no script to be read. "
            "Example: scrapy report -o data/report.html --since 2022-01-01"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", help="where to write")
        parser.add_argument("--since", metavar="DAY", help="articles published and runs started since, as 2022-01-01")
        parser.add_argument("--channel", metavar="NAMES", help="articles of these channels, such as shizheng,shehui")
        parser.add_argument("--run", type=int, metavar="N", help="about this run alone")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Report. Exit codes: 1 without a store, 2 for a wrong option, 74 where the file cannot be written."""
        self.refuse_arguments(args)
        if not opts.output:
            raise WrongArgument("say where to write, as in: scrapy report -o data/report.html")
        self.check_output(opts.output)
        if opts.run is not None and (opts.since or opts.channel or opts.run < 1):
            raise WrongArgument("--run N takes the number of one run, and neither --since nor --channel")
        since = read_day("since", opts.since)
        choice = ReportChoice(f"{since}" if since else None, typed_values("channel", opts.channel), opts.run)
        places = ReportPlaces(self.store_url, Path(self.settings["ARCHIVE_DIR"]), self.sites.page_name)
        started = time.monotonic()
        try:
            with self.reading() as connection:
                page = report_page(connection, choice, places).encode()
                for line in missing_values(connection, ArticleFilter(channels=choice.channels), chosen=0):
                    report(self.name, line, "INFO")
        except UnknownChoice as error:
            raise WrongArgument(str(error)) from error
        with open_output(opts.output) as file:
            file.write(page)
        if opts.output != "-":
            print(f"Written to {opts.output}: {len(page) / 1000:.0f} kB in {time.monotonic() - started:.1f} s")

    def code_of(self, error: Exception) -> ExitCode:
        """The exit code of an error: what fails here by itself is the file that is written."""
        return ExitCode.CANNOT_WRITE if isinstance(error, OSError) else super().code_of(error)
