"""What a crawl reads does not depend on how many readers it has, nor on which of them is the first to be done."""

from __future__ import annotations

import asyncio
from typing import Any

from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from zhanjiang.crawl.readers import Readers
from zhanjiang.pages.article_reader import ReadArticle
from zhanjiang.pages.reading.learned import LearnedLayout
from zhanjiang.spiders.article_reading import ArticleReading, fetched_page
from zhanjiang.spiders.articles import ArticlesSpider

_PAGES = 4


class _LastFirst(Readers):
    """Readers of which the last to get a page is the first to be done: they say which page, and what was learned."""

    def __init__(self) -> None:
        super().__init__(_PAGES)
        self.begun = 0

    async def read(self, reader: Any, job: Any) -> Any:
        """Read a page, the longer the fewer have begun."""
        self.begun += 1
        for _ in range(3 * (_PAGES - self.begun)):
            await asyncio.sleep(0)
        return ReadArticle(next_page=f"{job[-1].url} by {len(reader.learned)}")


def _response(number: int) -> HtmlResponse:
    url = f"https://www.example/p/{number}.html"
    return HtmlResponse(url, body=b"<html><body>One page</body></html>", request=Request(url))


def test_pages_come_back_in_their_order_and_read_by_what_those_before_them_taught() -> None:
    spider = ArticlesSpider.from_crawler(get_crawler(ArticlesSpider, {"PORTAL_URL": "https://www.example"}))
    reading = ArticleReading(spider)
    reading._readers = readers = _LastFirst()
    said: list[str | None] = []

    async def read(number: int) -> None:
        response = _response(number)
        said.append((await reading.read(response, [fetched_page(response)])).next_page)
        if number == 2:
            spider.learned = [LearnedLayout("learned 1")]

    async def read_all() -> None:
        reads = [asyncio.create_task(read(number)) for number in range(1, _PAGES + 1)]
        while readers.begun < _PAGES:  # all are with readers before one is done
            assert not said
            await asyncio.sleep(0)
        await asyncio.gather(*reads)

    asyncio.run(read_all())
    learned = (0, 0, 1, 1)
    assert said == [f"https://www.example/p/{number}.html by {n}" for number, n in enumerate(learned, 1)]
