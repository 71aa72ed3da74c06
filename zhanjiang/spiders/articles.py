"""The main job: front page, channels, listings with all their pages, articles with all their pages, one item each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

from scrapy import Request
from scrapy import signals as scrapy_signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider
from scrapy.http import Response

from zhanjiang import signals
from zhanjiang.browser.availability import is_there
from zhanjiang.frontier import FoundPage
from zhanjiang.items import Article, ArticleAddress
from zhanjiang.pages.article import ArticlePage
from zhanjiang.pages.base import OtherPage
from zhanjiang.pages.frontpage import FrontPage
from zhanjiang.pages.links import ArticleLink
from zhanjiang.pages.listing import ListingPage, next_more, read_more
from zhanjiang.pages.more import has_more_button
from zhanjiang.pages.particulars import read_particulars
from zhanjiang.processors.dates import portal_day
from zhanjiang.spiders import base
from zhanjiang.spiders.arguments import CHANNELS
from zhanjiang.spiders.comments import CommentsSpider
from zhanjiang.spiders.completion import REDIRECTED, complete, via
from zhanjiang.spiders.found import Found, FoundArticles
from zhanjiang.spiders.newspaper_articles import GONE, UNCHANGED, NewspaperArticlesSpider
from zhanjiang.urls import ListingReference, read_article, read_listing

Numbers = frozenset[int]
"""The numbers of the articles of a listing's page."""

# How many rows a listing has at least where another page may follow.
_FULL_PAGE = 10
# Marks, as no server sees it, the address of a listing whose rows a browser is to load.
_IN_BROWSER = "#more"


class ArticlesSpider(CommentsSpider, NewspaperArticlesSpider):
    """Brings every article of the portal: ``scrapy crawl articles -a channels=shizheng -a since=2022-05-01``.

    All arguments: ``docs/arguments.md``. Items are ``Article``, and ``ArticleAddress`` for a further address of one.
    What is asked for of all that is found is decided in ``middlewares.incremental``.
    """

    name = "articles"
    handle_httpstatus_list = (*GONE, UNCHANGED)
    _has_walked = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = FoundArticles()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """See ``PortalSpider``; what only boxes showed is asked for when nothing else is left."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.ask_for_the_rest, scrapy_signals.spider_idle)
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
            front_page = FoundPage("/", f"{self.sites.portal}/", "frontpage")
            yield self.request(base.FRONT_PAGE, front_page, self.parse_frontpage)

    def resume(self, page: FoundPage) -> Request | None:
        """Ask again for a page that an earlier run left or that is due; None where this run has asked for it."""
        if page.kind == "listing" and page.channel:
            return self._ask_listing(f"{self.sites.portal}{page.page}", page.channel)
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
        is_stuck = self.arguments.walks and not self._has_walked
        requests = [*self._walk_channels({})] if is_stuck else [self._ask(found) for found in rest]
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    # --- Listings -------------------------------------------------------------------------------------------------

    @base.asked_again
    def parse_frontpage(self, response: Response) -> Iterator[Any]:
        """Follow the channels (those asked for), then the articles shown here."""
        if retry := self.retry_if_broken(response):
            yield retry
            return
        page = self.page(FrontPage, response, base.FRONT_PAGE)
        channels, links = page.channels(self.sites.holds), page.articles(self.sites.holds)
        yield from self._walk_channels(channels)
        yield from self.follow(links, channel=None)

    def _walk_channels(self, linked: Mapping[str, str]) -> Iterator[Request]:
        self._has_walked = True
        for channel in self.arguments.channels or linked or CHANNELS:
            url = linked.get(channel) or self.sites.listing(ListingReference(channel))
            yield self._ask_listing(url, channel)

    def _ask_listing(self, url: str, channel: str, former: Numbers = frozenset(), **meta: Any) -> Request:
        """Ask for a page of a listing; ``former`` are the articles that it ends with if it has no others."""
        in_browser = _IN_BROWSER if url.endswith(_IN_BROWSER) else ""
        page = FoundPage(self.sites.page_name(url) + in_browser, url, "listing", channel=channel)
        callback = self.parse_listing if read_listing(url) else self.parse_more
        if in_browser:
            meta["browser"] = "more"
        request = self.request(base.LISTING, page, callback, channel=channel, former=former)
        return request.replace(meta=request.meta | meta)

    def _ask_next_listing(self, url: str, channel: str, former: Numbers, rows: Sequence[ArticleLink]) -> Request:
        """Ask for the page behind one with these rows; left to another run where they are too old for this one."""
        names = [self.sites.page_name(self.sites.article(row.reference)) for row in rows]
        since = self.arguments.since
        too_old = since is not None and all(row.day is not None and row.day < since for row in rows)
        later = bool(rows) and too_old and not self.arguments.full
        return self._ask_listing(url, channel, former, rows=names, later=later)

    @base.asked_again
    def parse_listing(self, response: Response, channel: str, former: Numbers) -> Iterator[Any]:
        """Follow the rows of a listing, then its next page, by whichever way the page offers."""
        if response.status in GONE:
            self.tell(signals.page_gone, response)
            return
        if retry := self.retry_if_broken(response):
            yield retry
            return
        page = self.page(ListingPage, response, base.LISTING)
        links = page.articles(self.sites.holds)
        yield from self.follow(links, channel)
        rows = [link for link in links if not link.in_box]
        more = page.load_more()
        numbers = _numbers(rows)
        # What has no rows yet may get them from a script.
        is_end = numbers <= former and (bool(rows) or not (more or has_more_button(page.root)))
        if is_end or "visited" in response.meta:  # the browser has loaded all that there is
            return
        if next_page := self._next_listing(page, channel, len(rows)):
            # The first rows of a load-more interface may be those of the page.
            yield self._ask_next_listing(next_page, channel, frozenset() if next_page == more else numbers, rows)

    def _next_listing(self, page: ListingPage, channel: str, rows: int) -> str | None:
        """Return the address of a listing's next page, by whichever way this one offers; None at the end."""
        next_page = page.next_page(self.sites.holds)
        if next_page or page.has_pager(self.sites.holds):
            return next_page
        if more := page.load_more():
            return more
        if has_more_button(page.root) and is_there(self.crawler, "what listings load by a script"):
            return page.url + _IN_BROWSER
        # A pager may be filled in by a script: behind a full page without one, there may be another.
        here = read_listing(page.url)
        return self.sites.listing(ListingReference(channel, here.page + 1)) if here and rows >= _FULL_PAGE else None

    @base.asked_again
    def parse_more(self, response: Response, channel: str, former: Numbers) -> Iterator[Any]:
        """Follow the rows of one answer of a load-more interface, then ask for the next."""
        self.crawler.stats.inc_value("pages/listing")
        rows = read_more(response.body, response.url, self.sites.holds)
        yield from self.follow(rows, channel)
        numbers = _numbers(rows)
        if not numbers <= former:
            yield self._ask_next_listing(next_more(response.url), channel, numbers | former, rows)

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

    def _typed(self, found: Found, url: str | None = None) -> Request:
        """Ask for what was typed, whether it is known or not."""
        request = self._ask(found, base.TYPED_ARTICLE, url)
        return request.replace(meta=request.meta | {"again": True})

    def _ask(
        self,
        found: Found,
        kind: base.RequestKind = base.ARTICLE,
        url: str | None = None,
        *,
        later: bool = False,
    ) -> Request:
        found.is_asked = True
        url = url or self.sites.article(found.reference)
        day = found.day.isoformat() if found.day else None
        page = FoundPage(
            self.sites.page_name(url), url, "article", found.reference.id, found.channel, found.headline, day
        )
        request = self.request(kind, page, self.parse_article, found=found)
        return request.replace(meta=request.meta | {"later": later})

    def _is_wanted(self, found: Found) -> bool:
        channels = self.arguments.channels
        return (not channels or found.channel in channels) and (found.day is None or self.arguments.covers(found.day))

    # --- Articles -------------------------------------------------------------------------------------------------

    @base.asked_again
    def parse_article(self, response: Response, found: Found, former: Sequence[ArticlePage] = ()) -> Iterator[Any]:
        """Read an article's page; ask for its next page, or give the article that all its pages make."""
        if found.is_settled_by(via(self.sites, response.url)):
            self.tell(signals.article_known, response)
            return
        if response.status == UNCHANGED:
            self.tell(signals.page_unchanged, response)
            return
        is_gone = response.status in GONE
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
        self.tell(signals.page_gone, response)

    def _learn(self, response: Response, found: Found) -> None:
        """Note channel and addresses that the way to the page tells; OtherPage where it led to no article."""
        here = read_article(response.url)
        if here is None or here.number != found.reference.number:
            raise OtherPage(f"{REDIRECTED}{response.url}, which is not the address of this article")
        passed = [*response.meta.get("redirect_urls", []), response.url] if here.page == 1 else []
        is_own = self.sites.holds(response.url)
        self.found.add(here, *passed, channel=here.channel if is_own else None)

    def _take(self, article: Article, page: ArticlePage, response: Response, found: Found) -> Iterator[Any]:
        """Complete the article with what only the crawl knows, and give it, and what its kind has, if asked for."""
        known: FoundPage = response.meta["page"]
        found.channel = found.channel or known.channel
        found.remembered = found.remembered or known.headline
        complete(article, found, self.sites, response.url)
        day = portal_day(article.published_at) if article.published_at else None
        limit = self.arguments.max_articles
        if article.kind != "link" and not self.arguments.covers(day):
            self.crawler.stats.inc_value("articles/out_of_range")
            self.tell(signals.article_passed_over, response, published_at=article.published_at)
        elif limit is None or self._taken < limit:
            self._taken += 1
            found.is_taken, found.taken_via = True, article.via
            yield article
            if not article.via and (particulars := read_particulars(page, article)):
                yield particulars
            yield from self.ask_for_comments(article)
            if self._taken == limit:
                raise CloseSpider("max_articles")


def _numbers(rows: Iterable[ArticleLink]) -> Numbers:
    return frozenset(row.reference.number for row in rows)
