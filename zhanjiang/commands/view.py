"""``scrapy view``: Scrapy's own, without store, archive and run."""

from __future__ import annotations

from scrapy.commands.view import Command as ScrapyView

from zhanjiang.console.no_crawl import NoCrawl


class Command(NoCrawl, ScrapyView):
    """Leaves the store alone. See ``console.no_crawl``."""
