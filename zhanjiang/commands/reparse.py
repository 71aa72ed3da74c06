"""``scrapy reparse``: pages that are kept are read again, with today's rules and without the network."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING, ClassVar

from scrapy.commands import ScrapyCommand

from zhanjiang.commands.exit_codes import ExitCode
from zhanjiang.report.tables import plain_line

if TYPE_CHECKING:
    from zhanjiang.rereading import Outcome, State
    from zhanjiang.store import Store


class Command(ScrapyCommand):
    """Reads pages again; exit codes as of a crawl, 0 also where some pages still cannot be read."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Say what stands behind the command's name."""
        return "--quarantine [--dry-run]"

    def short_desc(self) -> str:
        """Say in a few words what the command does."""
        return "Read pages that are kept again, without the network"

    def long_desc(self) -> str:
        """Say what is read and what becomes of it, with an example."""
        return (
            "Read the pages in quarantine again, as a crawl would with the rules of today: what can be read goes "
            "through the item pipelines into the store and leaves the quarantine, what cannot stays with its new "
            "reason. An article of which a page is missing is left to the next crawl. Each page is told in one line. "
            "Example: scrapy reparse --quarantine --dry-run"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("--quarantine", action="store_true", help="read the pages in quarantine")
        parser.add_argument("--dry-run", action="store_true", help="tell what would become of them, and change nothing")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read again, and set the exit code: 1 without a store, 2, 74 and 75 as of a crawl."""
        from zhanjiang.store import StoreError
        from zhanjiang.store.lock import StoreBusy

        if args or not opts.quarantine:
            self._end(ExitCode.WRONG_ARGUMENTS, "say what to read, as in: scrapy reparse --quarantine")
            return
        try:
            with ExitStack() as stack:
                self._reparse(self._open(stack), dry_run=opts.dry_run)
        except StoreBusy as error:
            self._end(ExitCode.BUSY, str(error))
        except StoreError as error:
            self._end(ExitCode.CANNOT_WRITE if self._has_store() else ExitCode.COULD_NOT_START, str(error))

    def _end(self, code: ExitCode, message: str) -> None:
        print(f"scrapy reparse: {message}", file=sys.stderr)
        self.exitcode = code

    def _has_store(self) -> bool:
        from zhanjiang.store.engine import file_of, parse_store_url

        assert self.settings is not None
        path = file_of(parse_store_url(self.settings["STORE_URL"]))
        return path is None or path.exists()

    def _open(self, stack: ExitStack) -> Store:
        """Open the store that is there until the stack is left, locked. Raises StoreBusy and StoreError."""
        from zhanjiang.store import open_store
        from zhanjiang.store.lock import lock_connection, lock_store

        assert self.settings is not None
        address = self.settings["STORE_URL"]
        if self._has_store():  # a lock would make the folder
            stack.enter_context(lock_store(address))
        store = open_store(address, create=False)
        stack.callback(store.close)
        lock_connection(store)
        return store

    def _reparse(self, store: Store, *, dry_run: bool) -> None:
        from zhanjiang.rereading import QuarantineReader
        from zhanjiang.store import quarantine

        assert self.settings is not None
        with store.transaction() as connection:
            kept = quarantine.newest(connection)
        if not kept:
            print("Nothing is in quarantine.")
            return
        with ExitStack() as stack:
            if dry_run:
                stack.enter_context(store.rehearsal())
            counts = _print(QuarantineReader(store, self.settings).read(kept), len(kept))
        read = sum(counts[state] for state in ("stored", "known", "gone"))
        print(
            f"{read} read ({counts['stored']} stored), {counts['failed']} still fail, {counts['left']} left as they are"
        )
        if dry_run:
            print("This was a dry run: nothing is changed.")


def _print(outcomes: Iterable[Outcome], total: int) -> Counter[State]:
    """Print what becomes of each page in one line, once a terminal's bar is full; return how many became what."""
    lines: list[str] = []
    counts: Counter[State] = Counter()
    try:
        for outcome in _with_progress(outcomes, total):
            lines.append("  ".join(filter(None, (outcome.state, outcome.address, outcome.reason))))
            counts[outcome.state] += 1
    finally:
        print(*map(plain_line, lines), sep="\n")
    return counts


def _with_progress(outcomes: Iterable[Outcome], total: int) -> Iterable[Outcome]:
    if not sys.stderr.isatty():
        return outcomes
    from rich.console import Console
    from rich.progress import track

    return track(outcomes, "Reading", total=total, console=Console(stderr=True))
