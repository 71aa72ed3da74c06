"""A spider for tests of the command: its pages are JSON, an article each, and name the further pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response

from zhanjiang.items import Article, ArticleAddress, Person
from zhanjiang.spiders.arguments import parse_arguments


class TinySpider(Spider):
    """Reads ``{"articles": [fields…], "addresses": [[id, address]…], "links": […]}``, from the portal's root on."""

    name = "articles"

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Read the arguments as the project's spiders do."""
        spider = super().from_crawler(crawler, *args)
        spider.arguments = parse_arguments("articles", kwargs)
        return spider

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
