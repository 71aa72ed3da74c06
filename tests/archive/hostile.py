"""WARC and WACZ files that nobody writes by mistake, or everybody does: each has two good answers among what is bad.

A name gives the bytes of a file. The good answers are the articles 1 and 2; what else is in a file is bad, or too much.
"""

from __future__ import annotations

import gzip
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

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
    "a head of an answer without end": lambda: _among(record(block=b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 100_000)),
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


def _zip(*files: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, content in files:
            packed.writestr(name, content)
    return out.getvalue()


_ARCHIVE = ("archive/data.warc.gz", b"".join(map(gzip.compress, GOOD)))
_OTHER = ("archive/other.warc.gz", gzip.compress(record()))
_LOCAL, _CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


def _changed(packed: bytes, name: str, central: int, form: str, value: int, local: int | None = None) -> bytes:
    """A ZIP file with a number of one file's entry changed, in its directory and at the file itself."""
    data = bytearray(packed)
    places = [(data.rindex(name.encode()) - 46 + central)]
    if local is not None:
        places.append(data.index(name.encode()) - 30 + local)
    for place in places:
        struct.pack_into(form, data, place, value)
    return bytes(data)


_TWO = _zip(_ARCHIVE, _OTHER)


def _symlink() -> bytes:
    info = zipfile.ZipInfo("archive/link.warc.gz")
    info.external_attr = 0o120777 << 16
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(info, "/etc/passwd")
        packed.writestr(*_ARCHIVE)
    return out.getvalue()


def _overlapping() -> bytes:
    """A ZIP file whose second entry is the first one's bytes again."""
    at = _TWO.rindex(_OTHER[0].encode()) - 46 + 42
    data = bytearray(_TWO)
    struct.pack_into("<I", data, at, 0)
    return bytes(data)


WACZS: Mapping[str, Callable[[], bytes]] = {
    "encrypted": lambda: _changed(_TWO, _OTHER[0], 8, "<H", 1, 6),
    "method 99": lambda: _changed(_TWO, _OTHER[0], 10, "<H", 99, 8),
    "LZMA": lambda: _changed(_TWO, _OTHER[0], 10, "<H", 14, 8),
    "a size too large": lambda: _changed(_TWO, _OTHER[0], 24, "<I", 1 << 31),
    "a packed size too large": lambda: _changed(_TWO, _OTHER[0], 20, "<I", 1 << 31),
    "a size too small": lambda: _changed(_TWO, _OTHER[0], 24, "<I", 9),
    "a packed size of nothing": lambda: _changed(_TWO, _OTHER[0], 20, "<I", 0),
    "a wrong checksum": lambda: _changed(_TWO, _OTHER[0], 16, "<I", 7),
    "an entry beyond the end": lambda: _changed(_TWO, _OTHER[0], 42, "<I", 1 << 30),
    "an entry within another": lambda: _changed(_TWO, _OTHER[0], 42, "<I", 17),
    "overlapping entries": _overlapping,
    "a name at the file that is another": lambda: _TWO.replace(_OTHER[0].encode(), b"archive/OTHER.warc.gz", 1),
    "names that lead out": lambda: _zip(
        ("../../../../tmp/out.warc.gz", _OTHER[1]), ("/etc/out.warc.gz", _OTHER[1]), _ARCHIVE
    ),
    "a long name": lambda: _zip((f"archive/{'a' * 60_000}.warc.gz", _OTHER[1]), _ARCHIVE),
    "an odd name": lambda: _zip(("a/\x1b[2J\u202e.warc.gz", _OTHER[1]), ("a/.warc.gz", _OTHER[1]), _ARCHIVE),
    "a symbolic link": _symlink,
    "a folder": lambda: _zip(("archive/folder.warc.gz/", b""), _ARCHIVE),
    "two files of one name": lambda: _zip(_ARCHIVE, _ARCHIVE),
    "a bomb": lambda: _zip(_ARCHIVE, ("bomb.warc", _ZEROS * _MORE), method=zipfile.ZIP_DEFLATED),
    "many bombs": lambda: _zip(_ARCHIVE, *((f"{n}.warc", _ZEROS * 20) for n in range(9)), method=zipfile.ZIP_DEFLATED),
    "a gzip bomb": lambda: _zip(_ARCHIVE, ("bomb.warc.gz", gzip_bomb(1000))),
    "rubbish before it": lambda: b"PK rubbish" * 9 + _zip(_ARCHIVE),
    "a WACZ within": lambda: _zip(_ARCHIVE, ("inner.warc.gz", _TWO)),
    "bad indexes": lambda: _zip(_ARCHIVE, ("datapackage.json", b"[" * 100_000), ("pages/pages.jsonl", b"\xff")),
    "many entries": lambda: _zip(_ARCHIVE, *((f"{n}.warc.gz", b"") for n in range(3000))),
}
"""WACZ files. What of them is good is the file that holds both good answers."""

_NOTHING_GOOD = {
    "no directory": lambda: _TWO[:-40],
    "two ends": lambda: _changed_end(_zip(_ARCHIVE)),
    "half of it": lambda: _TWO[: len(_TWO) // 2],
    "a directory of rubbish": lambda: _TWO.replace(_CENTRAL, b"PK\x09\x09"),
    "an empty ZIP file": lambda: _zip(),
    "no WARC file": lambda: _zip(("readme.txt", b"nothing")),
    "nothing": lambda: b"",
    "one byte": lambda: b"P",
    "a gzip head alone": lambda: b"\x1f\x8b\x08",
    "a page": lambda: article_page(1),
    "zeros": lambda: _ZEROS,
    "an ARC file": lambda: b"filedesc://a.arc 0.0.0.0 20220601000000 text/plain 9\n1 0 a\n",
}
"""Files with nothing good in them."""


def _changed_end(packed: bytes) -> bytes:
    """A ZIP file with a comment that holds another end of a directory."""
    comment = b"PK\x05\x06" + b"\xff" * 18
    return packed[:-2] + struct.pack("<H", len(comment)) + comment


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    **{f"WARC, {name}": make for name, make in WARCS.items()},
    **{f"WACZ, {name}": make for name, make in WACZS.items()},
    **{f"no archive, {name}": make for name, make in _NOTHING_GOOD.items()},
}
"""All of them by name."""


def has_good(name: str) -> bool:
    """Say whether there are good answers in a file."""
    return not name.startswith("no archive")
