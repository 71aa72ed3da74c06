"""``scrapy archive``: the archive shown, checked, handed on as a WACZ, and enlarged by others'."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from zhanjiang.addresses.article_id import ArticleIds
from zhanjiang.archive.reader import files_of
from zhanjiang.archive.recognition import Recogniser
from zhanjiang.archive.writer import ArchiveWriter, open_folder
from zhanjiang.catalogue import finding, selection
from zhanjiang.catalogue.handing_on import hand_on
from zhanjiang.catalogue.importing import Import, import_file
from zhanjiang.catalogue.mending import Mending
from zhanjiang.catalogue.noting import note_torn_files
from zhanjiang.catalogue.verification import Verification
from zhanjiang.console.command import StoreCommand
from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.progress_bar import progress_bar, with_progress
from zhanjiang.console.words import many
from zhanjiang.pages.charset import decode
from zhanjiang.processors.text import marked_text, plain_line
from zhanjiang.reparse.archived import ArchiveReader
from zhanjiang.reparse.selection import Selection
from zhanjiang.reparse.summary import OF_OUTCOMES
from zhanjiang.store import Store
from zhanjiang.store.address import has_file

_EXAMPLES: Final = {
    "wacz": "scrapy archive wacz -o day.wacz --day 2026-11-25",
    "verify": "scrapy archive verify",
    "show": "scrapy archive show portal/2665093",
    "import": "scrapy archive import crawl.warc.gz",
    "mend": "scrapy archive mend",
}
_WRITING: Final = ("verify", "import", "mend")
_OPTIONS: Final = {"wacz": ("output", "day", "run_number", "ids"), "show": ("decoded", "headers", "at")}
_IMPORTED: Final = {"software": "zhanjiang (scrapy archive import)"}


class Command(StoreCommand):
    """Five commands on the archive. Exit codes as of a crawl; 65: something is damaged or missing."""

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "wacz|verify|show|import|mend [options] …"

    def long_desc(self) -> str:
        """What each does, with an example."""
        return (
            "wacz: write a part of the archive (ARCHIVE_DIR) as one file that ReplayWeb.page shows. verify: read every "
            "record, and report in a line each what is damaged or missing (exit code 65). show: print the last page "
            "of an ID, a number or an address, its bytes as they came, on a terminal as text. import: add others' "
            "WARC and WACZ files; their pages become articles. mend: take out what is damaged (the file as it was "
            "stays beside it), and have the next crawl fetch again what is lacking. "
            f"Examples: {'; '.join(_EXAMPLES.values())}"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        wacz = parser.add_argument_group("options of wacz")
        wacz.add_argument("-o", "--output", metavar="FILE", help="the file to write, such as day.wacz")
        wacz.add_argument("--day", help="what was fetched on a day of the portal, such as 2026-11-25")
        wacz.add_argument("--run", dest="run_number", metavar="N", help="what a run fetched, by its number in status")
        wacz.add_argument(
            "--ids", help="articles, such as portal/2665093,2665094-2665099, with all their pages and pictures"
        )
        show = parser.add_argument_group("options of show")
        show.add_argument("--decoded", action="store_true", help="undo the page's compression")
        show.add_argument("--headers", action="store_true", help="print the answer's status and headers instead")
        show.add_argument(
            "--at", metavar="TIME", help="the last one until then, such as 2026-11-25 or 2026-11-25T18:00"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what is typed. Exit codes: 1 where there is nothing, 2, 65, 74 and 75 as of a crawl."""
        _check_arguments(args, opts)
        self.writes_store = args[0] in _WRITING
        actions = {"wacz": self._wacz, "verify": self._verify, "show": self._show, "import": self._import}
        actions["mend"] = self._mend
        actions[args[0]](args[1:], opts)

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
            raise WrongArgument(f"say with -o which file to write, as in: {_EXAMPLES['wacz']}")
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
        again = f"; the next crawl fetches {many(mending.pages, 'page')} again" if mending.pages else ""
        print(f"{many(len(lines), 'damage')} mended{again}" if lines or again else "nothing to mend")

    def _check_there(self, action: str, args: list[str]) -> None:
        if args:
            raise WrongArgument(f"{action} takes no argument: {_EXAMPLES[action]}")
        if not has_file(self.store_url) and not files_of(self._folder):
            raise _nothing(f"there is no archive in {self._folder} yet: run `scrapy crawl articles` first")

    def _show(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise WrongArgument(f"give one ID or address, as in: {_EXAMPLES['show']}")
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
            raise WrongArgument(f"give WARC or WACZ files, as in: {_EXAMPLES['import']}")
        for name in args:
            if not Path(name).is_file():
                raise WrongArgument(f"there is no file {name}: give WARC or WACZ files, as in: {_EXAMPLES['import']}")
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
            self._read_articles(store, {capture.article or "" for capture in imported.pages})

    def _read_articles(self, store: Store, ids: Collection[str]) -> None:
        """Read the imported articles into the store, and report what became of each that is none."""
        if not ids:
            return
        reader = ArchiveReader(store, self.settings, self._folder, Selection(ArticleIds(frozenset(ids))))
        outcomes = list(with_progress(reader.read(), "Reading", len(reader.ids), **OF_OUTCOMES))
        for outcome in outcomes:
            if outcome.state in ("failed", "left"):
                self.exitcode = ExitCode.INCOMPLETE
                print(plain_line(f"{outcome.state}  {outcome.address}  {outcome.reason}"))
        counts = Counter(outcome.state for outcome in outcomes)
        print(", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "nothing new in them")


def _nothing(message: str) -> CommandError:
    return CommandError(ExitCode.COULD_NOT_START, message)


def _check_arguments(args: Sequence[str], opts: argparse.Namespace) -> None:
    if not args or args[0] not in _EXAMPLES:
        raise WrongArgument(f"say what to do: {', '.join(_EXAMPLES)}, as in: {_EXAMPLES['show']}")
    for action, names in _OPTIONS.items():
        for name in names if action != args[0] else ():
            if getattr(opts, name):
                option = f"--{name.partition('_')[0]}"
                raise WrongArgument(f"{option} is an option of {action}, as in: {_EXAMPLES[action]}")


def _selection(opts: argparse.Namespace) -> selection.Selection:
    """What looks up the part of the archive that is wanted."""
    given = {"day": opts.day, "run": opts.run_number, "ids": opts.ids}
    named = [(name, value) for name, value in given.items() if value]
    if len(named) != 1:
        raise WrongArgument(f"give one of --day, --run and --ids, as in: {_EXAMPLES['wacz']}")
    try:
        return selection.read(*named[0])
    except ValueError as error:
        raise WrongArgument(str(error)) from None
