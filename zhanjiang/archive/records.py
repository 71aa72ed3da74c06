"""WARC 1.1 records of Scrapy's requests and responses, each a gzip member of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.client import responses as reasons
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from scrapy import Request
from scrapy.http import Response
from scrapy.http.headers import Headers

from zhanjiang.archive.capture import Capture, RecordType
from zhanjiang.archive.digests import digest_of
from zhanjiang.archive.gzip_member import gzip_member
from zhanjiang.times import exact_moment

METADATA: Final = "WARC-JSON-Metadata"
"""The field of a record that says what the crawl requested; a common extension of WARC."""
_UNCHANGED: Final = 304
_NOT_MODIFIED: Final = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_SAME_BODY: Final = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_SPECIFICATION: Final = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
# The archive stores bodies before decompression; all but the last two describe the connection, not the stored body.
_LEFT_OUT: Final = frozenset(
    {b"transfer-encoding", b"connection", b"keep-alive", b"content-length", b"authorization", b"proxy-authorization"}
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer as records.

    ``members`` are the bytes of both, the answer's first; ``length`` is that of the answer's. ``digest`` is that of the
    body; in a revisit, that of the body it refers to.
    """

    members: bytes
    length: int
    type: RecordType
    digest: str


def exchange(
    request: Request,
    response: Response,
    taken_at: str,
    metadata: Mapping[str, Any],
    previous: Capture | None = None,
    digest: str | None = None,
) -> Exchange:
    """Make the records of an answer and its request.

    ``previous`` is the stored answer with the same body, or the one that a 304 confirms: the new record, a revisit,
    refers to it. ``digest`` is that of the body, where it is known already.
    """
    digest = previous.digest if previous else digest or digest_of(response.body)
    record_type: RecordType = "revisit" if previous else "response"
    record_id = _new_id()
    fields = {"WARC-Date": taken_at, METADATA: json.dumps(metadata)}
    if response.ip_address:
        fields["WARC-IP-Address"] = str(response.ip_address)
    if not previous:
        fields["WARC-Payload-Digest"] = digest
    fields |= {"WARC-Type": record_type, "WARC-Record-ID": record_id, "WARC-Target-URI": response.url}
    if previous:
        fields |= {
            "WARC-Profile": _NOT_MODIFIED if response.status == _UNCHANGED else _SAME_BODY,
            "WARC-Refers-To-Target-URI": previous.url,
            "WARC-Refers-To-Date": previous.taken_at,
            "WARC-Payload-Digest": digest,
        }
    block = _answer_head(response) if previous else _answer_head(response) + response.body
    member = _member(fields, "application/http; msgtype=response", block)
    return Exchange(member + _question(request, taken_at, record_id), len(member), record_type, digest)


def resource(response: Response, taken_at: str, metadata: Mapping[str, Any]) -> Exchange:
    """Make the record of a page as the browser's scripts left it."""
    digest = digest_of(response.body)
    fields = {
        "WARC-Date": taken_at,
        METADATA: json.dumps(metadata),
        "WARC-Type": "resource",
        "WARC-Record-ID": _new_id(),
        "WARC-Target-URI": response.url,
        "WARC-Payload-Digest": digest,
    }
    member = _member(fields, "text/html; charset=utf-8", response.body)
    return Exchange(member, len(member), "resource", digest)


def file_header(name: str, origin: Mapping[str, str]) -> bytes:
    """Make the first record of a file; ``origin`` says which software wrote it, and in which run."""
    fields = {
        "WARC-Type": "warcinfo",
        "WARC-Record-ID": _new_id(),
        "WARC-Filename": name,
        "WARC-Date": exact_moment(),
    }
    facts = {"format": "WARC File Format 1.1", "conformsTo": _SPECIFICATION, **origin}
    block = "".join(f"{fact}: {value}\r\n" for fact, value in facts.items() if value)
    return _member(fields, "application/warc-fields", block.encode())


def _question(request: Request, taken_at: str, answer_id: str) -> bytes:
    """The member of a request, which belongs to an answer."""
    fields = {
        "WARC-Date": taken_at,
        "WARC-Concurrent-To": answer_id,
        "WARC-Type": "request",
        "WARC-Record-ID": _new_id(),
        "WARC-Target-URI": request.url,
        "WARC-Payload-Digest": digest_of(request.body),
    }
    return _member(fields, "application/http; msgtype=request", _question_head(request) + request.body)


def _member(fields: Mapping[str, str], content_type: str, block: bytes) -> bytes:
    """A record as a gzip member: its fields, those that describe its block, and the block.

    warcio writes the same bytes, and takes ten times as long.
    """
    described = {
        **fields,
        "WARC-Block-Digest": digest_of(block),
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in described.items())
    return gzip_member(b"".join((b"WARC/1.1\r\n", head.encode(), b"\r\n", block, b"\r\n\r\n")))


def _new_id() -> str:
    return f"<urn:uuid:{uuid4()}>"


def _answer_head(response: Response) -> bytes:
    line = f"{response.protocol or 'HTTP/1.1'} {response.status} {reasons.get(response.status, '')}".rstrip()
    return _head(line, [*_headers(response.headers), (b"Content-Length", str(len(response.body)).encode())])


def _question_head(request: Request) -> bytes:
    parts = urlsplit(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = (b"Host", parts.netloc.rpartition("@")[2].encode())
    return _head(f"{request.method} {target} HTTP/1.1", [host, *_headers(request.headers)])


def _headers(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, values in headers.items() if name.lower() not in _LEFT_OUT for value in values]


def _head(line: str, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """The head of a request or an answer, byte by byte as it came."""
    return b"".join([line.encode(), b"\r\n", *(b"%s: %s\r\n" % header for header in headers), b"\r\n"])
