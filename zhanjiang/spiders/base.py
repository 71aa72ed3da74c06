"""What spiders of the portal share: the sites, the checked arguments, the order of requests, pages from responses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, Final, ParamSpec, Self, TypeVar

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response

from zhanjiang.addresses.newspapers import NewspaperSites
from zhanjiang.addresses.page import PageKind, PageRef
from zhanjiang.addresses.portal import Sites
from zhanjiang.archive import ArchiveError
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.repair_settings import repair_config
from zhanjiang.pages.base import CUT_OFF, OtherPage, Page, UnreadablePage, is_cut
from zhanjiang.spiders.arguments import ArticlesArguments, parse_arguments
from zhanjiang.textrepair import RepairConfig
from zhanjiang.times import moment

PageType = TypeVar("PageType", bound=Page)
SpiderType = TypeVar("SpiderType", bound="PortalSpider")
Given = ParamSpec("Given")
GONE: Final = (404, 410)
"""The statuses that say that there is no such page."""
UNCHANGED: Final = 304
_WITHIN = re.compile(r"\[?<[\w.]*\.Failure [\w.]+: (.*?)>\]?")
"""How Twisted shows an error within another one."""


@dataclass(frozen=True, slots=True)
class RequestKind:
    """A kind of request: its name in stats (``pages/<name>``) and its priority, the higher the sooner."""

    name: PageKind
    priority: int


# The order of a crawl: what the user typed, then the further pages of an article begun, what earlier runs left or what
# is due, then the articles of a listing, then what readers said below them, then more listings.
FRONT_PAGE = RequestKind("frontpage", 90)
TYPED_ARTICLE = RequestKind("article", 80)
NEXT_PAGE = RequestKind("article", 70)
OWED_ARTICLE = RequestKind("article", 60)
ARTICLE = RequestKind("article", 50)
COMMENTS_PRIORITY = 40
NEWSPAPER_PAGE = RequestKind("newspaper_page", 35)
LISTING = RequestKind("listing", 30)
DAY = RequestKind("day", 20)


def retry_unreadable(
    parse: Callable[Concatenate[SpiderType, Response, Given], Iterator[Any]],
) -> Callable[Concatenate[SpiderType, Response, Given], Iterator[Any]]:
    """Make a callback ask again for a page that it cannot read, since noise may be gone at another visit.

    UnreadablePage when no retries are left; OtherPage at once.
    """

    @wraps(parse)
    def parse_or_retry(
        self: SpiderType, response: Response, /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Iterator[Any]:
        """Parse; see ``retry_unreadable``."""
        try:
            yield from parse(self, response, *args, **kwargs)
        except OtherPage:
            raise
        except UnreadablePage:
            assert response.request
            retry = get_retry_request(response.request, spider=self, reason="unreadable page")
            if retry is None:
                raise
            yield retry

    return parse_or_retry


class PortalSpider(Spider):
    """A spider of the portal.

    ``given`` are the arguments as typed, ``arguments`` the same checked. The sites are read when they are first needed:
    a spider is made before add-ons complete the settings.
    """

    given: dict[str, str]
    arguments: ArticlesArguments
    _closes: bool | None = None
    """Whether pages of the site end with their closing tags; None while that is not known."""

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

    def request(
        self,
        kind: RequestKind,
        page: PageRef,
        callback: Callable[..., Any],
        url: str | None = None,
        **cb_kwargs: Any,
    ) -> Request:
        """Make a request of a kind for a page; what fails for good goes to ``fail``.

        ``url`` is that of an article's further page: it is asked for in the name of the article's first.

        Spiders ask for each article and listing once by their own books. Scrapy's filter of duplicates is passed by,
        since it also drops redirects, without a word to anybody: of ten articles that lead to one log-in page, nine.
        """
        return Request(
            url or page.url,
            callback,
            errback=self.fail,
            priority=kind.priority,
            cb_kwargs=cb_kwargs,
            meta={"page": page, "is_further": kind is NEXT_PAGE},
            dont_filter=True,
        )

    def tell(self, signal: object, asked: Request | Response, **told: Any) -> None:
        """Tell what became of the page that a request, or its response, is for: one of ``zhanjiang.crawl.outcomes``."""
        self.crawler.signals.send_catch_log(signal, page=asked.meta["page"], **told)

    def page(self, page_type: type[PageType], response: Response, kind: RequestKind) -> PageType:
        """Make a page of a response and count it."""
        self.crawler.stats.inc_value(f"pages/{kind.name}")
        return page_type(
            response.body,
            response.url,
            content_type=(response.headers.get("Content-Type") or b"").decode("latin-1"),
            fetched_at=fetched_at(response),
            repair_config=self.repair_config,
        )

    def retry_if_broken(self, response: Response) -> Request | None:
        """Return a retry for a page that is empty or seems cut; None for a whole one, and when no retries are left.

        A page that is still cut then is cut for good, UnreadablePage, unless no page of the site was seen to be whole.
        """
        assert response.request
        if not response.body.strip():
            return get_retry_request(response.request, spider=self, reason="empty body")
        if not is_cut(response.body):
            self._closes = True
            return None
        if self._closes is False:
            return None
        if retry := get_retry_request(response.request, spider=self, reason="cut page"):
            return retry
        if self._closes:
            raise UnreadablePage(CUT_OFF)
        self._closes = False
        return None

    def fail(self, failure: Any) -> None:
        """Count and tell an address that failed for good; the crawl goes on.

        What came and could not be archived stays in hand: the run ends, and the next one asks again.
        """
        if isinstance(failure.value, ArchiveError):
            return
        request, reason = failure.request, failure_reason(failure)
        self.crawler.stats.inc_value("pages/failed")
        self.logger.warning("Failed for good: %s (%s)", request.url, reason)
        if request.meta["is_further"]:
            self.tell_incomplete(request, reason, request.cb_kwargs["former"][0])
        else:
            self.tell(outcomes.page_failed, request, reason=reason)

    def tell_incomplete(self, request: Request, reason: str, first: Page) -> None:
        """Tell that a further page of an article cannot be had; what was read of it is its first page."""
        reason = f"{request.url}: {reason}"
        told = {"reason": reason, "body": first.raw, "content_type": first.content_type}
        self.tell(outcomes.article_incomplete, request, **told)


def fetched_at(response: Response) -> str:
    """Return when a response came, as the archive has it; where there is no archive, now."""
    return response.meta.get("fetched_at") or moment()


def failure_reason(failure: Any) -> str:
    """Return in one line why a request came to nothing: the answer's status, else the error.

    >>> from twisted.python.failure import Failure
    >>> failure_reason(Failure(ConnectionError([Failure(EOFError("It was closed."))])))
    'ConnectionError: It was closed'
    >>> failure_reason(Failure(ResponseDataLossError()))
    'ResponseDataLossError: the connection was cut within the answer'
    """
    if status := getattr(getattr(failure.value, "response", None), "status", None):
        return f"status {status}"
    told = _WITHIN.sub(r"\1", " ".join(failure.getErrorMessage().split())).rstrip(".:")
    if not told and isinstance(failure.value, ResponseDataLossError):
        told = "the connection was cut within the answer"
    return f"{type(failure.value).__name__}{f': {told}' if told else ''}"
