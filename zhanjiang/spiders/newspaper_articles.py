"""Asking for articles of the newspaper and reading them: the same item, whichever spider was told of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response

from zhanjiang.addresses.newspapers import NewspaperReference, read_newspaper
from zhanjiang.addresses.page import PageRef
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.completion import REDIRECTED, add_newspaper_facts
from zhanjiang.items import Article
from zhanjiang.pages.base import OtherPage
from zhanjiang.pages.newspaper.page import newspaper_page_type
from zhanjiang.spiders import base


class NewspaperArticlesSpider(base.PortalSpider):
    """A spider that reads articles of the newspaper's sites: the digital newspaper, its successor, the old news host.

    In the ledger an article's page is named by the article's ID, since one article may stand under several addresses.
    """

    _taken = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reached: defaultdict[str, dict[str, None]] = defaultdict(dict)

    def ask_typed_newspaper_articles(self) -> Iterator[Request]:
        """Ask for the newspaper's articles that were typed, each as it was typed, known or not."""
        references = [(url, read_newspaper(url)) for url in self.arguments.urls]
        typed = [(url, reference) for url, reference in references if reference and reference.is_article]
        for url, reference in typed:  # of one article all addresses are known before it is read
            self._reached[reference.id][url] = None
        for url, reference in typed:
            request = self.ask_newspaper_article(reference, url, base.TYPED_ARTICLE)
            yield request.replace(meta=request.meta | {"again": True})

    def ask_newspaper_article(
        self,
        reference: NewspaperReference,
        url: str,
        kind: base.RequestKind = base.ARTICLE,
        headline: str | None = None,
    ) -> Request:
        """Ask for an article by one of its addresses; ``headline`` is what a link to it says."""
        self._reached[reference.id][url] = None
        day = None if reference.site == "home" else reference.day
        page = PageRef(f"/{reference.id}", url, "article", reference.id, None, headline, day)
        return self.request(kind, page, self.parse_newspaper_article, reference=reference)

    def parse_newspaper_article(self, response: Response, reference: NewspaperReference) -> Iterator[Any]:
        """Give the article that a page holds, if it was asked for."""
        if response.status == base.UNCHANGED:
            self.tell(outcomes.page_unchanged, response)
            return
        is_gone = response.status in base.GONE
        if not is_gone and (retry := self.retry_if_broken(response)):
            yield retry
            return
        page = None if is_gone else self.page(newspaper_page_type(reference), response, base.ARTICLE)
        if page is None or page.is_gone:
            self.crawler.stats.inc_value("articles/gone")
            self.logger.info("Gone: %s", response.url)
            self.tell(outcomes.page_gone, response)
            return
        here = read_newspaper(response.url)
        if here is None or here.id != reference.id:
            raise OtherPage(f"{REDIRECTED}{response.url}, which is not the address of this article")
        yield from self._give(self._complete(page.to_item(), response, reference), response)

    def _complete(self, article: Article, response: Response, reference: NewspaperReference) -> Article:
        """Complete an article with what its own page cannot tell."""
        passed = [*response.meta.get("redirect_urls", []), response.url]
        addresses = [*self._reached.pop(reference.id, {}), *passed]
        return add_newspaper_facts(article, reference, addresses, self.newspapers, response.url)

    def _give(self, article: Article, response: Response) -> Iterator[Article]:
        """Give an article unless it is of another day than was asked for; stop after so many as were asked for."""
        day = date.fromisoformat(article.published_at[:10]) if article.published_at else None
        limit = self.arguments.max_articles
        if not self.arguments.covers(day):
            self.crawler.stats.inc_value("articles/out_of_range")
            self.tell(outcomes.article_passed_over, response, published_at=article.published_at)
        elif limit is None or self._taken < limit:
            self._taken += 1
            yield article
            if self._taken == limit:
                raise CloseSpider("max_articles")
