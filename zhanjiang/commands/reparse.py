"""``scrapy reparse``: pages that are kept are read again, with today's rules and without the network."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from scrapy.commands import ScrapyCommand

from zhanjiang.addresses.article_id import article_id_at
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.progress_bar import progress_bar
from zhanjiang.console.tables import plain_line
from zhanjiang.versions.terminal import signed

if TYPE_CHECKING:
    from zhanjiang.reparse import archived, quarantined
    from zhanjiang.reparse.selection import Selection
    from zhanjiang.store import Store
    from zhanjiang.versions.differences import FieldDifference

OutcomeType = TypeVar("OutcomeType", "archived.Outcome", "quarantined.Outcome")

_KINDS = ("article", "pictures", "video", "live", "link")
_EXAMPLES = 3


class Command(ScrapyCommand):
    """Reads pages again. Exit codes as of a crawl; 65 where an article cannot be read any more that once was."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Say what stands behind the command's name."""
        return "[--since DAY] [--until DAY] [--ids IDS] [--kind KIND] [--quarantine] [--dry-run]"

    def short_desc(self) -> str:
        """Say in a few words what the command does."""
        return "Read pages that are kept again, without the network"

    def long_desc(self) -> str:
        """Say what is read and what becomes of it, with an example."""
        return (
            "Read the pages of the archive again (ARCHIVE_DIR), as a crawl would with the rules of today. What is read "
            "otherwise than it was becomes a further revision, marked as ours by `revision_cause`: reparsed; what the "
            "store has not, as after it was lost, is stored. With --quarantine, read the pages in quarantine alone: "
            "what can be read now is stored and leaves the quarantine, and each page is told in one line. "
            "Examples: scrapy reparse --dry-run --since 2022-05-01, scrapy reparse --quarantine"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("--since", metavar="DAY", help="only articles published on this day or later (2022-05-01)")
        parser.add_argument("--until", metavar="DAY", help="only articles published on this day or earlier")
        parser.add_argument("--ids", metavar="IDS", help="only these: 2665000-2665999,zjrb/2018-07-17/2108598")
        parser.add_argument("--kind", choices=_KINDS, help="only articles of this kind")
        parser.add_argument("--quarantine", action="store_true", help="read the pages in quarantine alone")
        parser.add_argument("--dry-run", action="store_true", help="tell what would become of them, and change nothing")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read again, and set the exit code."""
        from zhanjiang.archive import ArchiveError
        from zhanjiang.reparse.selection import WrongSelection, read_selection
        from zhanjiang.store import StoreError
        from zhanjiang.store.engine import has_file
        from zhanjiang.store.lock import StoreBusy

        assert self.settings is not None
        try:
            if args:
                raise WrongSelection(f"there is nothing to do with {args[0]!r}: see scrapy reparse --help")
            if opts.quarantine and (opts.since or opts.until or opts.kind):
                raise WrongSelection("--quarantine goes with --ids alone: what a page holds is not known yet")
            selection = read_selection(opts.ids, opts.since, opts.until, opts.kind)
            with ExitStack() as stack:
                if opts.quarantine:
                    self._read_quarantine(stack, selection, dry_run=opts.dry_run)
                else:
                    self._read_archive(stack, selection, dry_run=opts.dry_run)
        except WrongSelection as error:
            self._end(ExitCode.WRONG_ARGUMENTS, str(error))
        except StoreBusy as error:
            self._end(ExitCode.BUSY, str(error))
        except ArchiveError as error:
            self._end(ExitCode.CANNOT_WRITE, str(error))
        except StoreError as error:
            is_there = has_file(self.settings["STORE_URL"])
            self._end(ExitCode.CANNOT_WRITE if is_there else ExitCode.COULD_NOT_START, str(error))

    def _end(self, code: ExitCode, message: str) -> None:
        print(f"scrapy reparse: {message}", file=sys.stderr)
        self.exitcode = code

    def _open(self, stack: ExitStack, *, create: bool = False) -> Store:
        from zhanjiang.store.lock import open_locked

        assert self.settings is not None
        return open_locked(self.settings["STORE_URL"], stack, create=create)

    # --- The archive ----------------------------------------------------------------------------------------------

    def _read_archive(self, stack: ExitStack, selection: Selection, *, dry_run: bool) -> None:
        """Read the archive into the store, which is made where it was lost."""
        from zhanjiang.archive.reader import files_of
        from zhanjiang.catalogue.noting import note_new_files
        from zhanjiang.reparse.archived import ArchiveReader

        assert self.settings is not None
        folder = Path(self.settings["ARCHIVE_DIR"])
        if not files_of(folder):
            self._end(ExitCode.COULD_NOT_START, f"there is no archive at {folder} yet: crawl first, or set ARCHIVE_DIR")
            return
        store = self._open(stack, create=True)
        if dry_run:
            stack.enter_context(store.rehearsal())
        note_new_files(store, folder)
        reader = ArchiveReader(store, self.settings, folder, selection)
        outcomes = list(_with_progress(reader.read(), len(reader.ids)))
        _tell_archive(outcomes)
        if dry_run:
            print("This was a dry run: nothing is changed.")
        if any(outcome.state == "failed" for outcome in outcomes):
            self._end(ExitCode.INCOMPLETE, "some articles cannot be read with today's rules: the lines above name them")

    # --- The quarantine -------------------------------------------------------------------------------------------

    def _read_quarantine(self, stack: ExitStack, selection: Selection, *, dry_run: bool) -> None:
        from zhanjiang.reparse.quarantined import QuarantineReader
        from zhanjiang.store import quarantine

        assert self.settings is not None
        store = self._open(stack)
        with store.transaction() as connection:
            kept = quarantine.newest(connection)
        ids = {page.address: article_id_at(page.address) or "" for page in kept}
        wanted = selection.among(ids.values())
        kept = [page for page in kept if ids[page.address] in wanted]
        if not kept:
            print("Nothing is in quarantine.")
            return
        if dry_run:
            stack.enter_context(store.rehearsal())
        counts = _print(QuarantineReader(store, self.settings).read(kept), len(kept))
        read = sum(counts[state] for state in ("stored", "known", "gone"))
        print(
            f"{read} read ({counts['stored']} stored), {counts['failed']} still fail, {counts['left']} left as they are"
        )
        if dry_run:
            print("This was a dry run: nothing is changed.")


def _tell_archive(outcomes: Sequence[archived.Outcome]) -> None:
    """Print what cannot be read, what is read otherwise, and how many visits became what."""
    counts = Counter(outcome.state for outcome in outcomes)
    for outcome in outcomes:
        if outcome.state in ("failed", "left"):
            print(plain_line(f"{outcome.state}  {outcome.address}  {outcome.reason}"))
    _tell_changes([outcome for outcome in outcomes if outcome.state == "reparsed"])
    print(
        f"{sum(counts.values())} visits: {counts['new']} new articles, {counts['edited']} edited by the newsroom, "
        f"{counts['reparsed']} read otherwise, {counts['known']} as they were, {counts['gone']} gone, "
        f"{counts['failed']} failed, {counts['left']} left as they are"
    )


def _tell_changes(outcomes: Iterable[archived.Outcome]) -> None:
    """Print field by field in how many articles it is read otherwise, with the first few of them."""
    by_field: dict[str, list[tuple[str, FieldDifference]]] = {}
    for outcome in outcomes:
        for difference in outcome.changes:
            by_field.setdefault(difference.field, []).append((outcome.article, difference))
    for field, differences in by_field.items():
        print(f"{field}: {len(differences)} articles")
        for article_id, difference in differences[:_EXAMPLES]:
            print(plain_line(f"  {article_id}: {signed(difference.pieces)}"))


def _print(outcomes: Iterable[quarantined.Outcome], total: int) -> Counter[quarantined.State]:
    """Print what becomes of each page in one line, once a terminal's bar is full; return how many became what."""
    lines: list[str] = []
    counts: Counter[quarantined.State] = Counter()
    try:
        for outcome in _with_progress(outcomes, total):
            lines.append("  ".join(filter(None, (outcome.state, outcome.address, outcome.reason))))
            counts[outcome.state] += 1
    finally:
        print(*map(plain_line, lines), sep="\n")
    return counts


def _with_progress(outcomes: Iterable[OutcomeType], total: int) -> Iterator[OutcomeType]:
    """Yield the outcomes; a terminal shows how many of the total there have been."""
    with progress_bar("Reading", total) as show:
        for done, outcome in enumerate(outcomes, 1):
            yield outcome
            show(done)
