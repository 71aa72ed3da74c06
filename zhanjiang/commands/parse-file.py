"""``scrapy parse-file``: one saved page, field by field, with the rule that gave each and what the others give.

Scrapy names a command after its module, hence the hyphen.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Final

from zhanjiang.addresses.newspapers import NewspaperSites
from zhanjiang.console.command import StoreCommand
from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.standard_output import print_json
from zhanjiang.crawl.failures import reason_of
from zhanjiang.crawl.learned_layouts import stored_layouts
from zhanjiang.crawl.repair_settings import repair_config
from zhanjiang.inspection.page_data import AnyPage
from zhanjiang.inspection.page_file import known_page_type, read_page_file
from zhanjiang.inspection.saved_page import GonePage, SavedPage, SavedPageReader
from zhanjiang.inspection.table import print_saved_page, saved_page_json

_EXAMPLE: Final = "https://www.gdzjdaily.com.cn/p/2665093.html"
_QUARANTINED: Final = "; a crawl would put the page into quarantine"


class Command(StoreCommand):
    """Reads a page from a file, without network and store, and reports how it was read."""

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "PAGE.html --url URL [options]"

    def long_desc(self) -> str:
        """What is printed, with an example."""
        return (
            "Read one saved page (- is standard input) as a crawl would that fetched it from URL, and print its item "
            "field by field: which rule gave it (a declared or learned layout, a label, the generic extractor), "
            "below it what each other rule would have given, and at the end what a crawl would do with it, with the "
            "doubts it would have, and how each declared layout fits the page. "
            "What another rule takes out stands in [-…-], what it adds in {+…+}. Exit code 65: there is no article in "
            "it. Example: scrapy parse-file page.html --url " + _EXAMPLE
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("--url", help="the address that the page was saved from, on the portal or a mirror")
        parser.add_argument(
            "--fetched-at",
            metavar="TIME",
            help="when, such as 2026-11-24T01:36:24Z: it decides which layouts hold (default: the file's own time)",
        )
        parser.add_argument("--content-type", metavar="TYPE", help="the header Content-Type that the page came with")
        parser.add_argument("--json", action="store_true", help="print one JSON object, with rules and alternatives")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read and print. Exit codes: 1 unreadable file, 2 wrong option or address, 65 no article."""
        read = self._read(args, opts)
        if opts.json:
            print_json(saved_page_json(read))
        else:
            print_saved_page(read)
        if read.unfit:
            raise CommandError(
                ExitCode.INCOMPLETE, f"{read.unfit}{_QUARANTINED if read.outcome == 'quarantined' else ''}"
            )

    def _page(self, args: Sequence[str], opts: argparse.Namespace) -> AnyPage:
        if len(args) != 1:
            raise WrongArgument(f"give one saved page, as in: scrapy parse-file page.html --url {_EXAMPLE}")
        if not opts.url:
            raise WrongArgument(f"say where the page is from, as in: scrapy parse-file page.html --url {_EXAMPLE}")
        page_type = known_page_type(opts.url, self.sites)
        saved = read_page_file(args[0], opts.url, opts.content_type, opts.fetched_at)
        page = page_type(
            saved.body,
            saved.url,
            content_type=saved.content_type,
            fetched_at=saved.fetched_at,
            repair_config=repair_config(self.settings),
        )
        page.learned = stored_layouts(self.settings)
        return page

    def _read(self, args: Sequence[str], opts: argparse.Namespace) -> SavedPage:
        newspapers = NewspaperSites.from_settings(self.settings)
        reader = SavedPageReader(self.sites, newspapers, self.settings["CONVERT_SCRIPT_TARGET"])
        try:
            return reader.read(self._page(args, opts))
        except WrongArgument:
            raise
        except ValueError as error:
            then = "; a crawl would mark it as gone" if isinstance(error, GonePage) else _QUARANTINED
            raise CommandError(ExitCode.INCOMPLETE, f"{reason_of(error)}{then}") from None
