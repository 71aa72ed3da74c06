"""A site's response: a status, headers, and a body in parts, each compressed once.

Only the picture box of a page changes from visit to visit. So a body consists of parts with compressed forms of their
own, and a new box costs neither rendering nor compressing the rest.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Sequence
from enum import Enum
from functools import cached_property
from http import HTTPStatus
from typing import Any

from zhanjiang.replica.validators import Validators

HTML = "text/html; charset=utf-8"
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_GZIP_END = b"\x03\x00"
_REASONS = {status.value: status.phrase for status in HTTPStatus}


class Delivery(Enum):
    """How a response is sent: whole, drop by drop, without end, or with the connection reset half-way or closed."""

    WHOLE = "whole"
    CLOSE = "close"
    ENDLESS = "endless"
    DRIP = "drip"
    RESET = "reset"


class BodyPart:
    """A part of a body, compressed at most once. Compressed parts can be concatenated."""

    def __init__(self, plain: bytes) -> None:
        self.plain = plain

    @cached_property
    def deflated(self) -> bytes:
        """The part as raw deflate blocks that end on a byte boundary."""
        compressor = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
        return compressor.compress(self.plain) + compressor.flush(zlib.Z_FULL_FLUSH)


class SiteResponse:
    """A response. It may be sent any number of times; its bytes are assembled once for each encoding."""

    def __init__(
        self,
        pieces: Sequence[BodyPart],
        *,
        status: int = 200,
        content_type: str = HTML,
        headers: Sequence[tuple[str, str]] = (),
        delivery: Delivery = Delivery.WHOLE,
        encoding: str = "",
        validators: Validators | None = None,
    ) -> None:
        """``encoding`` names an encoding that the parts already have; they are then sent unchanged."""
        self.pieces = tuple(pieces)
        self.status = status
        self.content_type = content_type
        self.headers = tuple(headers)
        self.delivery = delivery
        self.encoding = encoding
        self.validators = validators
        self._wires: dict[tuple[bool, bool], bytes] = {}

    @property
    def body(self) -> bytes:
        """The body before any encoding."""
        return b"".join(piece.plain for piece in self.pieces)

    def wire(self, gzip: bool, head: bool = False) -> bytes:
        """Return all bytes of the response, compressed if ``gzip``; without the body if ``head``."""
        key = (gzip, head)
        if key not in self._wires:
            self._wires[key] = self._put_together(gzip, head)
        return self._wires[key]

    def _put_together(self, gzip: bool, head: bool) -> bytes:
        gzip = gzip and bool(self.pieces) and not self.encoding
        body = self.gzipped() if gzip else self.body
        encoding = "gzip" if gzip else self.encoding
        headers = [*self.headers, *(self.validators.headers if self.validators else ()), ("Vary", "Accept-Encoding")]
        if self.status != HTTPStatus.NOT_MODIFIED:
            headers += [("Content-Type", self.content_type), ("Content-Length", str(len(body)))]
            headers += [("Content-Encoding", encoding)] * bool(encoding)
        lines = [
            f"HTTP/1.1 {self.status} {_REASONS.get(self.status, 'Unknown')}",
            *(": ".join(pair) for pair in headers),
        ]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + (b"" if head else body)

    def gzipped(self) -> bytes:
        """Return the body as one gzip stream, joined from the parts' compressed forms."""
        checksum = 0
        for piece in self.pieces:
            checksum = zlib.crc32(piece.plain, checksum)
        size = sum(len(piece.plain) for piece in self.pieces)
        end = struct.pack("<LL", checksum, size & 0xFFFFFFFF)
        return b"".join([_GZIP_HEAD, *(piece.deflated for piece in self.pieces), _GZIP_END, end])


class RawResponse(SiteResponse):
    """A response whose bytes are sent as they are, be they HTTP or not; the connection is closed after them."""

    def __init__(self, wire: bytes, delivery: Delivery = Delivery.CLOSE) -> None:
        super().__init__([], delivery=delivery)
        self._wire = wire

    def wire(self, gzip: bool, head: bool = False) -> bytes:
        """Return the bytes."""
        return self._wire


def page(html: str, status: int = 200, headers: Sequence[tuple[str, str]] = ()) -> SiteResponse:
    """Return a response with a page of HTML."""
    return SiteResponse([BodyPart(html.encode())], status=status, headers=headers)


def data(value: Any) -> SiteResponse:
    """Return a response with JSON."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return SiteResponse([BodyPart(body)], content_type="application/json; charset=utf-8")


def text(value: str, status: int = 200) -> SiteResponse:
    """Return a response with plain text."""
    return SiteResponse([BodyPart(value.encode())], status=status, content_type="text/plain; charset=utf-8")


def script(value: str) -> SiteResponse:
    """Return a response with JavaScript."""
    return SiteResponse([BodyPart(value.encode())], content_type="application/javascript; charset=utf-8")


def redirect(address: str, status: int = 302) -> SiteResponse:
    """Return a redirect."""
    return SiteResponse([], status=status, headers=[("Location", address)])
