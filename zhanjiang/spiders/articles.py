"""The main job: front page, channels, listings with all their pages, articles with all their pages, one item each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider
from scrapy.http import Response

from zhanjiang.items import Article, ArticleAddress
from zhanjiang.pages.article import ArticlePage
from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.frontpage import FrontPage
from zhanjiang.pages.links import ArticleLink
from zhanjiang.pages.listing import ListingPage, more_page, read_more
from zhanjiang.processors.dates import portal_day
from zhanjiang.spiders import base
from zhanjiang.spiders.arguments import CHANNELS
from zhanjiang.spiders.found import Found, FoundArticles
from zhanjiang.urls import ArticleReference, ListingReference, authority, read_article

_GONE = (404, 410)
# How many rows a listing has at least where another page may follow.
_FULL_PAGE = 10


class ArticlesSpider(base.PortalSpider):
    """Brings every article of the portal: ``scrapy crawl articles -a channels=shizheng -a since=2022-05-01``.

    All arguments: ``docs/arguments.md``. Items are ``Article``, and ``ArticleAddress`` for a further address of one.
    """

    name = "articles"
    handle_httpstatus_list = _GONE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = FoundArticles()
        self._taken = 0

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
                yield self._ask(self.found.add(reference, url), base.TYPED_ARTICLE, url)
        for reference in self.arguments.references():
            yield self._ask(self.found.add(reference), base.TYPED_ARTICLE)
        if self.arguments.walks:
            front_page = self.request(base.FRONT_PAGE, f"{self.sites.portal}/", self.parse_frontpage)
            yield front_page.replace(errback=self.walk_known_channels)

    # --- Listings -------------------------------------------------------------------------------------------------

    def parse_frontpage(self, response: Response) -> Iterator[Any]:
        """Follow the channels (those asked for), then the articles shown here."""
        page = self.page(FrontPage, response, base.FRONT_PAGE)
        yield from self._walk_channels(page.channels(self.sites.holds))
        yield from self.follow(page.articles(self.sites.holds), channel=None)

    def walk_known_channels(self, failure: Any) -> Iterator[Any]:
        """Go on without a front page that cannot be had: the listings of the channels known are asked for."""
        self.fail(failure)
        yield from self._walk_channels({})

    def _walk_channels(self, linked: Mapping[str, str]) -> Iterator[Request]:
        for channel in self.arguments.channels or linked or CHANNELS:
            url = linked.get(channel) or self.sites.listing(ListingReference(channel))
            yield self.request(base.LISTING, url, self.parse_listing, channel=channel)

    def parse_listing(self, response: Response, channel: str, former: frozenset[int] = frozenset()) -> Iterator[Any]:
        """Follow the rows of a listing, then its next page, by whichever way the page offers."""
        if response.status in _GONE:
            return
        page = self.page(ListingPage, response, base.LISTING)
        links = page.articles(self.sites.holds)
        yield from self.follow(links, channel)
        rows = [link for link in links if not link.in_box]
        numbers = frozenset(link.reference.number for link in rows)
        more = page.load_more()
        if self._is_over(rows, numbers, former) and not (more and not rows):
            return
        next_page = page.next_page(self.sites.holds)
        if next_page is None and not page.has_pager(self.sites.holds):
            if more:
                yield self.request(base.LISTING, more, self.parse_more, channel=channel, number=1)
            # A pager may be filled in by a script: a full page without one is asked whether it has a second.
            elif len(rows) >= _FULL_PAGE:
                next_page = self.sites.listing(ListingReference(channel, 2))
        if next_page:
            yield self.request(base.LISTING, next_page, self.parse_listing, channel=channel, former=numbers)

    def parse_more(
        self, response: Response, channel: str, number: int, former: frozenset[int] = frozenset()
    ) -> Iterator[Any]:
        """Follow the rows of one answer of a load-more interface, then ask for the next."""
        self.crawler.stats.inc_value("pages/listing")
        rows = read_more(response.body, response.url, self.sites.holds)
        yield from self.follow(rows, channel)
        numbers = frozenset(row.reference.number for row in rows)
        if not self._is_over(rows, numbers, former):
            url = more_page(response.url, number + 1)
            yield self.request(
                base.LISTING, url, self.parse_more, channel=channel, number=number + 1, former=numbers | former
            )

    def _is_over(self, rows: Sequence[ArticleLink], numbers: frozenset[int], former: frozenset[int]) -> bool:
        """Say whether a listing ends here: no rows, none that the page before had not, or all older than asked for."""
        since = self.arguments.since
        too_old = since is not None and all(row.day is not None and row.day < since for row in rows)
        return numbers <= former or (too_old and not self.arguments.full)

    def follow(self, links: Iterable[ArticleLink], channel: str | None) -> Iterator[Any]:
        """Ask for each linked article once, by its canonical address; note what the link tells of it."""
        for link in links:
            listed = None if link.in_box else channel
            found = self.found.add(
                link.reference, link.url, channel=link.reference.channel or listed, headline=link.headline
            )
            if found.is_taken:
                yield ArticleAddress(found.reference.id, link.url)
            elif found.channel and not found.is_asked and self._is_wanted(found, link):
                yield self._ask(found)

    def _ask(self, found: Found, kind: base.RequestKind = base.ARTICLE, url: str | None = None) -> Request:
        found.is_asked = True
        return self.request(kind, url or self.sites.article(found.reference), self.parse_article, found=found)

    def ask_for_the_rest(self) -> None:
        """Ask, once all listings are read, for the articles that only a box or the front page showed."""
        rest = [found for found in self.found if not found.is_asked] if not self.arguments.channels else []
        for found in rest:
            self.crawler.engine.crawl(self._ask(found))
        if rest:
            raise DontCloseSpider

    def _is_wanted(self, found: Found, link: ArticleLink) -> bool:
        channels = self.arguments.channels
        return (not channels or found.channel in channels) and (link.day is None or self.arguments.covers(link.day))

    # --- Articles -------------------------------------------------------------------------------------------------

    def parse_article(self, response: Response, found: Found, former: Sequence[ArticlePage] = ()) -> Iterator[Any]:
        """Read an article's page; ask for its next page, or give the article that all its pages make."""
        if found.is_taken:
            return
        if response.status in _GONE:
            self._tell_gone(response)
            return
        retry = self.retry_if_empty(response)
        if retry:
            yield retry
            return
        page = self.page(ArticlePage, response, base.ARTICLE)
        if page.is_gone:
            self._tell_gone(response)
            return
        self._learn(response, found)
        if page.next_page:
            cb_kwargs = {"found": found, "former": [*former, page]}
            yield self.request(base.NEXT_PAGE, page.next_page, self.parse_article, **cb_kwargs)
            return
        yield from self._take(page.to_item(former), response, found)

    def _tell_gone(self, response: Response) -> None:
        self.crawler.stats.inc_value("articles/gone")
        self.logger.info("Gone: %s", response.url)

    def _learn(self, response: Response, found: Found) -> None:
        """Note channel and addresses that the way to the page tells; UnreadablePage where it led to no article."""
        here = read_article(response.url)
        if here is None or here.number != found.reference.number:
            raise UnreadablePage(f"redirected to {response.url}, which is not the address of this article")
        passed = [*response.meta.get("redirect_urls", []), response.url] if here.page == 1 else []
        is_own = self.sites.holds(response.url)
        self.found.add(here, *passed, channel=here.channel if is_own else None)

    def _take(self, article: Article, response: Response, found: Found) -> Iterator[Any]:
        """Complete the article with what only the crawl knows, and give it if it was asked for."""
        article.id = found.reference.id
        article.url = self.sites.article(ArticleReference(found.reference.number))
        article.addresses = list(found.addresses)
        article.channel = found.channel
        article.headline = article.headline or (found.headline if article.kind == "link" else None)
        article.via = None if self.sites.holds(response.url) else authority(response.url)
        day = portal_day(article.published_at) if article.published_at else None
        if article.kind != "link" and not self.arguments.covers(day):
            self.crawler.stats.inc_value("articles/out_of_range")
            return
        limit = self.arguments.max_articles
        if limit is None or self._taken < limit:
            self._taken += 1
            found.is_taken = True
            yield article
        if self._taken == limit:
            raise CloseSpider("max_articles")
