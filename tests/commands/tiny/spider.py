"""A spider for tests of the command: its pages are JSON, an article each, and name the further pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from types import SimpleNamespace
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response

from zhanjiang.items import Article, ArticleAddress, Person


class TinySpider(Spider):
    """Reads ``{"articles": [fields…], "addresses": [[id, address]…], "links": […]}``, from the portal's root on."""

    name = "articles"
    arguments = SimpleNamespace(typed_sites=frozenset(), walks=False, full=False)

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the front page."""
        yield Request(self.crawler.settings["PORTAL_URL"] + "/")

    def parse(self, response: Response) -> Iterator[Any]:
        """Give what the page holds. A page that is no JSON raises."""
        page = response.json()
        self.crawler.stats.inc_value("pages/listing")
        for fields in page.get("articles", []):
            authors = [Person(**person) for person in fields.pop("authors", [])]
            yield Article(**fields, authors=authors)
        for article, address in page.get("addresses", []):
            yield ArticleAddress(article, address)
        for link in page.get("links", []):
            yield response.follow(link)
