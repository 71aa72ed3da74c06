"""What is an article and what is not: the latter is set aside, the merely odd is marked."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final, Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from zhanjiang.addresses.article_id import is_article_id
from zhanjiang.crawl.failures import UnfitArticle
from zhanjiang.items import Article, Form

logger = logging.getLogger(__name__)

# Kinds that may have a headline and nothing else to read.
_BRIEF_KINDS = frozenset({"video", "live", "link"})
_KINDS = frozenset({"article", "pictures"}) | _BRIEF_KINDS
_PUBLISHED_AT = re.compile(r"\d{4}-[01]\d-[0-3]\d(?:T[0-2]\d:[0-5]\d:[0-5]\d\+08:00)?")


def _is_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _is_count(value: Any) -> bool:
    return value is None or (isinstance(value, int) and value >= 0)


def _is_date(value: Any) -> bool:
    return value is None or (isinstance(value, str) and _PUBLISHED_AT.fullmatch(value) is not None)


def _are_people(value: Any) -> bool:
    return isinstance(value, list) and all(person.name for person in value)


_FORMS: Final[Mapping[Form, Callable[[Any], bool]]] = {
    "text": _is_text,
    "address": lambda value: isinstance(value, str) and value.startswith(("http://", "https://")),
    "kind": lambda value: value in _KINDS,
    "date": _is_date,
    "count": _is_count,
    "people": _are_people,
    "images": lambda value: isinstance(value, list) and all(image.url for image in value),
    "addresses": lambda value: isinstance(value, list),
    "record": lambda value: True,
}
"""What a value of each form has to be, as ``docs/fields.md`` says it."""


def malformed(article: Article) -> list[str]:
    """The names of the fields whose value has not the form that readers of a feed may count on.

    >>> malformed(Article(id="portal/1", url="https://www.example/p/1.html", kind="article", published_at="31 May"))
    ['published_at']
    """
    return [field.name for field in fields(article) if not _FORMS[field.metadata["form"]](getattr(article, field.name))]


def check(article: Article) -> None:
    """Raise UnfitArticle unless there is an ID, a headline and, but for videos, live pages and links, content."""
    if not is_article_id(article.id or ""):
        raise UnfitArticle("id", f"{article.id!r} is no article's ID")
    if not article.headline:
        raise UnfitArticle("headline", "no headline was found")
    if not (article.text or article.images or article.kind in _BRIEF_KINDS):
        raise UnfitArticle("text", "neither text nor pictures were found")


class ValidatePipeline:
    """Sets aside what is no article; marks fields of odd form by the stat ``articles/malformed/<field>`` and a line."""

    def __init__(self, stats: StatsCollector) -> None:
        """Take the crawl's stats."""
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the stats of the crawler."""
        return cls(crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Return the item. Raises UnfitArticle for an article without ID, headline or content."""
        if isinstance(item, Article):
            check(item)
            for name in malformed(item):
                self.stats.inc_value(f"articles/malformed/{name}")
                logger.warning("%s: the field %s has an odd form: %r", item.id, name, getattr(item, name))
        return item
