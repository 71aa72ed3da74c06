"""The main spider: front page, channels, listings with all their pages, articles with all their pages, one item each.

The order of the crawl, by the priorities in ``zhanjiang.spiders.base``:

90 the front page, which links the channels' listings and some articles
80 what the user typed: ``urls``, then ``ids``; with them nothing else is requested
70 the next page of an article that is begun
60 articles that earlier runs left, or that are due
50 articles of a listing, as soon as one links them
40 comments of an article, once it is taken (``CommentRequests``)
30 listings, each page after the one before it (``ListingWalk``)
28 what may be a part of a listing, such as a month's folder
Last, once nothing else is left, come articles that only a box showed, and links that are due.

The frontier middleware drops requests that are not due; pipelines store the items.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response

from zhanjiang.addresses.newspapers import NewspaperReference
from zhanjiang.addresses.page import PageRef
from zhanjiang.addresses.portal import read_article
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.ask import Ask, ask_of
from zhanjiang.crawl.completion import add_crawl_facts, via
from zhanjiang.crawl.discovered import DiscoveredArticle, DiscoveredArticles
from zhanjiang.crawl.failures import failure_reason
from zhanjiang.crawl.limits import limit_reason
from zhanjiang.crawl.reading_doubt import ReadingDoubt
from zhanjiang.items import ArticleAddress
from zhanjiang.pages.article_reader import FetchedPage, PageAsRead, ReadArticle
from zhanjiang.pages.reading.links import ArticleLink
from zhanjiang.spiders import base
from zhanjiang.spiders.article_reading import ArticleReading, fetched_page
from zhanjiang.spiders.comment_requests import CommentRequests
from zhanjiang.spiders.listing_parts import ListingPlace
from zhanjiang.spiders.listing_walk import ListingWalk
from zhanjiang.spiders.messages import RequestMessages
from zhanjiang.spiders.newspaper_articles import NewspaperArticles
from zhanjiang.spiders.way_to_article import learn_from_way, moved_to


class ArticlesSpider(base.PortalSpider):
    """Brings every article of the portal: ``scrapy crawl articles -a channels=shizheng -a since=2022-05-01``.

    All arguments: ``docs/arguments.md``. Items are ``Article``, its ``Particulars`` and ``Comment``,
    ``ArticleAddress`` for a further address of an article, and ``ReadingDoubt`` for what is odd in one.
    """

    name = "articles"
    handle_httpstatus_list = base.HANDLED
    discovered: DiscoveredArticles
    listings: ListingWalk
    comments: CommentRequests
    reading: ArticleReading
    newspaper_articles: NewspaperArticles
    messages: RequestMessages

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """See ``PortalSpider``; read ``COMMENTS_ENABLED``."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.discovered = DiscoveredArticles()
        spider.messages = RequestMessages(spider)
        spider.listings = ListingWalk(spider, spider.parse_listing, crawler.settings.getint("LISTING_PARTS_MAX"))
        spider.comments = CommentRequests(spider, spider.parse_comments, spider.fail_comments)
        spider.comments.is_on = crawler.settings.getbool("COMMENTS_ENABLED")
        spider.reading = ArticleReading(spider)
        spider.newspaper_articles = NewspaperArticles(spider, spider.reading, spider.parse_newspaper_article)
        return spider

    # --- What is requested ----------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        """Request what was typed, else the front page."""
        # Not before: `scrapy parse` makes a spider that never starts, and is to request one page alone.
        self.crawler.signals.connect(self.request_the_rest, signals.spider_idle)
        await self.reading.start()
        for request in self._typed_urls():
            yield request
        for request in self.newspaper_articles.typed():
            yield request
        for reference, is_single in self.arguments.references():
            # A range names articles by the million: what is known of one lives as long as its request.
            discovered = self.discovered.add(reference) if is_single else self.discovered.get(reference)
            url = f"{self.arguments.via}/p/{reference.number}.html" if self.arguments.via else None
            yield self._request(discovered, base.TYPED_ARTICLE, url, force=is_single)
        if self.arguments.walks:
            front_page = PageRef("/", f"{self.sites.portal}/", "frontpage")
            yield self.request(base.FRONT_PAGE, Ask(front_page), self.parse_frontpage)

    def _typed_urls(self) -> Iterator[Request]:
        """Request typed addresses of articles, the portal's own first, then mirrors'."""
        own = [url for url in self.arguments.urls if self.sites.holds(url)]
        mirrors = [url for url in self.arguments.urls if not self.sites.holds(url)]
        for url in (*own, *mirrors):
            if reference := read_article(url):
                discovered = self.discovered.add(reference, url)
                yield self._request(discovered, base.TYPED_ARTICLE, url, force=True)

    def resume(self, page: PageRef) -> Request | None:
        """Request a page that an earlier run left or that is due; None if this run has requested it."""
        if page.kind == "listing" and page.channel:
            return self.listings.resume(page)
        reference = read_article(page.url)
        if reference is None or not page.page.startswith("/"):
            return None
        discovered = self.discovered.add(reference, channel=page.channel)
        if discovered.is_requested or page.kind == "link":  # a link's headline is the listings', which come first
            return None
        return self._request(discovered, base.OWED_ARTICLE)

    def request_the_rest(self) -> None:
        """Request, once all listings are read, the articles that no listing of a channel has shown.

        If the front page was not fetched or read, the listings of the known channels come first.
        """
        if self.arguments.walks and not self.listings.has_begun and not self.others_have_begun():
            requests = [*self.listings.begin({})]
        else:
            channels = self.arguments.channels
            rest = [
                one for one in self.discovered if not one.is_requested and (not channels or one.channel in channels)
            ]
            requests = [self._request(discovered) for discovered in rest]
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def message_of(self, request: Request) -> dict[str, Any] | None:
        """A request as plain data, for other workers; see ``RequestMessages``."""
        return self.messages.message_of(request)

    def request_of(self, page: PageRef, message: Mapping[str, Any]) -> Request | None:
        """The request that a message of another worker describes; see ``RequestMessages``."""
        return self.messages.request_of(page, message)

    def _follow(self, links: Iterable[ArticleLink], channel: str | None) -> Iterator[Any]:
        """Request each linked article once its channel is known, by its canonical address.

        ``channel`` is that of the listing; None for the front page.
        """
        for link in links:
            discovered = self.discovered.add_link(link, channel)
            if discovered.is_taken or (self.shares_work and discovered.is_requested):
                yield ArticleAddress(discovered.reference.id, link.url)
            elif discovered.channel and not discovered.is_requested:
                yield self._request(discovered, defer=not self._is_wanted(discovered))

    def _is_wanted(self, discovered: DiscoveredArticle) -> bool:
        channels, day = self.arguments.channels, discovered.day
        return (not channels or discovered.channel in channels) and (day is None or self.arguments.covers(day))

    def _request(
        self,
        discovered: DiscoveredArticle,
        kind: base.RequestKind = base.ARTICLE,
        url: str | None = None,
        *,
        force: bool = False,
        defer: bool = False,
    ) -> Request:
        self.discovered.request(discovered, is_typed=kind is base.TYPED_ARTICLE)
        ask = Ask(discovered.page(self.sites, url), force=force, defer=defer)
        return self.request(kind, ask, self.parse_article, discovered=discovered)

    # --- Articles -------------------------------------------------------------------------------------------------

    @base.retry_unreadable_article
    async def parse_article(
        self, response: Response, discovered: DiscoveredArticle, previous: Sequence[FetchedPage] = ()
    ) -> AsyncIterator[Any]:
        """Read an article's page; request its next page, or yield the article that all its pages make."""
        if self._is_known(response, discovered):
            return
        if base.is_unchanged(response):
            self.report(outcomes.page_unchanged, response)
            return
        if not previous and (there := moved_to(response, discovered.reference, self.sites)):
            self.report_gone(response, f"moved to {there.id}")
            self.discovered.add(there, response.url, channel=there.channel)  # requested as whatever else is linked
            return
        pages = [*previous, fetched_page(response)]
        read = await self.reading.read(response, pages)
        if self._is_known(response, discovered):  # another copy was taken meanwhile
            return
        if read.is_gone:
            self._report_gone(response, previous)
            return
        learn_from_way(response, discovered, self.sites)
        if read.failure:
            raise read.failure.error
        if read.next_page:
            for request in self._go_on(read.next_page, response, discovered, pages):
                yield request
            return
        for output in self._take(read, self.reading.as_read(pages[0], read), response, discovered):
            yield output

    def _is_known(self, response: Response, discovered: DiscoveredArticle) -> bool:
        """Say whether a page is one more address of an article that is taken, and report that."""
        is_known = discovered.needs_no_copy_from(via(self.sites, response.url))
        if is_known:
            self.report(outcomes.article_known, response)
        return is_known

    def _go_on(
        self, url: str, response: Response, discovered: DiscoveredArticle, pages: Sequence[FetchedPage]
    ) -> Iterator[Request]:
        """Request the next page of an article, in the name of its first, unless it has too many."""
        if len(pages) < self.crawler.settings.getint("ARTICLE_PAGES_MAX"):
            ask = Ask(ask_of(response).page, is_part=True)
            known: dict[str, Any] = {"discovered": discovered, "previous": pages}
            yield self.request(base.NEXT_PAGE, ask, self.parse_article, url=url, **known)
            return
        assert response.request
        reason = limit_reason(self.crawler, "ARTICLE_PAGES_MAX", "the article has more pages")
        self.report_incomplete(response.request, reason, pages[0])

    def _report_gone(self, response: Response, previous: Sequence[FetchedPage]) -> None:
        """Report that an article is gone, or incomplete where a further page of it is gone."""
        if previous:
            assert response.request
            self.report_incomplete(response.request, "there is no such page", previous[0])
            return
        self.report_gone(response)

    def _take(
        self, read: ReadArticle, first: PageAsRead, response: Response, discovered: DiscoveredArticle
    ) -> Iterator[Any]:
        """Complete an article with what only the crawl knows; yield it and what its kind has, request its comments."""
        article = read.article
        assert article
        add_crawl_facts(article, discovered, self.sites, response.url)
        if not self.takes(article, response):
            return
        self.discovered.take(discovered, article.via)
        self.report(outcomes.article_read, response, article=article, first=first, layout=read.layout)
        yield article
        if read.doubts:
            yield ReadingDoubt(discovered.reference.id, response.url, read.doubts)
        if read.particulars and not article.via:
            yield replace(read.particulars, article=article.id)
        yield from self.comments.after(article)
        self.close_at_limit()

    # --- The other pages: what is done with each is in the helper of its name -------------------------------------

    @base.retry_unreadable
    def parse_frontpage(self, response: Response) -> Iterator[Any]:
        """Walk the linked channels' listings, and follow the articles shown here.

        @portal_page /
        @returns requests 1
        @returns items 0 0
        """
        channels, links = self.listings.read_frontpage(response)
        yield from self.listings.begin(channels)
        yield from self._follow(links, channel=None)

    @base.retry_unreadable
    def parse_listing(self, response: Response, place: ListingPlace) -> Iterator[Any]:
        """Follow the rows and boxes of a listing, or the rows of its load-more interface, then what it leads to."""
        links, channel, requests = self.listings.read(response, place)
        if channel:
            listed: dict[str, Any] = {"channel": channel, "links": [link for link in links if not link.in_box]}
            self.report(outcomes.articles_listed, response, **listed, is_first=place.first == response.url)
        yield from self._follow(links, channel)
        yield from requests

    @base.retry_unreadable_article
    async def parse_newspaper_article(self, response: Response, reference: NewspaperReference) -> AsyncIterator[Any]:
        """Yield an article of the newspaper, which the user typed."""
        async for item in self.newspaper_articles.read(response, reference):
            yield item

    def parse_comments(self, response: Response, article: str, number: int, seen: frozenset[str]) -> Iterator[Any]:
        """Yield the comments of an article, and request more as long as there are any."""
        yield from self.comments.read(response, article, number, seen)

    def fail_comments(self, failure: Any) -> None:
        """Log that comments are missing; nothing else comes of it."""
        self.comments.fail(failure.request.url, failure_reason(failure))
