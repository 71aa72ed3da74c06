"""``scrapy shell``: Scrapy's own, with the page at hand as a crawl reads it, and without store, archive and run."""

from __future__ import annotations

from typing import Any

from scrapy.commands.shell import Command as ScrapyShell

from zhanjiang.console.no_crawl import NoCrawl
from zhanjiang.inspection.response_reader import ResponseReader
from zhanjiang.items import Article


class Command(NoCrawl, ScrapyShell):
    """Leaves the store alone. See ``console.no_crawl``."""

    def update_vars(self, vars: dict[str, Any]) -> None:
        """Add ``read(response)``, which gives the item of a page that was fetched, and of the present response
        ``page``, an object that answers what each rule reads, and ``article``; None where there is no such thing."""
        assert self.settings is not None
        reader = ResponseReader(self.settings)
        vars.update(read=reader.read, page=None, article=None)
        if vars["response"] is None:
            return
        try:
            vars["page"] = reader.page(vars["response"])
            item = reader.read(vars["response"])
        except ValueError:  # no page of ours: `read(response)` says why
            return
        vars["article"] = item if isinstance(item, Article) else None
