"""``scrapy parse-file``: one saved page, read field by field, with the rule that gave each and what the others give.

Scrapy names a command after its module, hence the hyphen.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, ClassVar

from scrapy.commands import ScrapyCommand

from zhanjiang.console.exit_codes import ExitCode

if TYPE_CHECKING:
    from zhanjiang.inspection.page_data import AnyPage
    from zhanjiang.inspection.saved_page import SavedPage, SavedPageReader

_EXAMPLE = "https://www.gdzjdaily.com.cn/p/2665093.html"


class Command(ScrapyCommand):
    """Reads a page from a file, without network and store, and tells how it was read."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Say what stands behind the command's name."""
        return "PAGE.html --url URL [options]"

    def short_desc(self) -> str:
        """Say in a few words what the command does."""
        return "Show how a saved page is read, rule by rule"

    def long_desc(self) -> str:
        """Say what is printed, with an example."""
        return (
            "Read one saved page (- is standard input) as a crawl would that had it from URL, and print its item "
            "field by field: which rule gave it (a declared selector with its layout, a label, the generic extractor), "
            "below it what each other rule would have given, and at the end how each declared layout fits the page. "
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

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read and print, and set the exit code: 1 unreadable file, 2 wrong option or address, 65 no article."""
        from zhanjiang.crawl.settings_check import WrongSetting, check_settings
        from zhanjiang.inspection.page_file import WrongOption

        assert self.settings is not None
        try:
            check_settings(self.settings)
            self._parse(_only(args), opts)
        except (WrongSetting, WrongOption) as error:
            self._end(ExitCode.WRONG_ARGUMENTS, str(error))
        except BrokenPipeError:  # the reader of `scrapy parse-file … | head` has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            self._end(ExitCode.COULD_NOT_START, f"{args[0]} cannot be read ({error.strerror}): check the name")

    def _end(self, code: ExitCode, message: str) -> None:
        print(f"scrapy parse-file: {message}", file=sys.stderr)
        self.exitcode = code

    def _parse(self, name: str, opts: argparse.Namespace) -> None:
        from zhanjiang.crawl.failures import reason_of

        page = self._page(name, opts)
        try:
            read = self._reader().read(page)
        except ValueError as error:
            self._end(ExitCode.INCOMPLETE, reason_of(error))
            return
        (_print_json if opts.json else _print)(read)
        sys.stdout.flush()
        if read.unfit:
            self._end(ExitCode.INCOMPLETE, read.unfit)

    def _page(self, name: str, opts: argparse.Namespace) -> AnyPage:
        from zhanjiang.addresses.portal import Sites
        from zhanjiang.crawl.repair_settings import repair_config
        from zhanjiang.inspection.page_file import WrongOption, known_page_type, read_page_file

        assert self.settings is not None
        if not opts.url:
            raise WrongOption(f"say where the page is from, as in: scrapy parse-file page.html --url {_EXAMPLE}")
        page_type = known_page_type(opts.url, Sites.from_settings(self.settings))
        saved = read_page_file(name, opts.url, opts.content_type, opts.fetched_at)
        return page_type(
            saved.body,
            saved.url,
            content_type=saved.content_type,
            fetched_at=saved.fetched_at,
            repair_config=repair_config(self.settings),
        )

    def _reader(self) -> SavedPageReader:
        from zhanjiang.addresses.newspapers import NewspaperSites
        from zhanjiang.addresses.portal import Sites
        from zhanjiang.inspection.saved_page import SavedPageReader

        assert self.settings is not None
        newspapers = NewspaperSites.from_settings(self.settings)
        return SavedPageReader(Sites.from_settings(self.settings), newspapers, self.settings["CONVERT_SCRIPT_TARGET"])


def _only(args: Sequence[str]) -> str:
    from zhanjiang.inspection.page_file import WrongOption

    if len(args) != 1:
        raise WrongOption(f"give one saved page, as in: scrapy parse-file page.html --url {_EXAMPLE}")
    return args[0]


def _print(read: SavedPage) -> None:
    from zhanjiang.console.tables import plain_line, print_table
    from zhanjiang.inspection.table import HEADER, notes, rows

    print(plain_line(f"{read.page}  {read.url}  fetched {read.fetched_at}"))
    print_table(HEADER, list(rows(read)))
    for note in notes(read):
        print(plain_line(note))


def _print_json(read: SavedPage) -> None:
    import orjson

    whole = {one.name: getattr(read, one.name) for one in fields(read) if one.name != "fields"}
    rules = {one.name: {"rule": one.rule, "layout": one.layout or None} for one in read.fields if one.rule}
    alternatives = {one.name: one.alternatives for one in read.fields if one.alternatives}
    print(orjson.dumps(whole | {"rules": rules, "alternatives": alternatives}).decode())
