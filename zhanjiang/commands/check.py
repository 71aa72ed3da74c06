"""``scrapy check``: Scrapy's own, on the portal that is set, without store, archive and run."""

from __future__ import annotations

import argparse

from scrapy.commands.check import Command as ScrapyCheck
from scrapy.spiderloader import get_spider_loader

from zhanjiang.console.no_crawl import NoCrawl
from zhanjiang.console.plain_usage import refuse
from zhanjiang.spiders.contracts import PortalPageContract


class Command(NoCrawl, ScrapyCheck):
    """Leaves the store alone. See ``console.no_crawl``."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Name the portal to the contracts. A spider that there is not is reported in one line."""
        super().process_options(args, opts)
        assert self.settings is not None
        names = get_spider_loader(self.settings).list()
        for name in args:
            if name not in names:
                refuse("scrapy check", f"there is no spider {name!r}: give one of {', '.join(sorted(names))}")
        PortalPageContract.portal = self.settings["PORTAL_URL"]
