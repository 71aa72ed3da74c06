"""Compressed answers that were cut: asked for again, since what is left of one reads like a shorter page."""

from __future__ import annotations

import zlib
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response

_GZIP = zlib.MAX_WBITS | 16
_LENGTH_BYTES = 4


class TruncatedGzipMiddleware(HttpCompressionMiddleware):
    """Scrapy's decompression, which takes what it can get silently, with a check that a gzip body is whole.

    A cut one is retried like any other failed answer; ResponseDataLossError when the retries are used up.
    """

    crawler: Crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware as Scrapy does; a retry needs the crawler's spider."""
        middleware = super().from_crawler(crawler)
        middleware.crawler = crawler
        return middleware

    # Scrapy's own signature still has the deprecated argument `spider`, which must not be taken over.
    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Return the decompressed response, or a retry."""
        is_gzip = b"gzip" in (response.headers.get(b"Content-Encoding") or b"")
        compressed = response.body
        decompressed = super().process_response(request, response)
        if not is_gzip or not isinstance(decompressed, Response) or _fits(compressed, decompressed.body):
            return decompressed
        assert self.crawler.spider
        retry = get_retry_request(request, spider=self.crawler.spider, reason="cut gzip")
        if retry is None:
            raise ResponseDataLossError(f"the compressed answer of {request.url} is cut")
        return retry


def _fits(body: bytes, decompressed: bytes) -> bool:
    """Compare what was got with the length at the body's end; where they differ, read the whole body once more."""
    told = int.from_bytes(body[-_LENGTH_BYTES:], "little")
    return told == len(decompressed) & 0xFFFFFFFF or is_whole(body)


def is_whole(body: bytes) -> bool:
    """Say whether a gzip body has its end, however many members it has; an empty body is whole.

    >>> import gzip
    >>> packed = gzip.compress(b"news" * 100)
    >>> is_whole(packed), is_whole(packed + packed), is_whole(packed[:-1])
    (True, True, False)
    """
    while body:
        member = zlib.decompressobj(_GZIP)
        try:
            member.decompress(body)
        except zlib.error:
            return False
        if not member.eof:
            return False
        body = member.unused_data.lstrip(b"\0")
    return True
