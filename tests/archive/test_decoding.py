"""Bodies decompressed as in a crawl, in every form that sites and other archives have them."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest

from zhanjiang.archive import ArchiveError
from zhanjiang.archive.decoding import decoded, without_chunks

_BODY = "湛江港".encode() * 9
_CHUNKED = b"5\r\n" + _BODY[:5] + b"\r\n%x\r\n" % (len(_BODY) - 5) + _BODY[5:] + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "encodings"),
    [
        (_BODY, []),
        (gzip.compress(_BODY, mtime=0), ["gzip"]),
        (zlib.compress(_BODY), ["deflate"]),
        (brotli.compress(_BODY), ["br"]),
        (gzip.compress(zlib.compress(_BODY), mtime=0), ["deflate", "gzip"]),
        (gzip.compress(zlib.compress(_BODY), mtime=0), ["deflate, gzip"]),
    ],
)
def test_a_body_is_decompressed(body: bytes, encodings: list[str]) -> None:
    assert decoded(body, encodings) == _BODY


def test_an_unknown_encoding_is_left_as_it_is() -> None:
    assert decoded(_BODY, ["x-unknown"]) == _BODY


def test_chunks_are_joined_before_the_body_is_decompressed() -> None:
    assert without_chunks(_CHUNKED) == _BODY
    assert decoded(_CHUNKED, [], is_chunked=True) == _BODY


def test_a_body_without_chunks_stays() -> None:
    assert without_chunks(_BODY) == _BODY


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_is_not_compressed_as_it_says_is_an_error(encoding: str) -> None:
    with pytest.raises(ArchiveError, match=rf"compression \({encoding}\) cannot be undone"):
        decoded(b"\xff\xfe no such thing", [encoding])
