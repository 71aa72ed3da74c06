"""A pipeline with a mistake that a later version would not have: it fails on every third article, and on long ones."""

from __future__ import annotations

from typing import Any

from zhanjiang.addresses.article_id import split_article_id
from zhanjiang.crawl.failures import UnfitArticle
from zhanjiang.items import Article


class FailingPipeline:
    """Refuses articles, and breaks on others, by their number."""

    def process_item(self, item: Any) -> Any:
        """Return the item, unless its number says otherwise."""
        if isinstance(item, Article) and item.id:
            number = split_article_id(item.id)[1]
            if number % 6 == 0 or (item.pages or 1) > 6:
                raise ValueError("no such role: \u6e2f\u957f")
            if number % 6 == 3:
                raise UnfitArticle("byline", "nobody of that name")
        return item
