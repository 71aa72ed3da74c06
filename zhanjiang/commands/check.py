"""``scrapy check``: Scrapy's own, without store, archive and run."""

from __future__ import annotations

from scrapy.commands.check import Command as ScrapyCheck

from zhanjiang.console.no_crawl import NoCrawl


class Command(NoCrawl, ScrapyCheck):
    """Leaves the store alone. See ``console.no_crawl``."""
