"""``scrapy parse``: Scrapy's own, without store, archive and run."""

from __future__ import annotations

from scrapy.commands.parse import Command as ScrapyParse

from zhanjiang.console.no_crawl import NoCrawl


class Command(NoCrawl, ScrapyParse):
    """Leaves the store alone. See ``console.no_crawl``."""
