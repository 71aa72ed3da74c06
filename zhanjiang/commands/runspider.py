"""``scrapy runspider``: Scrapy's own, without store, archive and run."""

from __future__ import annotations

from scrapy.commands.runspider import Command as ScrapyRunspider

from zhanjiang.console.no_crawl import NoCrawl


class Command(NoCrawl, ScrapyRunspider):
    """Leaves the store alone. See ``console.no_crawl``."""
