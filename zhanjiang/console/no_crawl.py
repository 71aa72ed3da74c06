"""What the commands of Scrapy share that are no crawl of ours: they fetch what is typed, and leave nothing behind."""

from __future__ import annotations

import argparse
from typing import ClassVar, Final

from scrapy.commands import ScrapyCommand

from zhanjiang.console.addons import keep_addons
from zhanjiang.console.closed_output import reader_may_leave
from zhanjiang.console.plain_usage import plain_usage, report_environment
from zhanjiang.console.setting_values import check_tables, check_values
from zhanjiang.console.store_setting import check_store_url

_OFF: Final = {"STORE_ENABLED": False, "ARCHIVE_ENABLED": False, "ADDRESS_GUARD_ENABLED": False}


class NoCrawl(ScrapyCommand):
    """Switches off store, archive and the guard of addresses. Stands before Scrapy's own class among the bases."""

    ends_by_itself: ClassVar = True
    """Scrapy's own answers to Ctrl-C stay: in a shell it ends a line, and not the shell."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the settings, and set this above everything else that is given."""
        command = f"scrapy {type(self).__module__.rpartition('.')[2]}"
        report_environment(command)
        with plain_usage(command):
            check_tables(opts.set)
            super().process_options(args, opts)
            assert self.settings is not None
            keep_addons(self.settings)
            check_values(self.settings)
            check_store_url(self.settings)
        self.settings.setdict(_OFF, priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what Scrapy's own command does; the reader of what it prints may leave."""
        with reader_may_leave():
            super().run(args, opts)  # type: ignore[safe-super]  # Scrapy's own class stands after this one
