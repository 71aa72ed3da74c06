"""``scrapy bench``: Scrapy's own, without store, archive and run, and without the pauses that sites are given."""

from __future__ import annotations

import argparse
from typing import Final

from scrapy.commands.bench import Command as ScrapyBench
from scrapy.settings import Settings

from zhanjiang.console.no_crawl import NoCrawl

_PAUSES: Final = ("AUTOTHROTTLE_ENABLED", "CONCURRENT_REQUESTS_PER_DOMAIN", "DOWNLOAD_DELAY")
_PACE: Final = "scrapy.extensions.logstats.LogStats"


class Command(NoCrawl, ScrapyBench):
    """Leaves the store alone. See ``console.no_crawl``."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Ask the benchmark's own server as fast as Scrapy does by default, and have the pace logged."""
        assert self.settings is not None
        self.settings.setdict({name: Settings()[name] for name in _PAUSES}, priority="project")
        self.settings["EXTENSIONS"].set(_PACE, 0, priority="project")
        super().process_options(args, opts)
