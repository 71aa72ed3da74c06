"""``scrapy replica``: serve a made-up portal on this machine, to try a crawl without the live site."""

from __future__ import annotations

import argparse
import sys
from typing import ClassVar

from scrapy.commands import ScrapyCommand

from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.plain_usage import plain_usage, report_plainly
from zhanjiang.replica.options import add_options, describe_faults
from zhanjiang.replica.run import run_command

_NAME = "scrapy replica"
_MANY = 2000
"""Articles from which on a replica takes seconds to start."""


class Command(ScrapyCommand):
    """Serves the replica until it is stopped with Ctrl-C or SIGTERM."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "[options]"

    def short_desc(self) -> str:
        """Nothing: Scrapy lists the words of the namesake in ``scrapy_commands``, without loading this."""
        return ""

    def long_desc(self) -> str:
        """What is served, in lines that are printed as they are."""
        return (
            "Serve a made-up portal, its mobile site, its pictures, its newspapers and a mirror on 127.0.0.1,\n"
            "each on a port of its own.\n"
            "The addresses are printed as settings: PORTAL_URL=..., PORTAL_MOBILE_URL=... and so on."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the replica's options to Scrapy's, and below them the faults and an example."""
        super().add_options(parser)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = f"faults:\n{describe_faults()}\n\nexample:\n  {_NAME} --port 8070 --fault unavailable=0.05"
        add_options(parser)
        report_plainly(parser, _NAME)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Take Scrapy's options; a mistake is reported in one line."""
        with plain_usage(_NAME):
            super().process_options(args, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve, and set the exit code: 2 for a wrong option, 1 where the replica cannot start."""
        if args:
            print(f"{_NAME}: {args[0]!r} is no option: see {_NAME} --help", file=sys.stderr)
            self.exitcode = ExitCode.WRONG_ARGUMENTS
        else:
            if opts.articles.isdecimal() and int(opts.articles) > _MANY:
                print(f"{_NAME}: writing {opts.articles} articles, the addresses follow", file=sys.stderr, flush=True)
            self.exitcode = run_command(opts, _NAME)
