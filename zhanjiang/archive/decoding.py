"""Decompression as a crawl does it: from the bytes that came to the page, and whether they came whole."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import Final

import brotli
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.utils.gz import gunzip
from warcio.bufferedreaders import ChunkedDataReader

from zhanjiang.archive import ArchiveError

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdError
else:
    from backports.zstd import ZstdError

GZIP_MAGIC: Final = b"\x1f\x8b\x08"
"""What every gzip body begins with."""

_MOST: Final = 256 * 1024 * 1024
"""The largest page that is decompressed, in bytes: a small body may say that it is larger than memory."""
_GZIP: Final = zlib.MAX_WBITS | 16
_BROKEN: Final = (OSError, EOFError, ValueError, zlib.error, brotli.error, ZstdError)


class _Decompression(HttpCompressionMiddleware):
    """Scrapy's decompression, without a crawl around it."""

    def __init__(self) -> None:
        """Skip Scrapy's own, which wants a crawler."""

    def undo(self, body: bytes, encodings: Sequence[str]) -> bytes:
        """A body decompressed; an unknown encoding leaves it as it is."""
        return self._handle_encoding(body, [encoding.encode("latin-1") for encoding in encodings], _MOST)[0]


_DECOMPRESSION: Final = _Decompression()


def decoded(body: bytes, encodings: Sequence[str], *, is_chunked: bool = False) -> bytes:
    """A body without the compression that its Content-Encoding fields name, and without its chunks.

    Raises ArchiveError if it cannot be decompressed.
    """
    if is_chunked:
        body = without_chunks(body)
    if not body:
        return body
    try:
        return without_gzip(_DECOMPRESSION.undo(body, encodings))
    except _BROKEN as error:
        raise ArchiveError(f"its compression ({', '.join(encodings)}) cannot be undone: {error}") from error


def without_chunks(body: bytes) -> bytes:
    """A chunked body joined; any other body unchanged."""
    reader = ChunkedDataReader(BytesIO(body))
    return b"".join(iter(reader.read, b""))


def without_gzip(body: bytes) -> bytes:
    """A body that is gzip though no field says so, or gzip twice over, decompressed; any other, or a part, unchanged.

    >>> import gzip
    >>> without_gzip(gzip.compress(gzip.compress(b"news"))), without_gzip(b"news")
    (b'news', b'news')
    """
    while body.startswith(GZIP_MAGIC) and is_whole(body):
        body = gunzip(body, max_size=_MOST)
    return body


def is_whole(body: bytes) -> bool:
    """Say whether a gzip body has its end, however many members it has, and whatever follows; an empty body is whole.

    >>> import gzip
    >>> packed = gzip.compress(b"news" * 100)
    >>> is_whole(packed), is_whole(packed + packed), is_whole(packed[:-1])
    (True, True, False)
    >>> is_whole(packed + b"\\r\\n"), is_whole(b"news")
    (True, False)
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
        if not body.startswith(GZIP_MAGIC):
            return True
    return True
