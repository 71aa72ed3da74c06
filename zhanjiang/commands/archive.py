"""``scrapy archive``: the archive shown, checked, handed on as a WACZ, and enlarged by others'."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from scrapy.commands import ScrapyCommand

from zhanjiang.archive import ArchiveError
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.progress_bar import progress_bar
from zhanjiang.console.tables import plain_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import Connection

    from zhanjiang.archive import Capture
    from zhanjiang.catalogue.importing import Import
    from zhanjiang.store import Store

_EXAMPLES: Final = {
    "wacz": "scrapy archive wacz -o day.wacz --day 2026-11-25",
    "verify": "scrapy archive verify",
    "show": "scrapy archive show portal/2665093",
    "import": "scrapy archive import crawl.warc.gz",
}
_WRITING: Final = ("verify", "import")
_OPTIONS: Final = {"wacz": ("output", "day", "run_number", "ids"), "show": ("decoded", "headers", "at")}


_IMPORTED: Final = {"software": "zhanjiang (scrapy archive import)"}


class _WrongArgument(ValueError):
    """What the user typed cannot be done; the text is one line that says what is allowed."""


class _NothingThere(Exception):
    """There is nothing to work on; the text is one line that says what to do."""


class Command(ScrapyCommand):
    """Four commands on the archive. Exit codes as of a crawl; 65: something is damaged or missing."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Say what stands behind the command's name."""
        return "wacz|verify|show|import [options] …"

    def short_desc(self) -> str:
        """Say in a few words what the command does."""
        return "Show, check, hand on and enlarge the archive of raw pages"

    def long_desc(self) -> str:
        """Say what each does, with an example."""
        return (
            "wacz: write a part of the archive (ARCHIVE_DIR) as one file that ReplayWeb.page shows. verify: read every "
            "record, and tell in a line each what is damaged or missing (exit code 65). show: print the last page of "
            "an ID, a number or an address, its bytes as they came. import: take in others' WARC and WACZ files; their "
            f"pages become articles. Examples: {'; '.join(_EXAMPLES.values())}"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        wacz = parser.add_argument_group("scrapy archive wacz -o FILE [--day | --run | --ids]")
        wacz.add_argument("-o", "--output", metavar="FILE", help="the file to write, such as day.wacz")
        wacz.add_argument("--day", help="what was fetched on a day of the portal, such as 2026-11-25")
        wacz.add_argument("--run", dest="run_number", metavar="N", help="what a run fetched, by its number in status")
        wacz.add_argument("--ids", help="articles with all their pages and pictures: portal/2665093,2665094-2665099")
        show = parser.add_argument_group("scrapy archive show ID|URL")
        show.add_argument("--decoded", action="store_true", help="undo the page's compression")
        show.add_argument("--headers", action="store_true", help="print the answer's status and headers instead")
        show.add_argument(
            "--at", metavar="TIME", help="the last one until then, such as 2026-11-25 or 2026-11-25T18:00"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what is asked, and set the exit code: 1 where there is nothing, 2, 65, 74 and 75 as of a crawl."""
        from zhanjiang.store import StoreError
        from zhanjiang.store.engine import has_file
        from zhanjiang.store.lock import StoreBusy

        assert self.settings is not None
        try:
            self._check_arguments(args, opts)
            self._actions()[args[0]](args[1:], opts)
            sys.stdout.flush()
        except _WrongArgument as error:
            self._end(ExitCode.WRONG_ARGUMENTS, str(error))
        except BrokenPipeError:  # the reader of `scrapy archive show ID | head` has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except StoreBusy as error:
            self._end(ExitCode.BUSY, str(error))
        except _NothingThere as error:
            self._end(ExitCode.COULD_NOT_START, str(error))
        except OSError as error:
            told = f"{error.filename or 'the output'} cannot be used ({error.strerror}): choose another place"
            self._end(ExitCode.CANNOT_WRITE, told)
        except (StoreError, ArchiveError) as error:
            writes = args[0] in _WRITING and has_file(self.settings["STORE_URL"])
            self._end(ExitCode.CANNOT_WRITE if writes else ExitCode.COULD_NOT_START, str(error))

    def _actions(self) -> dict[str, Callable[[list[str], argparse.Namespace], None]]:
        return {"wacz": self._wacz, "verify": self._verify, "show": self._show, "import": self._import}

    def _end(self, code: ExitCode, message: str) -> None:
        print(f"scrapy archive: {message}", file=sys.stderr)
        self.exitcode = code

    def _check_arguments(self, args: Sequence[str], opts: argparse.Namespace) -> None:
        if not args or args[0] not in _EXAMPLES:
            raise _WrongArgument(f"say what to do: {', '.join(_EXAMPLES)}, as in: {_EXAMPLES['show']}")
        for action, names in _OPTIONS.items():
            for name in names if action != args[0] else ():
                if getattr(opts, name):
                    option = f"--{name.partition('_')[0]}"
                    raise _WrongArgument(f"{option} is an option of {action}, as in: {_EXAMPLES[action]}")

    # --- Store and folder ---------------------------------------------------------------------------------------------

    @property
    def _folder(self) -> Path:
        assert self.settings is not None
        return Path(self.settings["ARCHIVE_DIR"])

    def _open(self, stack: ExitStack, *, to_write: bool = False) -> Store:
        """Open the store until the stack is left; to write, locked, and made where there is none, torn files mended."""
        from zhanjiang.catalogue.noting import note_torn_files
        from zhanjiang.store import open_read_only
        from zhanjiang.store.lock import open_locked

        assert self.settings is not None
        if to_write:
            store = open_locked(self.settings["STORE_URL"], stack)
            note_torn_files(store, self._folder)
            return store
        store = open_read_only(self.settings["STORE_URL"])
        stack.callback(store.close)
        return store

    # --- wacz ---------------------------------------------------------------------------------------------------------

    def _wacz(self, args: list[str], opts: argparse.Namespace) -> None:
        from zhanjiang.archive.wacz import write_wacz
        from zhanjiang.catalogue import selection

        if args or not opts.output:
            raise _WrongArgument(f"say with -o which file to write, as in: {_EXAMPLES['wacz']}")
        select = _selection(opts)
        title = opts.day or opts.ids or f"run {opts.run_number}"
        with ExitStack() as stack, self._open(stack).transaction() as connection:
            selected = select(connection)
            if not selected:
                raise _NothingThere(f"the archive has nothing of {title}: `scrapy status` tells what runs there were")
            needed, listed = selection.to_show(connection, self._folder, selected)
            pages = selection.pages_of(connection, listed)
            count = write_wacz(Path(opts.output), self._folder, needed, pages, title)
        print(f"{_many(count, 'record')}, {_many(len(pages), 'page')}, written to {opts.output}")

    # --- verify -------------------------------------------------------------------------------------------------------

    def _verify(self, args: list[str], opts: argparse.Namespace) -> None:
        from zhanjiang.archive.reader import files_of
        from zhanjiang.catalogue.verification import Verification
        from zhanjiang.store.engine import has_file

        assert self.settings is not None
        if args:
            raise _WrongArgument(f"verify takes no argument: {_EXAMPLES['verify']}")
        if not has_file(self.settings["STORE_URL"]) and not files_of(self._folder):
            raise _NothingThere(f"there is no archive in {self._folder} yet: run `scrapy crawl articles` first")
        with ExitStack() as stack:
            store = self._open(stack, to_write=True)
            total = sum(path.stat().st_size for path in files_of(self._folder))
            told = stack.enter_context(progress_bar("Verifying", total))
            found = Verification(store, self._folder, told)
            problems = [*found.problems()]
        for line in problems:
            print(plain_line(line))
        noted = f", {found.noted} of them noted in the store" if found.noted else ""
        records = f"{_many(found.records, 'record')} in {_many(len(found.paths), 'file')}{noted}"
        print(f"{records}: {_many(len(problems), 'problem') if problems else 'all sound'}")
        self.exitcode = ExitCode.INCOMPLETE if problems else ExitCode.DONE

    # --- show ---------------------------------------------------------------------------------------------------------

    def _show(self, args: list[str], opts: argparse.Namespace) -> None:
        from zhanjiang.catalogue import finding as archived_pages

        if len(args) != 1:
            raise _WrongArgument(f"give one ID or address, as in: {_EXAMPLES['show']}")
        try:
            until = archived_pages.read_until(opts.at) if opts.at else None
        except ValueError as error:
            raise _WrongArgument(str(error)) from None
        with ExitStack() as stack, self._open(stack).transaction() as connection:
            capture = archived_pages.find(connection, args[0], until)
            record = archived_pages.read_whole(connection, self._folder, capture)
        if opts.headers:
            print(record.head or f"Content-Type: {record.content_type}\r\n", end="")
        else:
            sys.stdout.buffer.write(record.body if opts.decoded else record.raw)

    # --- import -------------------------------------------------------------------------------------------------------

    def _import(self, args: list[str], opts: argparse.Namespace) -> None:
        from zhanjiang.archive.recognition import Recogniser
        from zhanjiang.archive.writer import ArchiveWriter, open_folder
        from zhanjiang.catalogue.importing import Import

        assert self.settings is not None
        if not args:
            raise _WrongArgument(f"give WARC or WACZ files, as in: {_EXAMPLES['import']}")
        for name in args:
            if not Path(name).is_file():
                raise _WrongArgument(f"there is no file {name}: give WARC or WACZ files, as in: {_EXAMPLES['import']}")
        folder = open_folder(self.settings["ARCHIVE_DIR"])
        with ExitStack() as stack:
            store = self._open(stack, to_write=True)
            writer = ArchiveWriter(folder, "import", _IMPORTED, self.settings.getint("ARCHIVE_MAX_BYTES"))
            stack.callback(writer.close)
            taking = Import(store, writer, Recogniser.from_settings(self.settings))
            for line in (line for name in args for line in _take(taking, Path(name))):
                self.exitcode = ExitCode.INCOMPLETE
                print(plain_line(line))
            writer.close()
            records = f"{_many(len(taking.taken), 'record')} taken, {taking.known} known"
            print(f"{records}; {_many(len(taking.pages), 'page')} of articles")
            self._read_articles(store, {capture.article or "" for capture in taking.pages})

    def _read_articles(self, store: Store, ids: Collection[str]) -> None:
        """Read what came in as articles into the store, and tell what became of each that is none."""
        from zhanjiang.addresses.article_id import ArticleIds
        from zhanjiang.reparse.archived import ArchiveReader
        from zhanjiang.reparse.selection import Selection

        if not ids:
            return
        assert self.settings is not None
        reader = ArchiveReader(store, self.settings, self._folder, Selection(ArticleIds(frozenset(ids))))
        outcomes = list(reader.read())
        for outcome in outcomes:
            if outcome.state in ("failed", "left"):
                self.exitcode = ExitCode.INCOMPLETE
                print(plain_line(f"{outcome.state}  {outcome.address}  {outcome.reason}"))
        counts = Counter(outcome.state for outcome in outcomes)
        print(", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "nothing new in them")


def _take(taking: Import, path: Path) -> Iterator[str]:
    """Take in a file; yield a line for whatever of it cannot be taken."""
    from zhanjiang.archive.importing import warc_files
    from zhanjiang.archive.members import NoWarc

    try:
        with warc_files(path) as paths:
            for warc in paths:
                yield from (f"{warc.name}  {line}" for line in taking.read(warc))
    except NoWarc as error:
        yield f"{path.name}  {error}"


def _selection(opts: argparse.Namespace) -> Callable[[Connection], list[Capture]]:
    """Return what looks up the part of the archive that was asked for."""
    from zhanjiang.catalogue import selection

    given = {"day": opts.day, "run": opts.run_number, "ids": opts.ids}
    named = [(name, value) for name, value in given.items() if value]
    if len(named) != 1:
        raise _WrongArgument(f"give one of --day, --run and --ids, as in: {_EXAMPLES['wacz']}")
    try:
        return selection.read(*named[0])
    except ValueError as error:
        raise _WrongArgument(str(error)) from None


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")
