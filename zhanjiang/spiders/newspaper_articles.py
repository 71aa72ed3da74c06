"""Articles of the newspaper: requested and read the same way by whichever spider has learnt of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response

from zhanjiang.addresses.newspapers import NewspaperReference, read_newspaper
from zhanjiang.addresses.page import PageRef
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.ask import Ask, ask_of
from zhanjiang.crawl.completion import REDIRECTED, add_newspaper_facts
from zhanjiang.crawl.reading_doubt import ReadingDoubt
from zhanjiang.items import Article
from zhanjiang.pages.article_reader import ReadArticle
from zhanjiang.pages.base import OtherPage
from zhanjiang.pages.newspaper.page import newspaper_page_type
from zhanjiang.spiders import base
from zhanjiang.spiders.article_reading import ArticleReading, fetched_page


class NewspaperArticles:
    """Requests and reads for a spider articles of the digital newspaper, its successor and the old news host.

    In the ledger an article's page is named by the article's ID, since one article may stand under several addresses.
    """

    def __init__(self, spider: base.PortalSpider, reading: ArticleReading, parse: Callable[..., Any]) -> None:
        """Take the spider, what reads its articles, and its callback for an article."""
        self.spider = spider
        self._reading = reading
        self._parse = parse
        self._addresses: defaultdict[str, dict[str, None]] = defaultdict(dict)

    def typed(self) -> Iterator[Request]:
        """Request the newspaper's articles that were typed, each as it was typed, whatever the ledger knows."""
        references = [(url, read_newspaper(url)) for url in self.spider.arguments.urls]
        typed = [(url, reference) for url, reference in references if reference and reference.is_article]
        for url, reference in typed:  # all addresses of one article are known before it is read
            self._addresses[reference.id][url] = None
        for url, reference in typed:
            yield self.request(reference, url, base.TYPED_ARTICLE, force=True)

    def request(
        self,
        reference: NewspaperReference,
        url: str,
        kind: base.RequestKind = base.ARTICLE,
        *,
        headline: str | None = None,
        force: bool = False,
    ) -> Request:
        """Request an article by one of its addresses; ``headline`` is the text of the link to it."""
        self._addresses[reference.id][url] = None
        day = None if reference.site == "home" else reference.day
        page = PageRef(f"/{reference.id}", url, "article", reference.id, None, headline, day)
        return self.spider.request(kind, Ask(page, force=force), self._parse, reference=reference)

    async def read(self, response: Response, reference: NewspaperReference) -> AsyncIterator[Article | ReadingDoubt]:
        """Yield the article that a page holds, if the run wants it, and what is doubtful in it."""
        spider = self.spider
        if base.is_unchanged(response):
            spider.report(outcomes.page_unchanged, response)
            return
        page = fetched_page(response, newspaper_page_type(reference))
        read = await self._reading.read(response, [page])
        if read.is_gone:
            self._report_gone(response)
            return
        article = self._complete(read, response, reference)
        if spider.takes(article, response):
            first = self._reading.as_read(page, read)
            spider.report(outcomes.article_read, response, article=article, first=first, layout=read.layout)
            yield article
            if read.doubts:
                yield ReadingDoubt(reference.id, response.url, read.doubts)
            spider.close_at_limit()

    def _report_gone(self, response: Response) -> None:
        """Report an article that is not there: a failure where a page of the paper links it and it was never read."""
        spider, ask = self.spider, ask_of(response)
        if ask.lease and not (ask.lease.was_read or ask.force):
            base.report_failure(spider, response, f"status {response.status}: the article {outcomes.NOT_THERE}")
            return
        spider.report_gone(response)

    def _complete(self, read: ReadArticle, response: Response, reference: NewspaperReference) -> Article:
        """Complete an article with what the crawl knows. OtherPage if the way led to another page."""
        here = read_newspaper(response.url)
        if here is None or here.id != reference.id:
            raise OtherPage(f"{REDIRECTED}{response.url}, which is not the address of this article")
        if read.failure:
            raise read.failure.error
        assert read.article
        passed = [*response.meta.get("redirect_urls", []), response.url]
        addresses = [*self._addresses.pop(reference.id, {}), *passed]
        return add_newspaper_facts(read.article, reference, addresses, self.spider.newspapers, response.url)
