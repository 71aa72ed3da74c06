"""The main job: front page, channels, listings with all their pages, articles with all their pages, one item each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider
from scrapy.http import Response

from zhanjiang.addresses.page import PageRef
from zhanjiang.addresses.portal import read_article
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.completion import REDIRECTED, add_crawl_facts, via
from zhanjiang.crawl.discovered import DiscoveredArticle, DiscoveredArticles
from zhanjiang.items import Article, ArticleAddress
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.article.particulars import read_particulars
from zhanjiang.pages.base import OtherPage
from zhanjiang.pages.reading.links import ArticleLink
from zhanjiang.processors.dates import portal_day
from zhanjiang.spiders import base
from zhanjiang.spiders.comments import CommentsSpider
from zhanjiang.spiders.listings import ListingsSpider
from zhanjiang.spiders.newspaper_articles import NewspaperArticlesSpider


class ArticlesSpider(ListingsSpider, CommentsSpider, NewspaperArticlesSpider):
    """Brings every article of the portal: ``scrapy crawl articles -a channels=shizheng -a since=2022-05-01``.

    All arguments: ``docs/arguments.md``. Items are ``Article``, and ``ArticleAddress`` for a further address of one.
    What is asked for of all that is found is decided in ``middlewares.incremental``.
    """

    name = "articles"
    handle_httpstatus_list = (*base.GONE, base.UNCHANGED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = DiscoveredArticles()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """See ``PortalSpider``; what only boxes showed is asked for when nothing else is left."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.ask_for_the_rest, signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Ask for what was typed, else for the front page."""
        for url in sorted(self.arguments.urls, key=lambda url: not self.sites.holds(url)):
            reference = read_article(url)
            if reference:
                yield self._typed(self.found.add(reference, url), url)
        for request in self.ask_typed_newspaper_articles():
            yield request
        for reference, is_single in self.arguments.references():
            found = self.found.add(reference)
            at_mirror = f"{self.arguments.via}/p/{reference.number}.html" if self.arguments.via else None
            yield self._typed(found, at_mirror) if is_single else self._ask(found, base.TYPED_ARTICLE, at_mirror)
        if self.arguments.walks:
            front_page = PageRef("/", f"{self.sites.portal}/", "frontpage")
            yield self.request(base.FRONT_PAGE, front_page, self.parse_frontpage)

    def resume(self, page: PageRef) -> Request | None:
        """Ask again for a page that an earlier run left or that is due; None where this run has asked for it."""
        if page.kind == "listing" and page.channel:
            return self.ask_listing(f"{self.sites.portal}{page.page}", page.channel)
        reference = read_article(page.url)
        if reference is None or not page.page.startswith("/"):
            return None
        found = self.found.add(reference, channel=page.channel)
        # What a link says is told by listings alone: it is asked for behind them.
        return None if found.is_asked or page.kind == "link" else self._ask(found, base.OWED_ARTICLE)

    def ask_for_the_rest(self) -> None:
        """Ask, once all listings are read, for what only a box or the front page showed, and for links that are due.

        Behind a front page that could not be had or read, the listings of the channels known come first.
        """
        channels = self.arguments.channels
        rest = [found for found in self.found if not found.is_asked and (not channels or found.channel in channels)]
        is_stuck = self.arguments.walks and not self.has_walked
        requests = [*self.walk_channels({})] if is_stuck else [self._ask(found) for found in rest]
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    # --- What is asked for ----------------------------------------------------------------------------------------

    def follow(self, links: Iterable[ArticleLink], channel: str | None) -> Iterator[Any]:
        """Ask for each linked article once, by its canonical address; note what the link tells of it."""
        for link in links:
            listed = None if link.in_box else channel
            found = self.found.add(
                link.reference,
                link.url,
                channel=link.reference.channel or listed,
                headline=link.headline,
                day=link.day,
            )
            if found.is_taken:
                yield ArticleAddress(found.reference.id, link.url)
            elif found.channel and not found.is_asked:
                yield self._ask(found, later=not self._is_wanted(found))

    def _typed(self, found: DiscoveredArticle, url: str | None = None) -> Request:
        """Ask for what was typed, whether it is known or not."""
        request = self._ask(found, base.TYPED_ARTICLE, url)
        return request.replace(meta=request.meta | {"again": True})

    def _ask(
        self,
        found: DiscoveredArticle,
        kind: base.RequestKind = base.ARTICLE,
        url: str | None = None,
        *,
        later: bool = False,
    ) -> Request:
        found.is_asked = True
        url = url or self.sites.article(found.reference)
        day = found.day.isoformat() if found.day else None
        page = PageRef(
            self.sites.page_name(url), url, "article", found.reference.id, found.channel, found.headline, day
        )
        request = self.request(kind, page, self.parse_article, found=found)
        return request.replace(meta=request.meta | {"later": later})

    def _is_wanted(self, found: DiscoveredArticle) -> bool:
        channels = self.arguments.channels
        return (not channels or found.channel in channels) and (found.day is None or self.arguments.covers(found.day))

    # --- Articles -------------------------------------------------------------------------------------------------

    @base.retry_unreadable
    def parse_article(
        self, response: Response, found: DiscoveredArticle, former: Sequence[ArticlePage] = ()
    ) -> Iterator[Any]:
        """Read an article's page; ask for its next page, or give the article that all its pages make."""
        if found.is_settled_by(via(self.sites, response.url)):
            self.tell(outcomes.article_known, response)
            return
        if response.status == base.UNCHANGED:
            self.tell(outcomes.page_unchanged, response)
            return
        is_gone = response.status in base.GONE
        if not is_gone and (retry := self.retry_if_broken(response)):
            yield retry
            return
        page = None if is_gone else self.page(ArticlePage, response, base.ARTICLE)
        if page is None or page.is_gone:
            self._tell_gone(response, former)
            return
        self._learn(response, found)
        if page.next_page:
            cb_kwargs = {"found": found, "former": [*former, page]}
            first = response.meta["page"]
            yield self.request(base.NEXT_PAGE, first, self.parse_article, url=page.next_page, **cb_kwargs)
            return
        yield from self._take(page.to_item(former), page, response, found)

    def _tell_gone(self, response: Response, former: Sequence[ArticlePage]) -> None:
        """Tell that an article is gone, or that a further page of it is, so that it cannot be had whole."""
        if former:
            assert response.request
            self.tell_incomplete(response.request, "there is no such page", former[0])
            return
        self.crawler.stats.inc_value("articles/gone")
        self.logger.info("Gone: %s", response.url)
        self.tell(outcomes.page_gone, response)

    def _learn(self, response: Response, found: DiscoveredArticle) -> None:
        """Note channel and addresses that the way to the page tells; OtherPage where it led to no article."""
        here = read_article(response.url)
        if here is None or here.number != found.reference.number:
            raise OtherPage(f"{REDIRECTED}{response.url}, which is not the address of this article")
        passed = [*response.meta.get("redirect_urls", []), response.url] if here.page == 1 else []
        is_own = self.sites.holds(response.url)
        self.found.add(here, *passed, channel=here.channel if is_own else None)

    def _take(self, article: Article, page: ArticlePage, response: Response, found: DiscoveredArticle) -> Iterator[Any]:
        """Complete the article with what only the crawl knows, and give it, and what its kind has, if asked for."""
        known: PageRef = response.meta["page"]
        found.channel = found.channel or known.channel
        found.remembered = found.remembered or known.headline
        add_crawl_facts(article, found, self.sites, response.url)
        day = portal_day(article.published_at) if article.published_at else None
        limit = self.arguments.max_articles
        if article.kind != "link" and not self.arguments.covers(day):
            self.crawler.stats.inc_value("articles/out_of_range")
            self.tell(outcomes.article_passed_over, response, published_at=article.published_at)
        elif limit is None or self._taken < limit:
            self._taken += 1
            found.is_taken, found.taken_via = True, article.via
            yield article
            if not article.via and (particulars := read_particulars(page, article)):
                yield particulars
            yield from self.ask_for_comments(article)
            if self._taken == limit:
                raise CloseSpider("max_articles")
