"""``scrapy check``: Scrapy's own, on the portal that is set, without store, archive and run."""

from __future__ import annotations

import argparse

from scrapy.commands.check import Command as ScrapyCheck

from zhanjiang.console.no_crawl import NoCrawl
from zhanjiang.spiders.contracts import PortalPageContract


class Command(NoCrawl, ScrapyCheck):
    """Leaves the store alone. See ``console.no_crawl``."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Name the portal to the contracts."""
        super().process_options(args, opts)
        assert self.settings is not None
        PortalPageContract.portal = self.settings["PORTAL_URL"]
