"""Truncated gzip responses are retried: what is left of one reads like a shorter page."""

from __future__ import annotations

import zlib
from contextlib import suppress

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response

from zhanjiang.archive.decoding import is_whole

_LENGTH_BYTES = 4


class TruncatedGzipMiddleware(HttpCompressionMiddleware):
    """Scrapy's decompression, which silently accepts a truncated gzip body, with a check that the body is whole.

    A truncated one is retried like any other failed response; ResponseDataLossError when no retries are left.
    """

    def __init__(self, *, crawler: Crawler) -> None:
        """Take the crawler: a retry needs its spider."""
        super().__init__(crawler=crawler)
        self.crawler = crawler

    # Scrapy's own signature still has the deprecated argument `spider`, which must not be taken over.
    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Return the decompressed response, or a retry."""
        if b"gzip" not in (response.headers.get(b"Content-Encoding") or b""):
            return super().process_response(request, response)
        with suppress(EOFError, OSError, zlib.error):  # raised where not even the beginning can be decompressed
            compressed = response.body
            decompressed = super().process_response(request, response)
            if not isinstance(decompressed, Response) or _fits(compressed, decompressed.body):
                return decompressed
        assert self.crawler.spider
        retry = get_retry_request(request, spider=self.crawler.spider, reason="truncated gzip")
        if retry is None:
            raise ResponseDataLossError(f"the compressed response of {request.url} is truncated")
        return retry


def _fits(body: bytes, decompressed: bytes) -> bool:
    """Compare the length with the one at the body's end; where they differ, decompress the whole body once more."""
    declared = int.from_bytes(body[-_LENGTH_BYTES:], "little")
    return declared == len(decompressed) & 0xFFFFFFFF or is_whole(body)
