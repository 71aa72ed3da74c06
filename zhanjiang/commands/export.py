"""``scrapy export``: the store's articles as JSON lines."""

from __future__ import annotations

import argparse

from zhanjiang.console.command import StoreCommand, add_days, read_day
from zhanjiang.console.errors import WrongArgument
from zhanjiang.console.progress_bar import with_progress
from zhanjiang.export.json_lines import json_line
from zhanjiang.export.output import open_output
from zhanjiang.store import articles


class Command(StoreCommand):
    """Writes the latest revision of every article in the store, in the order of their numbers."""

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "-o FILE [options]"

    def long_desc(self) -> str:
        """What is written, with an example."""
        return (
            "Write the latest revision of each article in the store (STORE_URL) as JSON lines, in the form of feeds "
            "and in the order of the articles' numbers. FILE appears when it is complete. Example: "
            "scrapy export -o data/2022.jsonl.gz --since 2022-01-01 --until 2022-12-31 --channel shizheng"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", help="where to write; .gz compresses, - is the terminal")
        add_days(parser)
        parser.add_argument("--channel", metavar="NAME", help="articles of one channel alone, such as shizheng")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Export. Exit codes: 1 without a store or a file that can be written, 2 for a wrong option."""
        self.refuse_arguments(args)
        if not opts.output:
            raise WrongArgument("say where to write, as in: scrapy export -o data/articles.jsonl")
        days = {name: read_day(name, getattr(opts, name)) for name in ("since", "until")}
        wanted = {name: day and day.isoformat() for name, day in days.items()} | {"channel": opts.channel}
        with self.reading() as connection, open_output(opts.output) as file:
            total = articles.count(connection, **wanted)
            found = articles.current(connection, **wanted, alone=True)
            for article in with_progress(found, "Exporting", total):
                file.write(json_line(article))
