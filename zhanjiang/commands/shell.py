"""``scrapy shell``: Scrapy's own, without store, archive and run."""

from __future__ import annotations

from scrapy.commands.shell import Command as ScrapyShell

from zhanjiang.console.no_crawl import NoCrawl


class Command(NoCrawl, ScrapyShell):
    """Leaves the store alone. See ``console.no_crawl``."""
