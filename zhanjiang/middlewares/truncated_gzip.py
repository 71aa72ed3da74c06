"""Responses are decompressed as the archive does it; truncated ones are retried: what is left reads like a page."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest, ResponseDataLossError
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes

from zhanjiang.archive.decoding import GZIP_MAGIC, TooLarge, Undecodable, decoded
from zhanjiang.archive.raw import MOST_BYTES


class TruncatedGzipMiddleware(HttpCompressionMiddleware):
    """In place of Scrapy's decompression, which silently accepts a truncated gzip body.

    A body that is truncated or broken is retried like any other failed response; ResponseDataLossError when no retries
    are left. One that is larger than ``DOWNLOAD_MAXSIZE`` is not: IgnoreRequest. A body that is gzip though no header
    says so is decompressed as well.
    """

    def __init__(self, *, crawler: Crawler) -> None:
        """Take the crawler: a retry needs its spider."""
        super().__init__(crawler=crawler)
        self.crawler = crawler

    # Scrapy's own signature still has the deprecated argument `spider`, which must not be taken over.
    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Return the decompressed response, or a retry."""
        encodings = [value.decode("latin-1") for value in response.headers.getlist("Content-Encoding")]
        if request.method == "HEAD" or not (encodings or response.body.startswith(GZIP_MAGIC)):
            return response
        most = request.meta.get("download_maxsize", self._max_size) or MOST_BYTES
        try:
            body = decoded(response.body, encodings, most=most)
        except TooLarge as error:
            raise IgnoreRequest(f"the response of {request.url}: {error} (DOWNLOAD_MAXSIZE)") from error
        except Undecodable as error:
            return self._retry(request, error)
        headers = response.headers.copy()
        headers.pop("Content-Encoding", None)
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        # The encoding that Scrapy has guessed from compressed bytes is guessed anew.
        guessed = {"encoding": None} if issubclass(kind, TextResponse) else {}
        return response.replace(body=body, headers=headers, cls=kind, **guessed)

    def _retry(self, request: Request, error: Undecodable) -> Request:
        assert self.crawler.spider
        retry = get_retry_request(request, spider=self.crawler.spider, reason="truncated gzip")
        if retry is None:
            raise ResponseDataLossError(f"the compressed response of {request.url} is truncated or damaged: {error}")
        return retry
