"""``scrapy reparse``: stored pages are read again, with today's rules and without the network."""

from __future__ import annotations

import argparse
from contextlib import nullcontext
from pathlib import Path
from typing import Final

from zhanjiang.addresses.article_id import article_id_at
from zhanjiang.archive.reader import files_of
from zhanjiang.catalogue.noting import note_new_files
from zhanjiang.console.command import StoreCommand, add_days
from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.progress_bar import with_progress
from zhanjiang.console.words import many
from zhanjiang.processors.text import plain_line
from zhanjiang.reparse.archived import ArchiveReader
from zhanjiang.reparse.quarantined import QuarantineReader
from zhanjiang.reparse.selection import Selection, read_selection
from zhanjiang.reparse.summary import OF_OUTCOMES, print_each, print_outcomes
from zhanjiang.store import Store, quarantine

_KINDS: Final = ("article", "pictures", "video", "live", "link")


class Command(StoreCommand):
    """Reads pages again. Exit codes as of a crawl; 65 where an article cannot be read any more that once was."""

    writes_store = True

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "[--since DAY] [--until DAY] [--ids IDS] [--kind KIND] [--quarantine] [--dry-run]"

    def long_desc(self) -> str:
        """What is read and what becomes of it, with an example."""
        return (
            "Read the pages of the archive again (ARCHIVE_DIR), as a crawl would with the rules of today. What is read "
            "otherwise than it was becomes a new revision, marked as ours by `revision_cause`: reparsed; what the "
            "store has not, as after it was lost, is stored. With --quarantine, read the pages in quarantine alone: "
            "what can be read now is stored and leaves the quarantine, and each page is reported in one line. "
            "Examples: scrapy reparse --dry-run --since 2022-05-01, scrapy reparse --quarantine"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        add_days(parser)
        parser.add_argument("--ids", metavar="IDS", help="only these: 2665000-2665999,zjrb/2018-07-17/2108598")
        parser.add_argument("--kind", choices=_KINDS, help="only articles of this kind")
        parser.add_argument("--quarantine", action="store_true", help="read the pages in quarantine alone")
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would become of them, and store nothing"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read again. Exit codes: 1 where there is nothing, 2, 65, 74 and 75 as of a crawl."""
        if args:
            raise WrongArgument(f"there is nothing to do with {args[0]!r}: see scrapy reparse --help")
        if opts.quarantine and (opts.since or opts.until or opts.kind):
            raise WrongArgument("--quarantine goes with --ids alone: what a page holds is not known yet")
        selection = read_selection(opts.ids, opts.since, opts.until, opts.kind)
        folder = Path(self.settings["ARCHIVE_DIR"])
        if not opts.quarantine and not files_of(folder):
            message = f"there is no archive at {folder} yet: crawl first, or set ARCHIVE_DIR"
            raise CommandError(ExitCode.COULD_NOT_START, message)
        # A lost store is made again of the archive; without one nothing is in quarantine.
        with self.writing(create=not opts.quarantine) as store, store.rehearsal() if opts.dry_run else nullcontext():
            if opts.quarantine:
                self._read_quarantine(store, selection)
            else:
                self._read_archive(store, folder, selection)
        if opts.dry_run:
            print("This was a dry run: nothing is changed.")

    def _read_archive(self, store: Store, folder: Path, selection: Selection) -> None:
        damages = note_new_files(store, folder)
        for damage in damages:
            print(plain_line(f"{damage.file}  {damage.offset}  {damage.reason}"))
        reader = ArchiveReader(store, self.settings, folder, selection)
        outcomes = list(with_progress(reader.read(), "Reading", len(reader.ids), **OF_OUTCOMES))
        print_outcomes(outcomes)
        if damages:
            left_out = many(len(damages), "damaged record")
            self.fail(ExitCode.INCOMPLETE, f"{left_out} of the archive left out: the lines above name them")
        elif any(outcome.state == "failed" for outcome in outcomes):
            message = "some articles cannot be read with today's rules: the lines above name them"
            self.fail(ExitCode.INCOMPLETE, message)

    def _read_quarantine(self, store: Store, selection: Selection) -> None:
        with store.reading() as connection:
            stored = quarantine.newest(connection)
        ids = {page.address: article_id_at(page.address) or "" for page in stored}
        wanted = selection.among(ids.values())
        pages = [page for page in stored if ids[page.address] in wanted]
        if not pages:
            print("Nothing is in quarantine.")
            return
        counts = print_each(QuarantineReader(store, self.settings).read(pages), len(pages))
        read = sum(counts[state] for state in ("stored", "known", "gone"))
        print(
            f"{read} read ({counts['stored']} stored), {counts['failed']} still fail, {counts['left']} left as they are"
        )
