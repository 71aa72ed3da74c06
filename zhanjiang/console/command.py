"""What our commands share: options in, work, and an error in one line with its exit code."""

from __future__ import annotations

import argparse
import os
import sys
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import ClassVar, Final

from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings
from sqlalchemy import Connection

from zhanjiang.addresses.portal import Sites
from zhanjiang.archive import ArchiveError
from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.store import Store, StoreError, open_read_only
from zhanjiang.store.engine import has_file
from zhanjiang.store.lock import StoreBusy, open_locked
from zhanjiang.times import parse_day

_REPORTED: Final = (WrongArgument, CommandError, StoreBusy, StoreError, ArchiveError, OSError)


class StoreCommand(ScrapyCommand):
    """A command of ours. A subclass has its options, its words, and ``work``; it has no crawler, and logs nothing.

    Exit codes are those of a crawl. What cannot be opened is 1 for a command that reads, and 74 for one that writes a
    store that is there.
    """

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}
    settings: Settings
    writes_store = False

    @abstractmethod
    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what was typed; ``exitcode`` stays 0 unless it is set. Raises what ``run`` reports."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Work, report an error in one line, and set the exit code."""
        try:
            self.work(args, opts)
            sys.stdout.flush()
        except BrokenPipeError:  # the reader of `… | head` has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except _REPORTED as error:
            self.fail(self.code_of(error), _sentence(error))

    def fail(self, code: ExitCode, message: str) -> None:
        """Report an error, and set the exit code."""
        print(f"{self.name}: {message}", file=sys.stderr)
        self.exitcode = code

    def code_of(self, error: Exception) -> ExitCode:
        """The exit code of an error."""
        if isinstance(error, CommandError):
            return error.code
        if isinstance(error, WrongArgument):
            return ExitCode.WRONG_ARGUMENTS
        if isinstance(error, StoreBusy):
            return ExitCode.BUSY
        writes = self.writes_store and not isinstance(error, OSError) and has_file(self.store_url)
        return ExitCode.CANNOT_WRITE if writes else ExitCode.COULD_NOT_START

    # --- What is given --------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The command as it is typed, such as ``scrapy export``."""
        return f"scrapy {type(self).__module__.rpartition('.')[2]}"

    @property
    def store_url(self) -> str:
        """The setting ``STORE_URL``."""
        return str(self.settings["STORE_URL"])

    @property
    def sites(self) -> Sites:
        """The portal's sites."""
        return Sites.from_settings(self.settings)

    def refuse_arguments(self, args: list[str]) -> None:
        """Raise WrongArgument for a command that has options alone."""
        if args:
            raise WrongArgument(f"{args[0]!r} is no option: see {self.name} --help")

    # --- The store ------------------------------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open the store to read it alone; a crawl may be writing it meanwhile. Raises StoreError."""
        store = open_read_only(self.store_url)
        try:
            with store.reading() as connection:
                yield connection
        finally:
            store.close()

    @contextmanager
    def writing(self, *, create: bool = False) -> Iterator[Store]:
        """Open the store, locked against other runs. Raises StoreBusy and StoreError."""
        with ExitStack() as stack:
            yield open_locked(self.store_url, stack, create=create)


def add_days(parser: argparse.ArgumentParser) -> None:
    """Add ``--since`` and ``--until``."""
    parser.add_argument("--since", metavar="DAY", help="the first day of publication, such as 2022-05-01")
    parser.add_argument("--until", metavar="DAY", help="the last day of publication, such as 2022-05-31")


def read_day(option: str, typed: str | None) -> date | None:
    """Read the day of an option, None where it was not given. Raises WrongArgument."""
    try:
        return None if typed is None else parse_day(typed)
    except ValueError as error:
        raise WrongArgument(f"--{option} {error}") from None


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'the output'} cannot be used ({error.strerror}): check the name, or choose another"
    return str(error)
