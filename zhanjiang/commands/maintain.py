"""``scrapy maintain``: house-keeping of store and archive, backups and the way back, the upgrade of the schema."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from w3lib.url import file_uri_to_path

from zhanjiang.catalogue.noting import note_torn_files
from zhanjiang.console.command import StoreCommand
from zhanjiang.console.errors import WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.progress_bar import progress_bar
from zhanjiang.console.words import many
from zhanjiang.maintenance.backup import Backup
from zhanjiang.maintenance.house_keeping import HouseKeeping
from zhanjiang.maintenance.manifest import PICTURES, Manifest
from zhanjiang.maintenance.restoring import Restoring
from zhanjiang.maintenance.upgrading import upgrade
from zhanjiang.processors.text import plain_line
from zhanjiang.store import reindexing


class Command(StoreCommand):
    """Keeps house, or does the one action that is named. Exit codes as of a crawl."""

    writes_store = True

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "[--dry-run | --backup DIR | --restore DIR | --upgrade | --reindex]"

    def long_desc(self) -> str:
        """What each action does, with an example."""
        return (
            "Keep house: delete superseded listings from the archive where RETENTION_LISTINGS says so, join its small "
            "files, write the database anew where much of it is unused, and make its statistics anew where they are "
            "out of date; each is one line. --dry-run says what would be done. --backup copies store, archive and "
            "pictures as they are at one moment into a new folder, also while a crawl runs. --restore puts a backup "
            "back into the empty places that STORE_URL, ARCHIVE_DIR and IMAGES_STORE name. --upgrade brings a store of "
            "an older version up to date, and keeps a copy. --reindex makes the full-text index of `scrapy search` for "
            "the articles that it lacks, or, where it lacks none, the whole of it anew; killed, it goes on at the next "
            "call. Examples: scrapy maintain --dry-run; "
            "scrapy maintain --backup backups/today"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
        actions = parser.add_mutually_exclusive_group()
        actions.add_argument("--backup", metavar="DIR", help="copy store, archive and pictures into a new folder")
        actions.add_argument("--restore", metavar="DIR", help="put such a copy back where nothing is")
        actions.add_argument("--upgrade", action="store_true", help="upgrade the store's schema, and keep a copy")
        actions.add_argument("--reindex", action="store_true", help="complete the full-text index, or make it anew")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what is typed. Exit codes: 1 without a store, 2, 65 for a backup that lacks files, 74, 75."""
        self.refuse_arguments(args)
        actions: dict[str, Callable[[argparse.Namespace], None]] = {
            "backup": self._back_up,
            "restore": self._restore,
            "upgrade": self._upgrade,
            "reindex": self._reindex,
        }
        named = next((name for name in actions if getattr(opts, name)), None)
        if named and opts.dry_run:
            raise WrongArgument(f"--dry-run does not go with --{named}: leave one out")
        (actions[named] if named else self._keep_house)(opts)

    def code_of(self, error: Exception) -> ExitCode:
        """The exit code of an error: what fails here by itself is what is written."""
        return ExitCode.CANNOT_WRITE if isinstance(error, OSError) else super().code_of(error)

    @property
    def _archive(self) -> Path:
        return Path(self.settings["ARCHIVE_DIR"])

    @property
    def _pictures(self) -> Path | None:
        """The folder of the pictures; None where they are not on this machine, or not downloaded."""
        place = str(self.settings["IMAGES_STORE"] or "")
        scheme = urlsplit(place).scheme
        return None if not place or scheme not in ("", "file") else Path(file_uri_to_path(place) if scheme else place)

    def _keep_house(self, opts: argparse.Namespace) -> None:
        sizes = (self.settings.getint("ARCHIVE_MAX_BYTES"), self.settings.getint("RETENTION_LISTINGS"))
        with self.viewing() if opts.dry_run else self.writing() as store:
            if not opts.dry_run:
                note_torn_files(store, self._archive)
            for line in HouseKeeping(store, self._archive, *sizes, is_rehearsal=opts.dry_run).keep():
                print(plain_line(line), flush=True)
        if opts.dry_run:
            print("This was a dry run: nothing is changed.")

    def _back_up(self, opts: argparse.Namespace) -> None:
        self.writes_store = False
        self.check_output(opts.backup)
        backup = Backup(self.store_url, self._archive, self._pictures)
        manifest = backup.make(Path(opts.backup))
        for name in backup.missing:
            print(plain_line(f"{name}  the store knows it, and it is not there"))
        print(f"{_contents(manifest)} backed up in {opts.backup}")
        if left := backup.pictures_left_out:
            self._remark(f"{many(left, 'picture')} not in the backup: set IMAGES_STORE to their folder on this machine")
        if backup.missing:
            message = "the backup lacks what the lines above name: `scrapy archive mend` has their pages fetched again"
            self.fail(ExitCode.INCOMPLETE, message)

    def _restore(self, opts: argparse.Namespace) -> None:
        manifest = Restoring(self.store_url, self._archive, self._pictures).restore(Path(opts.restore))
        print(f"{_contents(manifest)} of {manifest.made_at} restored: the next crawl goes on from there")
        if self._pictures is None and (left := len(manifest.below(PICTURES))):
            self._remark(
                f"{many(left, 'picture')} not restored: set IMAGES_STORE, and copy {opts.restore}/{PICTURES} there"
            )

    def _remark(self, message: str) -> None:
        """Report on standard error what is no failure."""
        print(plain_line(f"{self.name}: {message}"), file=sys.stderr)

    def _upgrade(self, opts: argparse.Namespace) -> None:
        upgrade(self.store_url, lambda line: print(plain_line(line), flush=True))

    def _reindex(self, opts: argparse.Namespace) -> None:
        with self.writing() as store:
            with store.reading() as connection:
                number = reindexing.lacking(connection)
            if not number:
                reindexing.empty(store)
                with store.reading() as connection:
                    number = reindexing.lacking(connection)
            with progress_bar("Indexing", number) as show:
                for done in reindexing.reindex(store):
                    show(done)
        print(f"{many(number, 'article')} indexed: `scrapy search` finds them")


def _contents(manifest: Manifest) -> str:
    return f"{many(len(manifest.files), 'file')} ({manifest.bytes / 1e6:.1f} MB)"
