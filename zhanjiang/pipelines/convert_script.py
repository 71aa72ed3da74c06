"""The script of articles: their texts are brought into the one that is wanted."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler

from zhanjiang.items import Article, Particulars, ScriptTarget
from zhanjiang.processors.script_conversion import convert_article, converted


class ConvertScriptPipeline:
    """Fills in ``script`` and converts the text fields to ``CONVERT_SCRIPT_TARGET``, where no reader has done so."""

    def __init__(self, target: ScriptTarget) -> None:
        """Take the script that is wanted: ``hans``, ``hant``, or ``none`` to keep each page's own."""
        self.target = target

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``CONVERT_SCRIPT_TARGET``."""
        return cls(crawler.settings["CONVERT_SCRIPT_TARGET"])

    def process_item(self, item: Any) -> Any:
        """Return the item, an article in the wanted script."""
        if isinstance(item, Article):
            convert_article(item, self.target)
        elif isinstance(item, Particulars):
            for entry in item.entries:
                entry.text = converted(entry.text or "", self.target)
        return item
