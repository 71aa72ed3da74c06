"""Reading articles for a spider: in its own process, or in as many others as ``READERS`` says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence

from scrapy import signals
from scrapy.http import Response

from zhanjiang.crawl.readers import Readers
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.article_reader import AnyArticlePage, ArticleReader, FetchedPage, PageAsRead, ReadArticle
from zhanjiang.processors.signature import compared, remember
from zhanjiang.spiders import base


class ArticleReading:
    """Reads articles by what the spider has learned at that time.

    Pages are given back in the order in which they came, whichever reader is the first to be done: layouts are learned
    from the first pages, and the feed holds what was read then.
    """

    def __init__(self, spider: base.PortalSpider) -> None:
        """Take the spider."""
        self.spider = spider
        self._readers = Readers(0)
        self._reader: ArticleReader | None = None
        self._in_order = asyncio.Lock()  # it is fair

    async def start(self) -> None:
        """Start the readers; they end with the spider."""
        crawler = self.spider.crawler
        self._readers = Readers(crawler.settings.getint("READERS"))
        crawler.signals.connect(self._readers.close, signals.spider_closed)
        await self._readers.start(crawler.stats)

    @property
    def reader(self) -> ArticleReader:
        """What reads articles now."""
        spider = self.spider
        if self._reader is None or self._reader.learned is not spider.learned:
            # What pipelines do otherwise, where that takes it off this process.
            script = spider.crawler.settings["CONVERT_SCRIPT_TARGET"] if self._readers.count else None
            self._reader = ArticleReader(spider.repair_config, spider.learned, script)
        return self._reader

    async def read(self, response: Response, pages: Sequence[FetchedPage]) -> ReadArticle:
        """What an article's pages say, the last of which is the response's, and counted. Raises as the spider's read.

        A page that was with a reader while a layout was learned is read once more, unless a declared one reads it.
        """
        if not self.spider.has_page(response):
            return ReadArticle(is_gone=True)
        self.spider.crawler.stats.inc_value(f"pages/{base.ARTICLE.name}")
        reader = self.reader
        reading: Awaitable[ReadArticle] = self._readers.read(reader, pages)
        if self._readers.count:
            reading = asyncio.ensure_future(reading)  # begins before it is this page's turn
        async with self._in_order:
            read = await reading
            while reader is not self.reader and not reader.is_declared(read.layout):
                reader = self.reader
                read = await self._readers.read(reader, pages)
        if read.article and read.signature:
            remember(compared(read.article.headline, read.article.text), read.signature)
        return read

    def as_read(self, page: FetchedPage, read: ReadArticle) -> PageAsRead:
        """The first page of an article that was read just now."""
        return PageAsRead(page, self.reader, read.first)


def fetched_page(response: Response, page_type: type[AnyArticlePage] = ArticlePage) -> FetchedPage:
    """The page of an article that a response brought."""
    content_type = base.content_type(response)
    return FetchedPage(response.body, response.url, content_type, base.fetched_at(response), page_type)
