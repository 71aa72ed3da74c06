"""``scrapy bench``: Scrapy's own, without store, archive and run."""

from __future__ import annotations

from scrapy.commands.bench import Command as ScrapyBench

from zhanjiang.console.no_crawl import NoCrawl


class Command(NoCrawl, ScrapyBench):
    """Leaves the store alone. See ``console.no_crawl``."""
