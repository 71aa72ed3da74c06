"""WARC files that nobody writes by mistake, or everybody does: each has two good answers among what is bad.

A name gives the bytes of a file. The good answers are the articles 1 and 2; what else is in a file is bad, or too much.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Mapping

import brotli

from tests.odd_answers import article_page, brotli_bomb, deflate_bomb, gzip_bomb, raw_deflate, zeros, zstd_bomb
from zhanjiang.archive.digests import digest_of

_DIGITS = "7" * 5000
_DATE = "2022-06-01T00:00:00Z"
_ZEROS = b"\0" * (1 << 20)
_MORE = 150
"""Megabytes of a bomb."""


def _url(number: int) -> str:
    return f"https://www.example/p/{number}.html"


def _http(body: bytes, *fields: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    lines = [status, "Content-Type: text/html; charset=utf-8", *fields, ""]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n" + body


def record(number: int = 3, block: bytes | None = None, version: str = "WARC/1.1", **given: str | None) -> bytes:
    """A record; ``given`` are fields by name (``_`` for ``-``), None for one that is left out."""
    block = _http(article_page(number)) if block is None else block
    fields: dict[str, str | None] = {
        "WARC_Type": "response",
        "WARC_Target_URI": _url(number),
        "WARC_Record_ID": f"<urn:uuid:{number:032}>",
        "WARC_Date": _DATE,
        "Content_Type": "application/http; msgtype=response",
        "Content_Length": str(len(block)),
    }
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in (fields | given).items() if value is not None]
    head = "\r\n".join((version, *lines)).encode("utf-8", "surrogateescape")
    return head + b"\r\n\r\n" + block + b"\r\n\r\n"


GOOD = (record(1), record(2))
"""The good answers."""


def _among(*bad: bytes) -> bytes:
    """Bad records between the good ones, a gzip member each."""
    return b"".join(map(gzip.compress, (GOOD[0], *bad, GOOD[1])))


def _metadata(written: str) -> bytes:
    return _among(record(WARC_JSON_Metadata=written))


def _packed(body: bytes, encoding: str) -> bytes:
    return _among(record(block=_http(body, f"Content-Encoding: {encoding}")))


def _status(written: str) -> bytes:
    return _among(record(block=_http(article_page(3), status=f"HTTP/1.1 {written}")))


def _large_member(megabytes: int) -> bytes:
    """A gzip member with one record of so many megabytes of zeros."""
    head, _, _ = record(block=b"", Content_Length=str(megabytes << 20)).partition(b"\r\n\r\n")
    packer = zlib.compressobj(9, wbits=31)
    begun = packer.compress(head + b"\r\n\r\n") + packer.flush(zlib.Z_FULL_FLUSH)
    return begun + zeros(megabytes) + b"\0" * 8


def _nested(body: bytes, times: int) -> bytes:
    for _ in range(times):
        body = gzip.compress(body)
    return body


def _broken(packed: bytes, place: int) -> bytes:
    return packed[:place] + bytes(byte ^ 0x5A for byte in packed[place : place + 4]) + packed[place + 4 :]


_BROKEN_MEMBER = _broken(gzip.compress(record()), 60)
_QUINE_LIKE = b"".join(gzip.compress(b"WARC/1.1\r\n" + gzip.compress(b"WARC/1.1\r\n")) for _ in range(300))

WARCS: Mapping[str, Callable[[], bytes]] = {
    "status of twenty digits": lambda: _status("99999999999999999999 OK"),
    "status of five thousand digits": lambda: _status(f"{_DIGITS} OK"),
    "a negative status": lambda: _status("-200 OK"),
    "a status in other digits": lambda: _status("²²² OK"),
    "no status": lambda: _status(""),
    "half a pair in the metadata": lambda: _metadata('{"channel": "\\ud800", "headline": "\\udfff"}'),
    "a NUL in the metadata": lambda: _metadata('{"channel": "a\\u0000b"}'),
    "nested metadata": lambda: _metadata("[" * 100_000 + "]" * 100_000),
    "metadata of thousands of digits": lambda: _metadata(f'{{"run": {_DIGITS}}}'),
    "metadata beyond 64 bits": lambda: _metadata(json.dumps({"run": 1 << 80, "page": 7, "is_further": "no"})),
    "large metadata": lambda: _metadata(json.dumps({"headline": "湛" * 200_000})),
    "metadata that are none": lambda: _metadata("{"),
    "metadata that lie": lambda: _metadata(json.dumps({"run": 1, "page": "/", "article": "portal/1", "kind": "x"})),
    "an ID of thousands of digits": lambda: _among(record(WARC_Target_URI=f"https://www.example/p/{_DIGITS}.html")),
    "an ID of thirty digits": lambda: _among(record(WARC_Target_URI=f"https://www.example/p/{'8' * 30}.html")),
    "a page of thousands of digits": lambda: _among(record(WARC_Target_URI=f"https://www.example/p/1_{_DIGITS}.html")),
    "port 99999": lambda: _among(record(WARC_Target_URI="https://www.example:99999/p/3.html")),
    "half a bracket": lambda: _among(record(WARC_Target_URI="https://[www.example/p/3.html")),
    "an address of bytes": lambda: _among(record(WARC_Target_URI="https://www.example/\udcff\udcfe/p/3.html")),
    "an address with a NUL": lambda: _among(record(WARC_Target_URI="https://www.example/a\0b/p/3.html")),
    "a long address": lambda: _among(record(WARC_Target_URI=f"https://www.example/{'a' * 70_000}/p/3.html")),
    "no address": lambda: _among(record(WARC_Target_URI=None)),
    "a file's address": lambda: _among(record(WARC_Target_URI="file:///etc/passwd")),
    "a date to come": lambda: _among(record(WARC_Date="9999-12-31T23:59:59Z")),
    "a date before all": lambda: _among(record(WARC_Date="0001-01-01T00:00:00+14:00")),
    "a date of thousands of digits": lambda: _among(record(WARC_Date=_DIGITS)),
    "a date with a fraction of thousands of digits": lambda: _among(
        record(WARC_Date=f"2022-06-01T00:00:00.{_DIGITS}Z")
    ),
    "a date that cannot be": lambda: _among(record(WARC_Date="2022-02-30T25:61:61Z")),
    "no date": lambda: _among(record(WARC_Date=None)),
    "a digest of another body": lambda: _among(record(WARC_Payload_Digest=digest_of(b"another"))),
    "a body's digest that lies, a record's that does not": lambda: _among(
        record(WARC_Payload_Digest=digest_of(article_page(4)), WARC_Block_Digest=digest_of(_http(article_page(3))))
    ),
    "a digest that is none": lambda: _among(record(WARC_Payload_Digest="sha1:\udcff\0" + "A" * 100_000)),
    "a digest of no known kind": lambda: _among(record(WARC_Payload_Digest="shake_128:AB", WARC_Block_Digest="x" * 9)),
    "a revisit of nothing": lambda: _among(
        record(block=b"", WARC_Type="revisit", WARC_Refers_To_Target_URI=_url(9), WARC_Refers_To_Date=_DATE)
    ),
    "a type that is none": lambda: _among(record(WARC_Type="\udcffresponse")),
    "no type": lambda: _among(record(WARC_Type=None)),
    "a version to come": lambda: _among(record(version="WARC/9.9")),
    "two lengths": lambda: _among(record(X_First="1\r\nContent-Length: 5")),
    "a length of thousands of digits": lambda: _among(record(Content_Length=_DIGITS)),
    "a length that is too long": lambda: _among(record(Content_Length=str(1 << 60))),
    "a negative length": lambda: _among(record(Content_Length="-1")),
    "a length in other digits": lambda: _among(record(Content_Length="٣٣٣")),
    "no length": lambda: _among(record(Content_Length=None)),
    "a folded field": lambda: _among(record(X_Long="a\r\n b\r\n\tWARC-Type: request")),
    "bare line ends in a field": lambda: _among(
        record(X_Cr="a\rWARC-Type: request\rb", WARC_IP_Address="\x0b\x0c\x85")
    ),
    "fields of a megabyte": lambda: _among(record(X_Long="a" * 1_500_000)),
    "ten thousand fields": lambda: _among(record(X_Many="\r\n".join(f"1\r\nX-{n}: 1" for n in range(10_000)))),
    "fields in UTF-8": lambda: _among(record(X_Name="湛江", WARC_Filename="渔\u2028船")),
    "fields without an end": lambda: _among(b"WARC/1.1\r\nWARC-Type: response\r\n" + b"X: a\r\n" * 300_000),
    "no head of an answer": lambda: _among(record(block=article_page(3))),
    "a head of an answer without end": lambda: _among(record(block=b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 30_000)),
    "a head of an answer of megabytes": lambda: _among(record(block=b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 400_000)),
    "chunks of one byte": lambda: _among(
        record(block=_http(b"1\r\nx\r\n" * 300_000 + b"0\r\n\r\n", "Transfer-Encoding: chunked"))
    ),
    "nothing in a record": lambda: _among(record(block=b"")),
    "records within a record": lambda: _among(record(block=_http(GOOD[0] + record(7)))),
    "a request that is larger than its answer": lambda: _among(
        record(4), record(4, block=_ZEROS * 40, WARC_Type="request", WARC_Concurrent_To=f"<urn:uuid:{4:032}>")
    ),
    "the same record a thousand times": lambda: _among(*[GOOD[0]] * 1000),
    "one ID for other records": lambda: _among(record(5, WARC_Record_ID=f"<urn:uuid:{1:032}>")),
    "a gzip bomb for a page": lambda: _packed(gzip_bomb(_MORE), "gzip"),
    "a gzip bomb in gzip": lambda: _packed(_nested(gzip_bomb(_MORE), 2), "gzip"),
    "a gzip bomb unsaid": lambda: _among(record(block=_http(gzip_bomb(_MORE)))),
    "a brotli bomb for a page": lambda: _packed(brotli_bomb(_MORE), "br"),
    "a zstd bomb for a page": lambda: _packed(zstd_bomb(_MORE), "zstd"),
    "a deflate bomb for a page": lambda: _packed(deflate_bomb(_MORE), "deflate"),
    "a bomb in every compression": lambda: _packed(brotli.compress(raw_deflate(gzip_bomb(_MORE))), "gzip, deflate, br"),
    "gzip a thousand times": lambda: _packed(_nested(article_page(3), 1000), "gzip"),
    "a thousand encodings": lambda: _packed(article_page(3), ", ".join(["gzip", "br"] * 500)),
    "chunks that are none": lambda: _among(record(block=_http(article_page(3), "Transfer-Encoding: chunked"))),
    "a chunk of 2^64 bytes": lambda: _among(
        record(block=_http(b"ffffffffffffffffffff\r\n" + article_page(3), "Transfer-Encoding: chunked"))
    ),
    "a record of 150 MB": lambda: _among() + _large_member(_MORE),
    "a member of 1 GB": lambda: gzip.compress(GOOD[0]) + gzip_bomb(1000) + gzip.compress(GOOD[1]),
    "a broken member": lambda: gzip.compress(GOOD[0]) + _BROKEN_MEMBER + gzip.compress(GOOD[1]),
    "a member that is cut": lambda: gzip.compress(GOOD[0]) + gzip.compress(record())[:-30] + gzip.compress(GOOD[1]),
    "a wrong checksum": lambda: (
        gzip.compress(GOOD[0]) + gzip.compress(record())[:-8] + b"12345678" + gzip.compress(GOOD[1])
    ),
    "a hole": lambda: gzip.compress(GOOD[0]) + b"\0" * 5000 + gzip.compress(GOOD[1]),
    "rubbish between members": lambda: gzip.compress(GOOD[0]) + b"\x1f\x8b\x08rubbish" * 999 + gzip.compress(GOOD[1]),
    "members within members": lambda: gzip.compress(GOOD[0]) + _QUINE_LIKE + gzip.compress(GOOD[1]),
    "an end that is torn": lambda: _among() + gzip.compress(record())[:99],
    "no compression, torn": lambda: b"".join(GOOD) + record()[:-900],
    "no compression, rubbish within": lambda: GOOD[0] + b"rubbish\r\n" * 9999 + GOOD[1],
    "no compression, no line end": lambda: GOOD[0] + b"x" * 5_000_000 + b"\r\n" + GOOD[1],
    "all in one member": lambda: gzip.compress(GOOD[0] + record(WARC_Date="never") + GOOD[1]),
}
"""WARC files."""
