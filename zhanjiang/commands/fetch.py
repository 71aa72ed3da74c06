"""``scrapy fetch``: Scrapy's own, without store, archive and run."""

from __future__ import annotations

from scrapy.commands.fetch import Command as ScrapyFetch

from zhanjiang.console.no_crawl import NoCrawl


class Command(NoCrawl, ScrapyFetch):
    """Leaves the store alone. See ``console.no_crawl``."""
