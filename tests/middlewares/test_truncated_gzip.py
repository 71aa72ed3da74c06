"""A gzip body that is cut is retried, and never taken for a shorter page."""

from __future__ import annotations

import gzip

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest, ResponseDataLossError
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from zhanjiang.archive.decoding import decoded
from zhanjiang.middlewares.truncated_gzip import TruncatedGzipMiddleware

_PAGE = "<p>渔船昨日归港，渔民们忙着卸货。</p>".encode() * 200
_PACKED = gzip.compress(_PAGE, mtime=0)
_ADDRESS = "http://portal.example/p/1.html"


def _process(body: bytes, retry_times: int = 0, encoding: str = "gzip") -> Request | Response:
    crawler = get_crawler(Spider, {"RETRY_TIMES": 1, "DOWNLOAD_MAXSIZE": 32_000_000})
    crawler.spider = Spider.from_crawler(crawler, name="articles")
    middleware = TruncatedGzipMiddleware.from_crawler(crawler)
    response = Response(
        _ADDRESS,
        headers={"Content-Type": "text/html"} | ({"Content-Encoding": encoding} if encoding else {}),
        body=body,
    )
    return middleware.process_response(Request(_ADDRESS, meta={"retry_times": retry_times}), response)


@pytest.mark.parametrize(
    ("body", "page"),
    [
        (_PACKED, _PAGE),
        (gzip.compress(_PAGE[:300], mtime=0) + gzip.compress(_PAGE[300:], mtime=0), _PAGE),
        (_PACKED + b"\0" * 8, _PAGE),
        (gzip.compress(b"", mtime=0), b""),
        (_PACKED + b"\n", _PAGE),
        (_PACKED + b"\r\n<!-- cached -->", _PAGE),
        (gzip.compress(_PACKED, mtime=0), _PAGE),
    ],
    ids=["one member", "two members", "padded", "empty", "a line end after it", "bytes after it", "twice over"],
)
def test_a_whole_body_is_decompressed(body: bytes, page: bytes) -> None:
    response = _process(body)
    assert isinstance(response, Response)
    assert response.body == page
    assert decoded(body, ["gzip"]) == page


@pytest.mark.parametrize("left", [40, len(_PACKED) // 2, len(_PACKED) - 8, len(_PACKED) - 1])
def test_a_truncated_body_is_retried_and_lost_when_no_retries_are_left(left: int) -> None:
    retry = _process(_PACKED[:left])
    assert isinstance(retry, Request) and retry.meta["retry_times"] == 1
    with pytest.raises(ResponseDataLossError, match="is truncated"):
        _process(_PACKED[:left], retry_times=1)


@pytest.mark.parametrize("encoding", ["", "identity", "GZIP"])
def test_a_gzip_body_is_decompressed_whatever_its_header_says(encoding: str) -> None:
    response = _process(_PACKED + b"\n", encoding=encoding)
    assert isinstance(response, HtmlResponse) and response.body == _PAGE


def test_a_truncated_body_without_its_header_is_retried() -> None:
    assert isinstance(_process(_PACKED[:-9], encoding=""), Request)


def test_other_responses_pass() -> None:
    for body, encoding in ((_PAGE, ""), (b"", "gzip")):
        response = _process(body, encoding=encoding)
        assert isinstance(response, Response) and response.body == body


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_a_body_that_grows_beyond_the_limit_is_not_decompressed_whether_a_header_names_its_encoding_or_not(
    encoding: str,
) -> None:
    bomb = gzip.compress(b" " * 40_000_000, 9, mtime=0)
    with pytest.raises(IgnoreRequest, match="larger than"):
        _process(bomb, encoding=encoding)


def test_gzip_within_gzip_is_decompressed_within_the_limit() -> None:
    body = _PAGE
    for _ in range(8):
        body = gzip.compress(body, mtime=0)
    response = _process(body, encoding="")
    assert isinstance(response, Response) and response.body == _PAGE
