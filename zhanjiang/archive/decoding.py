"""Decompression, in a crawl and of its archive alike: what a crawl has read, the archive gives back.

It is bounded: a few kilobytes may say that they are gigabytes, and be packed any number of times.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Sequence
from gzip import BadGzipFile, GzipFile
from io import BytesIO
from typing import Final

import brotli
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware

from zhanjiang.archive import ArchiveError
from zhanjiang.archive.gzip_member import whole_member
from zhanjiang.archive.raw import MOST_BYTES

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdError
else:
    from backports.zstd import ZstdError

GZIP_MAGIC: Final = b"\x1f\x8b\x08"
"""What every gzip body begins with."""

_CHUNK: Final = 1 << 16
_CHUNK_SIZE: Final = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]{0,999})?\r?\n")
_LENGTH_BYTES: Final = 4
_BROKEN: Final = (OSError, EOFError, ValueError, zlib.error, brotli.error, ZstdError)


class Undecodable(ArchiveError):
    """A body cannot be decompressed: it is cut, broken or of another kind. That is one page's problem."""


class TooLarge(Undecodable):
    """A body is larger decompressed than is allowed."""


def decoded(body: bytes, encodings: Sequence[str], *, is_chunked: bool = False, most: int = MOST_BYTES) -> bytes:
    """A body without the compression that its Content-Encoding fields name, and without its chunks.

    A body that is gzip though no field says so, or gzip many times over, is decompressed as well; an unknown encoding
    is left. ``most`` bounds the bytes of all steps together. Raises Undecodable, and TooLarge beyond it.
    """
    if is_chunked:
        body = without_chunks(body)
    given = [encoding.encode("utf-8", "replace") for encoding in encodings]
    # Scrapy's own, so that the order and the names of encodings are those of a crawl.
    named = [name.decode("utf-8", "replace") for name in HttpCompressionMiddleware._split_encodings(given)[0]]
    left = most
    while body and (named or body.startswith(GZIP_MAGIC)):
        body = _undone(body, named.pop(0) if named else "gzip", left)
        left -= len(body)
    return body


def _undone(body: bytes, encoding: str, most: int) -> bytes:
    """A body without one compression, of at most so many bytes."""
    if most <= 0:
        raise TooLarge("it is compressed too many times over")
    try:
        if encoding.endswith("gzip"):
            return _without_gzip(body, most)
        return HttpCompressionMiddleware._decode(body, encoding.encode(), most)
    except _BROKEN as error:
        if hasattr(error, "max_size"):  # Scrapy's error of a bomb is private
            raise TooLarge(f"it is larger than {most / 2**20:.0f} MB decompressed") from error
        raise Undecodable(f"its compression ({encoding}) cannot be undone: {error}") from error


def _without_gzip(body: bytes, most: int) -> bytes:
    """A gzip body decompressed, however many members it has, and whatever follows. Raises Undecodable where it is cut.

    Browsers do not compare checksums, and so pages with wrong ones are about: the length alone shows their end.
    """
    whole = whole_member(body, most=most)
    if whole is not None:
        return whole
    stream, out = GzipFile(fileobj=BytesIO(body)), bytearray()
    try:
        while chunk := stream.read1(_CHUNK):
            out += chunk
            if len(out) > most:
                raise TooLarge(f"it is larger than {most / 2**20:.0f} MB decompressed")
    except BadGzipFile as error:
        declared = int.from_bytes(body[-_LENGTH_BYTES:], "little")
        has_more_after_it = bool(out) and str(error).startswith("Not a gzipped")
        if not has_more_after_it and declared != len(out) & 0xFFFFFFFF:
            raise
    return bytes(out)


def without_chunks(body: bytes) -> bytes:
    """A chunked body joined; any other body, and what is not chunked of one, unchanged.

    >>> without_chunks(b"2\\r\\nne\\r\\n2;a=b\\r\\nws\\r\\n0\\r\\n\\r\\n"), without_chunks(b"news")
    (b'news', b'news')
    """
    joined, place = bytearray(), 0
    while place < len(body):
        size = _CHUNK_SIZE.match(body, place)
        if size is None:
            return bytes(joined) + body[place:]
        place = size.end() + int(size[1], 16)
        joined += body[size.end() : place]
        if place == size.end():
            break
        place += 2 if body[place : place + 2] == b"\r\n" else body[place : place + 1] == b"\n"
    return bytes(joined)
