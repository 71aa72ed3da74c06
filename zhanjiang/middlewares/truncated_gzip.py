"""Truncated gzip responses are retried: what is left of one reads like a shorter page."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest, ResponseDataLossError
from scrapy.http import Response
from scrapy.responsetypes import responsetypes
from scrapy.utils.gz import gunzip

from zhanjiang.archive.decoding import GZIP_MAGIC, is_whole

_LENGTH_BYTES = 4
_MOST_LAYERS = 5


class TruncatedGzipMiddleware(HttpCompressionMiddleware):
    """Scrapy's decompression, which silently accepts a truncated gzip body, with a check that the body is whole.

    A truncated one is retried like any other failed response; ResponseDataLossError when no retries are left. A body
    that is gzip though no header says so is decompressed as well.
    """

    def __init__(self, *, crawler: Crawler) -> None:
        """Take the crawler: a retry needs its spider."""
        super().__init__(crawler=crawler)
        self.crawler = crawler

    # Scrapy's own signature still has the deprecated argument `spider`, which must not be taken over.
    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Return the decompressed response, or a retry."""
        if b"gzip" not in (response.headers.get(b"Content-Encoding") or b"").lower():
            return self._without_gzip(request, super().process_response(request, response))
        with suppress(EOFError, OSError, zlib.error):  # raised where not even the beginning can be decompressed
            compressed = response.body
            decompressed = super().process_response(request, response)
            if not isinstance(decompressed, Response) or _fits(compressed, decompressed.body):
                return self._without_gzip(request, decompressed)
        return self._retry(request)

    def _without_gzip(self, request: Request, response: Request | Response) -> Request | Response:
        """Decompress what is gzip still: without a Content-Encoding that says so, or twice over.

        Raises IgnoreRequest for more than ``DOWNLOAD_MAXSIZE``, and for gzip that holds gzip without an end.
        """
        if not isinstance(response, Response) or not response.body.startswith(GZIP_MAGIC):
            return response
        body = response.body
        for _ in range(_MOST_LAYERS):
            if not body.startswith(GZIP_MAGIC):
                break
            try:
                packed, body = body, gunzip(body, max_size=self._max_size)
            except (EOFError, OSError, struct.error):
                return self._retry(request)
            except ValueError as error:
                raise IgnoreRequest(f"larger than DOWNLOAD_MAXSIZE once it is decompressed ({error})") from error
            if not is_whole(packed):
                return self._retry(request)
        else:
            raise IgnoreRequest(f"gzip within gzip, more than {_MOST_LAYERS} times")
        kind = responsetypes.from_args(headers=response.headers, url=response.url, body=body)
        return response.replace(body=body, cls=kind)

    def _retry(self, request: Request) -> Request:
        assert self.crawler.spider
        retry = get_retry_request(request, spider=self.crawler.spider, reason="truncated gzip")
        if retry is None:
            raise ResponseDataLossError(f"the compressed response of {request.url} is truncated")
        return retry


def _fits(body: bytes, decompressed: bytes) -> bool:
    """Compare the length with the one at the body's end; where they differ, decompress the whole body once more."""
    declared = int.from_bytes(body[-_LENGTH_BYTES:], "little")
    return declared == len(decompressed) & 0xFFFFFFFF or is_whole(body)
