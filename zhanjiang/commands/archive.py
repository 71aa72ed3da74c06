"""``scrapy archive``: the archive shown, checked, handed on as a WACZ, and enlarged by others'."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from zhanjiang.addresses.article_id import ArticleIds
from zhanjiang.archive.capture import Capture
from zhanjiang.archive.reader import files_of
from zhanjiang.archive.recognition import Recogniser
from zhanjiang.archive.writer import ArchiveWriter, open_folder
from zhanjiang.catalogue import finding, selection
from zhanjiang.catalogue.handing_on import hand_on
from zhanjiang.catalogue.importing import Import, import_file
from zhanjiang.catalogue.mending import Mending
from zhanjiang.catalogue.noting import note_torn_files
from zhanjiang.catalogue.verification import Verification
from zhanjiang.console.actions import Action, ActionsCommand
from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.progress_bar import progress_bar, with_progress
from zhanjiang.console.words import many
from zhanjiang.pages.charset import decode
from zhanjiang.processors.text import marked_text, plain_line
from zhanjiang.reparse.archived import ArchiveReader
from zhanjiang.reparse.other_items import is_other_item
from zhanjiang.reparse.selection import Selection
from zhanjiang.reparse.summary import OF_OUTCOMES
from zhanjiang.store import Store
from zhanjiang.store.address import has_file

_IMPORTED: Final = {"software": "zhanjiang (scrapy archive import)"}


def _add_wacz_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("-o", "--output", metavar="FILE", help="the file to write, such as day.wacz")
    add("--day", help="what was fetched on a day of the portal, such as 2026-11-25")
    add("--run", dest="run_number", metavar="N", help="what a run fetched, by its number in status")
    add("--ids", help="articles, such as portal/2665093,2665094-2665099, with all their pages and pictures")


def _add_show_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--decoded", action="store_true", help="undo the page's compression")
    add("--headers", action="store_true", help="print the answer's status and headers instead")
    add("--at", metavar="TIME", help="the last one until then, such as 2026-11-25 or 2026-11-25T18:00")


_ACTIONS: Final = {
    "wacz": Action(
        "Write a part of the archive (ARCHIVE_DIR) as one file that ReplayWeb.page shows.",
        "scrapy archive wacz -o day.wacz --day 2026-11-25",
        "-o FILE --day DAY|--run N|--ids IDS",
        _add_wacz_options,
    ),
    "verify": Action(
        "Read every record, and report in a line each what is damaged or missing (exit code 65).",
        "scrapy archive verify",
        writes_store=True,
    ),
    "show": Action(
        "Print the last page of an ID, a number or an address, its bytes as they came, on a terminal as text.",
        "scrapy archive show portal/2665093",
        "ID|NUMBER|ADDRESS [options]",
        _add_show_options,
    ),
    "import": Action(
        "Add others' WARC and WACZ files; their pages become articles.",
        "scrapy archive import crawl.warc.gz",
        "FILE …",
        writes_store=True,
    ),
    "mend": Action(
        "Take out what is damaged (the file as it was stays beside it); the next crawl fetches again what is lacking.",
        "scrapy archive mend",
        writes_store=True,
    ),
}


class Command(ActionsCommand):
    """Five commands on the archive. Exit codes as of a crawl; 65: something is damaged or missing."""

    actions = _ACTIONS

    def act(self, action: str, opts: argparse.Namespace) -> None:
        """Do what is typed. Exit codes: 1 where there is nothing, 2, 65, 74 and 75 as of a crawl."""
        actions = {"wacz": self._wacz, "verify": self._verify, "show": self._show, "import": self._import}
        actions["mend"] = self._mend
        actions[action](opts.arguments, opts)

    def code_of(self, error: Exception) -> ExitCode:
        """The exit code of an error: an output that cannot be written is 74."""
        return ExitCode.CANNOT_WRITE if isinstance(error, OSError) else super().code_of(error)

    @property
    def _folder(self) -> Path:
        return Path(self.settings["ARCHIVE_DIR"])

    @contextmanager
    def _mended(self) -> Iterator[Store]:
        """Open the store to write it, made where there is none; what a killed run left in the archive is closed off."""
        with self.writing(create=True) as store:
            note_torn_files(store, self._folder)
            yield store

    def _wacz(self, args: list[str], opts: argparse.Namespace) -> None:
        if args or not opts.output:
            raise WrongArgument(f"say with -o which file to write, as in: {_ACTIONS['wacz'].example}")
        self.check_output(opts.output)
        select = _selection(opts)
        title = opts.day or opts.ids or f"run {opts.run_number}"
        with self.reading() as connection:
            selected = select(connection)
            if not selected:
                raise _nothing(f"the archive has nothing of {title}: `scrapy status --runs` says what runs there were")
            records, pages = hand_on(connection, self._folder, selected, Path(opts.output), title)
        print(f"{many(records, 'record')}, {many(pages, 'page')}, written to {opts.output}")

    def _verify(self, args: list[str], opts: argparse.Namespace) -> None:
        self._check_there("verify", args)
        with self._mended() as store:
            total = sum(path.stat().st_size for path in files_of(self._folder))
            problems: list[str] = []
            with progress_bar("Verifying", total, "bytes") as show:

                def show_file(done: int) -> None:
                    """Show how far it is, in which file, and what was found so far."""
                    counts = Counter(records=verification.records, problems=len(problems))
                    show(done, verification.reading, counts)

                verification = Verification(store, self._folder, show_file)
                problems.extend(verification.problems())
        for line in problems:
            print(plain_line(line))
        noted = f", {verification.noted} of them noted in the store" if verification.noted else ""
        records = f"{many(verification.records, 'record')} in {many(len(verification.paths), 'file')}{noted}"
        print(f"{records}: {many(len(problems), 'problem') if problems else 'all sound'}")
        self.exitcode = ExitCode.INCOMPLETE if problems else ExitCode.DONE

    def _mend(self, args: list[str], opts: argparse.Namespace) -> None:
        self._check_there("mend", args)
        with self.writing(create=True) as store:
            mending = Mending(store, self._folder)
            lines = [*mending.mend()]
        for line in lines:
            print(plain_line(line))
        again = f"; the next crawl fetches {many(len(mending.pages), 'page')} again" if mending.pages else ""
        print(f"{many(len(lines), 'damage')} mended{again}" if lines or again else "nothing to mend")

    def _check_there(self, action: str, args: list[str]) -> None:
        if args:
            raise WrongArgument(f"{action} takes no argument: {_ACTIONS[action].example}")
        if not has_file(self.store_url) and not files_of(self._folder):
            raise _nothing(f"there is no archive in {self._folder} yet: run `scrapy crawl articles` first")

    def _show(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise WrongArgument(f"give one ID or address, as in: {_ACTIONS['show'].example}")
        try:
            until = finding.read_until(opts.at) if opts.at else None
        except ValueError as error:
            raise WrongArgument(str(error)) from None
        with self.reading() as connection:
            capture = finding.find(connection, args[0], until)
            record = finding.read_whole(connection, self._folder, capture)
        if sys.stdout.isatty():
            print(marked_text(record.head if opts.headers else decode(record.body, record.content_type)))
        elif opts.headers:
            print(record.head or f"Content-Type: {record.content_type}\r\n", end="")
        else:
            sys.stdout.buffer.write(record.body if opts.decoded else record.raw)

    def _import(self, args: list[str], opts: argparse.Namespace) -> None:
        if not args:
            raise WrongArgument(f"give WARC or WACZ files, as in: {_ACTIONS['import'].example}")
        for name in args:
            if not Path(name).is_file():
                raise WrongArgument(
                    f"there is no file {name}: give WARC or WACZ files, as in: {_ACTIONS['import'].example}"
                )
        folder = open_folder(self.settings["ARCHIVE_DIR"])
        with self._mended() as store, ExitStack() as stack:
            writer = ArchiveWriter(folder, "import", _IMPORTED, self.settings.getint("ARCHIVE_MAX_BYTES"))
            stack.callback(writer.close)
            show = stack.enter_context(progress_bar("Importing", None))
            imported = Import(store, writer, Recogniser.from_settings(self.settings), show)
            for line in (line for name in args for line in import_file(imported, Path(name))):
                self.exitcode = ExitCode.INCOMPLETE
                print(plain_line(line))
            writer.close()
            records = f"{many(len(imported.taken), 'record')} taken, {imported.known} known"
            print(f"{records}; {many(len(imported.pages), 'page')} of articles")
            self._read_pages(store, imported.taken)

    def _read_pages(self, store: Store, taken: Collection[Capture]) -> None:
        """Read the imported pages into the store, and report what became of each that is no article."""
        ids = ArticleIds(frozenset(capture.article for capture in taken if capture.article))
        beside = [capture for capture in taken if is_other_item(capture)]
        if not (ids.single or beside):
            return
        reader = ArchiveReader(store, self.settings, self._folder, Selection(ids), beside)
        outcomes = list(with_progress(reader.read(), "Reading", len(reader.ids), **OF_OUTCOMES))
        for outcome in outcomes:
            if outcome.state in ("failed", "left"):
                self.exitcode = ExitCode.INCOMPLETE
                print(plain_line(f"{outcome.state}  {outcome.address}  {outcome.reason}"))
        counts = Counter(outcome.state for outcome in outcomes)
        nothing = f"{many(len(beside), 'other page')} read" if beside else "nothing new in them"
        print(", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or nothing)


def _nothing(message: str) -> CommandError:
    return CommandError(ExitCode.COULD_NOT_START, message)


def _selection(opts: argparse.Namespace) -> selection.Selection:
    """What looks up the part of the archive that is wanted."""
    given = {"day": opts.day, "run": opts.run_number, "ids": opts.ids}
    named = [(name, value) for name, value in given.items() if value]
    if len(named) != 1:
        raise WrongArgument(f"give one of --day, --run and --ids, as in: {_ACTIONS['wacz'].example}")
    try:
        return selection.read(*named[0])
    except ValueError as error:
        raise WrongArgument(str(error)) from None
