"""``scrapy fixture``: a test case of a page in the archive, or of a saved one."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from zhanjiang.console.command import StoreCommand
from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.inspection.case import SavedBytes, is_name, name_of
from zhanjiang.inspection.case_source import archived_pages, whole_case
from zhanjiang.inspection.page_file import read_page_file

_INTO: Final = "tests/fixtures"


class Command(StoreCommand):
    """Writes the folder that a parametrised test takes up; never over one that is there."""

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "URL|ID [options]"

    def long_desc(self) -> str:
        """What is written, with an example."""
        return (
            "Make a test case of the archive's latest page of an address or an article's ID: page.html with its "
            "bytes, item.json with what today's rules extract from it, meta.json with its address and time. Read "
            "item.json through before you commit it: from then on that is what is right. A field without a value "
            "is refused unless --allow-empty names it. Example: "
            "scrapy fixture portal/2665093 --name new_layout --allow-empty kicker,subheadline"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        add = parser.add_argument
        add("--from", dest="file", metavar="FILE", help="take a saved page in place of the archive's")
        add("--url", help="with --from: the address that the page was saved from")
        add("--fetched-at", metavar="TIME", help="with --from: when (UTC; default: the file's own time)")
        add("--content-type", metavar="TYPE", help="with --from: the header Content-Type that the page came with")
        add("--name", metavar="CASE", help="the case's name (default: after the address)")
        add("--into", metavar="FOLDER", default=_INTO, help=f"where the test cases are (default: {_INTO})")
        add("--allow-empty", metavar="FIELD,…", default="", help="fields that are rightly empty on this page")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the case. Exit codes: 1 no such page, or one that cannot be written; 2 a wrong option; 65 no article
        in it, or an empty field.
        """
        _check(args, opts)
        if opts.file:
            pages: list[SavedBytes] = [read_page_file(opts.file, opts.url, opts.content_type, opts.fetched_at)]
        else:
            pages = archived_pages(self.settings, args[0], self.sites)
        case = whole_case(pages, self.sites, [name for name in opts.allow_empty.split(",") if name])
        try:
            folder = case.write(Path(opts.into), opts.name or name_of(pages[0].url))
        except FileExistsError as error:
            message = f"{error.filename} is there already: give another --name, or delete it first"
            raise CommandError(ExitCode.COULD_NOT_START, message) from None
        goes_on = f"; the article goes on at {case.goes_on}, which is not in it" if case.goes_on else ""
        print(f"{folder} written: read its item.json through before you commit it{goes_on}")


def _check(args: Sequence[str], opts: argparse.Namespace) -> None:
    if opts.file and (args or not opts.url):
        raise WrongArgument("--from takes --url and nothing else to name the page, as in: --from page.html --url URL")
    if not opts.file and (len(args) != 1 or opts.url or opts.fetched_at or opts.content_type):
        raise WrongArgument("give the address or ID of one archived page, or a saved one: --from page.html --url URL")
    if opts.name and not is_name(opts.name):
        raise WrongArgument(f"--name {opts.name!r} cannot be a folder's name: give letters, digits, _ and -")
