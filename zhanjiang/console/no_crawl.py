"""What the commands of Scrapy share that are no crawl of ours: they fetch what is typed, and leave nothing behind."""

from __future__ import annotations

import argparse
from typing import Final

from scrapy.commands import ScrapyCommand

_OFF: Final = {"STORE_ENABLED": False, "ARCHIVE_ENABLED": False, "ADDRESS_GUARD_ENABLED": False}


class NoCrawl(ScrapyCommand):
    """Switches off store, archive and the guard of addresses. Stands before Scrapy's own class among the bases."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Set this above everything else that is given."""
        super().process_options(args, opts)
        assert self.settings is not None
        self.settings.setdict(_OFF, priority="cmdline")
