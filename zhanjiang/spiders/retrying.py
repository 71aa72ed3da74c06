"""Callbacks fetch once more what they cannot read, as far as there is hope and retries are left."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response

from zhanjiang.pages.unreadable import OtherPage, TooLargePage, UnreadablePage

SpiderType = TypeVar("SpiderType", bound=Spider)
Given = ParamSpec("Given")


class BrokenPage(UnreadablePage):
    """A page that is empty or seems cut; ``retry`` is the request that fetches it once more."""

    def __init__(self, retry: Request) -> None:
        super().__init__("the page came broken")
        self.retry = retry


def _retry_of(spider: Spider, response: Response, error: UnreadablePage) -> Request | None:
    """The request that fetches an unreadable page once more, since noise may be gone at another visit.

    None when no retries are left, and at once for OtherPage and TooLargePage.
    """
    if isinstance(error, BrokenPage):
        return error.retry
    if isinstance(error, OtherPage | TooLargePage):
        return None
    assert response.request
    return get_retry_request(response.request, spider=spider, reason="unreadable page")


def retry_unreadable(
    parse: Callable[Concatenate[SpiderType, Response, Given], Iterator[Any]],
) -> Callable[Concatenate[SpiderType, Response, Given], Iterator[Any]]:
    """Make a callback retry a page that it cannot read, and raise UnreadablePage where that is of no use."""

    @wraps(parse)
    def parse_or_retry(
        self: SpiderType, response: Response, /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Iterator[Any]:
        """Parse; see ``retry_unreadable``."""
        try:
            yield from parse(self, response, *args, **kwargs)
        except UnreadablePage as error:
            if (retry := _retry_of(self, response, error)) is None:
                raise
            yield retry

    return parse_or_retry


def retry_unreadable_article(
    parse: Callable[Concatenate[SpiderType, Response, Given], AsyncIterator[Any]],
) -> Callable[Concatenate[SpiderType, Response, Given], AsyncIterator[Any]]:
    """The same for a callback that waits for a reader."""

    @wraps(parse)
    async def parse_or_retry(
        self: SpiderType, response: Response, /, *args: Given.args, **kwargs: Given.kwargs
    ) -> AsyncIterator[Any]:
        """Parse; see ``retry_unreadable``."""
        try:
            async for output in parse(self, response, *args, **kwargs):
                yield output
        except UnreadablePage as error:
            if (retry := _retry_of(self, response, error)) is None:
                raise
            yield retry

    return parse_or_retry
