"""``scrapy fixture``: a test case of a page in the archive, or of a saved one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

from zhanjiang.console.exit_codes import ExitCode

if TYPE_CHECKING:
    from zhanjiang.addresses.portal import Sites
    from zhanjiang.inspection.case import Case, SavedBytes

_INTO: Final = "tests/fixtures"


class Command(ScrapyCommand):
    """Writes the folder that a parametrised test takes up; never over one that is there."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Say what stands behind the command's name."""
        return "URL|ID [options]"

    def short_desc(self) -> str:
        """Say in a few words what the command does."""
        return "Make a test case of a page in the archive"

    def long_desc(self) -> str:
        """Say what is written, with an example."""
        return (
            "Make a test case of the archive's latest page of an address or an article's ID: page.html with its "
            "bytes, item.json with what today's rules read out of it, meta.json with its address and time. Read "
            "item.json through before you commit it: from then on that is what is right. A field of which the page "
            "tells nothing is refused unless --allow-empty names it. Example: "
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
        add("--allow-empty", metavar="FIELD,…", default="", help="fields of which the page rightly tells nothing")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the case, and set the exit code: 1 no such page, or one that cannot be written; 2 a wrong option; 65
        no article in it, or an empty field.
        """
        from zhanjiang.inspection.page_file import WrongOption

        try:
            print(self._make(args, opts))
        except Refused as error:
            self._end(error.code, str(error))
        except WrongOption as error:
            self._end(ExitCode.WRONG_ARGUMENTS, str(error))
        except OSError as error:
            self._end(ExitCode.COULD_NOT_START, f"{error.filename}: {error.strerror}")

    def _end(self, code: ExitCode, message: str) -> None:
        print(f"scrapy fixture: {message}", file=sys.stderr)
        self.exitcode = code

    def _make(self, args: Sequence[str], opts: argparse.Namespace) -> str:
        """Write the case and return what is told of it. Raises Refused, WrongOption, and OSError."""
        from zhanjiang.addresses.portal import Sites
        from zhanjiang.inspection.case import name_of

        assert self.settings is not None
        sites = Sites.from_settings(self.settings)
        _check(args, opts)
        pages = [_saved(opts)] if opts.file else archived_pages(self.settings, args[0], sites)
        case = _case(pages, sites)
        _check_empty(case, [name for name in opts.allow_empty.split(",") if name])
        try:
            folder = case.write(Path(opts.into), opts.name or name_of(pages[0].url))
        except FileExistsError as error:
            told = f"{error.filename} is there already: give another --name, or delete it first"
            raise Refused(ExitCode.COULD_NOT_START, told) from None
        goes_on = f"; the article goes on at {case.goes_on}, which is not in it" if case.goes_on else ""
        return f"{folder} written: read its item.json through before you commit it{goes_on}"


class Refused(Exception):
    """No case is made, for a reason that one line tells and an exit code."""

    def __init__(self, code: ExitCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def archived_pages(settings: BaseSettings, address_or_id: str, sites: Sites) -> list[SavedBytes]:
    """Return the latest page that the archive has of an address or an ID, with all further pages of an article.

    Raises Refused where one is not there, and WrongOption for an address of which nothing is known.
    """
    from zhanjiang.archive import ArchiveError
    from zhanjiang.catalogue.finding import latest_page
    from zhanjiang.inspection.case import next_address

    pages: list[SavedBytes] = []
    address: str | None = address_or_id
    while address:
        try:
            pages.append(latest_page(settings, address))
        except ArchiveError as error:
            raise Refused(ExitCode.COULD_NOT_START, str(error)) from None
        address = next_address(pages[-1], sites)
    return pages


def _check(args: Sequence[str], opts: argparse.Namespace) -> None:
    from zhanjiang.inspection.case import is_name
    from zhanjiang.inspection.page_file import WrongOption

    if opts.file and (args or not opts.url):
        raise WrongOption("--from takes --url and nothing else to name the page, as in: --from page.html --url URL")
    if not opts.file and (len(args) != 1 or opts.url or opts.fetched_at or opts.content_type):
        raise WrongOption("give the address or ID of one archived page, or a saved one: --from page.html --url URL")
    if opts.name and not is_name(opts.name):
        raise WrongOption(f"--name {opts.name!r} cannot be a folder's name: give letters, digits, _ and -")


def _saved(opts: argparse.Namespace) -> SavedBytes:
    from zhanjiang.inspection.page_file import read_page_file

    return read_page_file(opts.file, opts.url, opts.content_type, opts.fetched_at)


def _case(pages: Sequence[SavedBytes], sites: Sites) -> Case:
    from zhanjiang.crawl.failures import reason_of
    from zhanjiang.inspection.case import make_case
    from zhanjiang.inspection.page_file import WrongOption

    try:
        return make_case(pages, sites)
    except WrongOption:
        raise
    except ValueError as error:
        raise Refused(ExitCode.INCOMPLETE, reason_of(error)) from None


def _check_empty(case: Case, allowed: Sequence[str]) -> None:
    """Refuse fields without a value: one that was not found looks like one that is not there."""
    from zhanjiang.inspection.page_file import WrongOption

    if unknown := [name for name in allowed if name not in case.item]:
        raise WrongOption(f"--allow-empty {','.join(unknown)}: the page's fields are {', '.join(case.item)}")
    if empty := [name for name in case.empty if name not in allowed]:
        told = f"nothing was found for {', '.join(empty)}"
        raise Refused(ExitCode.INCOMPLETE, f"{told}: mend the rules, or name with --allow-empty what is rightly empty")
