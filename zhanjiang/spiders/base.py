"""What spiders of the portal share: sites, checked arguments, the order of requests, pages from responses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, Self, TypeVar

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings

from zhanjiang.addresses.newspapers import NewspaperSites
from zhanjiang.addresses.page import PageKind
from zhanjiang.addresses.portal import Sites
from zhanjiang.archive import ArchiveError
from zhanjiang.browser.visit_meta import VisitName, visit_meta
from zhanjiang.console.addons import keep_addons
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.ask import Ask, ask_of
from zhanjiang.crawl.ending import MAX_ARTICLES
from zhanjiang.crawl.failures import CrawlEnds, failure_reason
from zhanjiang.crawl.repair_settings import repair_config
from zhanjiang.items import Article
from zhanjiang.pages.article_reader import FetchedPage
from zhanjiang.pages.base import CUT_OFF, Page, UnreadablePage, is_cut
from zhanjiang.pages.reading.learned import LearnedLayout
from zhanjiang.processors.dates import portal_day
from zhanjiang.spiders.arguments import ArticlesArguments, parse_arguments
from zhanjiang.spiders.retrying import BrokenPage as BrokenPage
from zhanjiang.spiders.retrying import retry_unreadable as retry_unreadable
from zhanjiang.spiders.retrying import retry_unreadable_article as retry_unreadable_article
from zhanjiang.textrepair import RepairConfig
from zhanjiang.times import moment

PageType = TypeVar("PageType", bound=Page)
GONE: Final = (404, 410)
"""The statuses that say that there is no such page."""
_UNCHANGED: Final = 304
HANDLED: Final = (*GONE, _UNCHANGED)
"""The statuses of failures that spiders read themselves."""


@dataclass(frozen=True, slots=True)
class RequestKind:
    """A kind of request: its name in stats (``pages/<name>``) and its priority, the highest first."""

    name: PageKind
    priority: int


FRONT_PAGE: Final = RequestKind("frontpage", 90)
TYPED_ARTICLE: Final = RequestKind("article", 80)
NEXT_PAGE: Final = RequestKind("article", 70)
OWED_ARTICLE: Final = RequestKind("article", 60)
ARTICLE: Final = RequestKind("article", 50)
COMMENTS_PRIORITY: Final = 40
NEWSPAPER_PAGE: Final = RequestKind("newspaper_page", 35)
LISTING: Final = RequestKind("listing", 30)
LISTING_PART: Final = RequestKind("listing", 28)
DAY: Final = RequestKind("day", 20)


class PortalSpider(Spider):
    """A spider of the portal.

    ``given`` are the arguments as typed, ``arguments`` the same checked. The sites are read when they are first needed:
    a spider is made before add-ons complete the settings.
    """

    given: dict[str, str]
    arguments: ArticlesArguments
    learned: Sequence[LearnedLayout] = ()
    """The layouts that articles' pages may be of where no declared one fits."""
    others_have_begun: Callable[[], bool] = staticmethod(lambda: False)
    """Says whether another worker of this one's fleet has read the front page."""
    shares_work = False
    """Whether other workers may request what this one finds."""
    _taken = 0
    _closes: bool | None = None
    """Whether pages of the site end with their closing tags; None while that is not known."""

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Keep the project's add-ons, also where a program gives others."""
        super().update_settings(settings)
        keep_addons(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Read the arguments. Raises ArgumentError for a bad one."""
        spider = super().from_crawler(crawler, *args)
        further = crawler.settings.getlist("PORTAL_CHANNELS")
        spider.given = {name: str(value) for name, value in kwargs.items()}
        spider.arguments = parse_arguments(cls.name, spider.given, further)
        return spider

    @cached_property
    def sites(self) -> Sites:
        """The portal's sites."""
        return Sites.from_settings(self.crawler.settings)

    @cached_property
    def newspapers(self) -> NewspaperSites:
        """The newspapers' sites."""
        return NewspaperSites.from_settings(self.crawler.settings)

    @cached_property
    def repair_config(self) -> RepairConfig | None:
        """How damaged text is repaired; None where it is not."""
        return repair_config(self.crawler.settings)

    # --- Requests and reports -------------------------------------------------------------------------------------

    def request(
        self,
        kind: RequestKind,
        ask: Ask,
        callback: Callable[..., Any],
        *,
        url: str | None = None,
        priority: int | None = None,
        errback: Callable[..., Any] | None = None,
        visit: VisitName | None = None,
        **cb_kwargs: Any,
    ) -> Request:
        """Make a request of a kind; what fails for good goes to ``fail``.

        ``url`` is another address than the page's, such as that of an article's next page. ``visit`` names what the
        browser is to do there.

        Spiders request each article and listing once by their own records. Scrapy's filter of duplicates is off, since
        it also drops redirects, in silence: of ten articles that lead to one log-in page, nine.
        """
        assert ask.page
        return Request(
            url or ask.page.url,
            callback,
            errback=errback or self.fail,
            priority=kind.priority if priority is None else priority,
            cb_kwargs=cb_kwargs,
            meta={"ask": ask} | (visit_meta(visit, self.crawler.settings) if visit else {}),
            dont_filter=True,
        )

    def report(self, signal: object, asked: Request | Response, **values: Any) -> None:
        """Report the outcome of the page that a request, or its response, is for: one of ``crawl.outcomes``."""
        self.crawler.signals.send_catch_log(signal, page=ask_of(asked).page, **values)

    def hold_outcome(self, request: Request) -> None:
        """Mark a request's page so that its outcome is not recorded now; the spider reports it later."""
        request.meta["ask"] = replace(ask_of(request), outcome_pending=True)

    def fail(self, failure: Any) -> None:
        """Count and report a page that failed for good; the crawl goes on.

        Where the run ends, as for an answer that could not be archived, the page stays leased: the next one requests
        it.
        """
        if isinstance(failure.value, ArchiveError | CrawlEnds):
            return
        request, reason = failure.request, failure_reason(failure)
        self.crawler.stats.inc_value("pages/failed")
        self.logger.warning("Failed for good: %s (%s)", request.url, reason)
        if ask_of(request).is_part:
            self.report_incomplete(request, reason, request.cb_kwargs["previous"][0])
        else:
            self.report(outcomes.page_failed, request, reason=reason)

    def report_gone(self, response: Response, reason: str | None = None) -> None:
        """Count and report an article that is gone; ``reason`` says what became of it, where the site says so."""
        self.crawler.stats.inc_value("articles/gone")
        asked = (response.meta.get("redirect_urls") or [response.url])[0]
        self.logger.info("Gone: %s", f"{asked} ({reason})" if reason else response.url)
        self.report(outcomes.page_gone, response, reason=reason)

    def report_incomplete(self, request: Request, reason: str, first: FetchedPage) -> None:
        """Report that a further page of an article is missing; its first page was read."""
        reason = f"{request.url}: {reason}"
        self.report(
            outcomes.article_incomplete, request, reason=reason, body=first.body, content_type=first.content_type
        )

    # --- Reading --------------------------------------------------------------------------------------------------

    def read(self, response: Response, page_type: type[PageType], kind: RequestKind) -> PageType | None:
        """The page of a response, counted; None where there is no such page, by status or as a soft 404.

        Raises BrokenPage for a page to be fetched once more, UnreadablePage for one that is cut for good.
        """
        if not self.has_page(response):
            return None
        page = self.page(page_type, response, kind)
        return None if getattr(page, "is_gone", False) else page

    def has_page(self, response: Response) -> bool:
        """Say whether a response has a page to read, by its status. Raises as ``read``."""
        if response.status in GONE:
            return False
        if response.status == _UNCHANGED:
            raise UnreadablePage("status 304, which says unchanged, to a request that named nothing to compare with")
        self._check_whole(response)
        return True

    def page(self, page_type: type[PageType], response: Response, kind: RequestKind) -> PageType:
        """The page of a response as it is, counted."""
        self.crawler.stats.inc_value(f"pages/{kind.name}")
        page = page_type(
            response.body,
            response.url,
            content_type=content_type(response),
            fetched_at=fetched_at(response),
            repair_config=self.repair_config,
        )
        page.learned = self.learned
        return page

    def _check_whole(self, response: Response) -> None:
        """Raise BrokenPage for a page that is empty or seems cut, as long as retries are left.

        A page that is cut even then is cut for good, UnreadablePage, unless no page of the site was seen to be whole.
        """
        if not response.body.strip():
            self._retry(response, "empty body")
        elif not is_cut(response.body):
            self._closes = True
        elif self._closes is not False:
            self._retry(response, "cut page")
            if self._closes:
                raise UnreadablePage(CUT_OFF)
            self._closes = False

    def _retry(self, response: Response, reason: str) -> None:
        assert response.request
        if retry := get_retry_request(response.request, spider=self, reason=reason):
            raise BrokenPage(retry)

    # --- What is taken --------------------------------------------------------------------------------------------

    def takes(self, article: Article, response: Response) -> bool:
        """Say whether the run wants an article that was read, and count it.

        An article of another day is reported, and left to another run. After ``max_articles`` none is wanted.
        """
        day = portal_day(article.published_at) if article.published_at else None
        if article.kind != "link" and not self.arguments.covers(day):
            self.crawler.stats.inc_value("articles/out_of_range")
            self.report(outcomes.article_passed_over, response, published_at=article.published_at)
            return False
        most = self.arguments.max_articles
        if most is None or self._taken >= most:
            return most is None
        self._taken = self.count_taken()
        return self._taken <= most

    def count_taken(self) -> int:
        """How many articles are taken with one more; a worker counts those of its fleet."""
        return self._taken + 1

    def close_at_limit(self) -> None:
        """End the crawl (CloseSpider) once ``max_articles`` are taken."""
        if self._taken == self.arguments.max_articles:
            raise CloseSpider(MAX_ARTICLES)


def report_failure(spider: PortalSpider, asked: Request | Response, reason: str) -> None:
    """Count and report a page that failed for good, though an answer came."""
    spider.crawler.stats.inc_value("pages/failed")
    spider.logger.warning("Failed for good: %s (%s)", asked.url, reason)
    spider.report(outcomes.page_failed, asked, reason=reason)


def is_unchanged(response: Response) -> bool:
    """Say whether a page is as it was (304): that answers only a request that named what we have of it."""
    headers = response.request.headers if response.request else {}
    return response.status == _UNCHANGED and ("If-None-Match" in headers or "If-Modified-Since" in headers)


def content_type(response: Response) -> str:
    """The header that names a response's type and charset; '' where it has none."""
    return (response.headers.get("Content-Type") or b"").decode("latin-1")


def fetched_at(response: Response) -> str:
    """When a response came, as the archive has it; without an archive, now."""
    return ask_of(response).fetched_at or moment()
