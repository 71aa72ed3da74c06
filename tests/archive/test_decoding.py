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
        (gzip.compress(_BODY, mtime=0) + b"\n", ["gzip"]),
        (gzip.compress(_BODY, mtime=0), []),
        (gzip.compress(gzip.compress(_BODY, mtime=0), mtime=0), ["gzip"]),
    ],
)
def test_a_body_is_decompressed(body: bytes, encodings: list[str]) -> None:
    assert decoded(body, encodings) == _BODY


def test_an_unknown_encoding_is_left_as_it_is() -> None:
    assert decoded(_BODY, ["x-unknown"]) == _BODY


def test_chunks_are_joined_before_the_body_is_decompressed() -> None:
    assert without_chunks(_CHUNKED) == _BODY
    assert decoded(_CHUNKED, [], is_chunked=True) == _BODY


def test_many_chunks_are_joined() -> None:
    body = _BODY * 1000
    parts = [body[start : start + 700] for start in range(0, len(body), 700)]
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    assert decoded(chunked, [], is_chunked=True) == body


def test_a_body_without_chunks_stays() -> None:
    assert without_chunks(_BODY) == _BODY


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_is_not_compressed_as_it_says_is_an_error(encoding: str) -> None:
    with pytest.raises(ArchiveError, match=rf"compression \({encoding}\) cannot be undone"):
        decoded(b"\xff\xfe no such thing", [encoding])
