"""What our commands on the store share: its errors in one line with their exit codes, and reading and writing it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import date
from typing import ClassVar

from sqlalchemy import Connection

from zhanjiang.addresses.portal import Sites
from zhanjiang.archive import ArchiveError
from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.output_place import check_output_place
from zhanjiang.console.project_command import ProjectCommand
from zhanjiang.console.store_setting import check_store_url
from zhanjiang.store import Store, StoreError, open_read_only
from zhanjiang.store.address import WrongStoreAddress, has_file
from zhanjiang.store.lock import StoreBusy, open_locked
from zhanjiang.times import parse_day


class StoreCommand(ProjectCommand):
    """A command on the store.

    Exit codes are those of a crawl. What cannot be opened is 1 for a command that reads, and 74 for one that writes a
    store that is there; a disk that is full is 74.
    """

    reported: ClassVar = (*ProjectCommand.reported, StoreBusy, StoreError, ArchiveError)
    writes_store = False

    def check_settings(self) -> None:
        """Check the store's address, too."""
        super().check_settings()
        check_store_url(self.settings)

    def code_of(self, error: Exception) -> ExitCode:
        """The exit code of an error."""
        if isinstance(error, WrongStoreAddress):
            return ExitCode.WRONG_ARGUMENTS
        if isinstance(error, StoreBusy):
            return ExitCode.BUSY
        is_of_store = not isinstance(error, (OSError, CommandError, WrongArgument))
        is_unwritten = self.writes_store and is_of_store and has_file(self.store_url)
        return ExitCode.CANNOT_WRITE if is_unwritten else super().code_of(error)

    @property
    def sites(self) -> Sites:
        """The portal's sites."""
        return Sites.from_settings(self.settings)

    def check_output(self, *targets: str | None) -> None:
        """Raise WrongArgument for a file to write that is the store's or the archive's own; None is no file."""
        for target in filter(None, targets):
            check_output_place(target, self.store_url, str(self.settings["ARCHIVE_DIR"] or ""))

    # --- The store ------------------------------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open the store to read it alone; a crawl may be writing it meanwhile. Raises StoreError."""
        with self.viewing() as store, store.reading() as connection:
            yield connection

    @contextmanager
    def viewing(self) -> Iterator[Store]:
        """Open the store as ``reading`` does, for what asks it several times. Raises StoreError."""
        with closing(open_read_only(self.store_url)) as store:
            yield store

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
