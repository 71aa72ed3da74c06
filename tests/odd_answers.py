"""Answers that no honest site gives, byte by byte.

Each is what a crawl may meet, and so what its archive may hold: odd heads, compressions that are broken, cut, nested
or larger than memory. ``tests.odd_portal`` serves them.
"""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable, Mapping

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_ZEROS = b"\0" * (1 << 20)
_DIGITS = "7" * 5000
_HTML = "Content-Type: text/html; charset=utf-8"


def answer(body: bytes, *fields: str, status: str = "HTTP/1.1 200 OK", length: bool = True) -> bytes:
    """An answer as bytes; ``fields`` are the lines of its head, beside its length."""
    lines = [status, *(fields or (_HTML,)), "Connection: close", *([f"Content-Length: {len(body)}"] if length else [])]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def packed(body: bytes, encoding: str) -> bytes:
    """An answer with a page and what its Content-Encoding is said to be."""
    return answer(body, _HTML, f"Content-Encoding: {encoding}")


def chunked(body: bytes, *fields: str) -> bytes:
    """An answer whose body is said to be in chunks."""
    return answer(body, _HTML, "Transfer-Encoding: chunked", *fields, length=False)


def _chunks(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:99], body[99:])) + b"0\r\n\r\n"


def raw_deflate(body: bytes) -> bytes:
    """A body as some servers send what they call deflate: without zlib's head."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def zeros(megabytes: int) -> bytes:
    """So many megabytes of zeros as a deflate stream without head and end: one megabyte's blocks, over and over."""
    packer = zlib.compressobj(9, wbits=-15)
    return (packer.compress(_ZEROS) + packer.flush(zlib.Z_FULL_FLUSH)) * megabytes + b"\x03\x00"


def gzip_bomb(megabytes: int) -> bytes:
    """A gzip body of so many megabytes of zeros, in a thousandth of that; its checksum is wrong, and never reached."""
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + zeros(megabytes) + b"\0" * 8


def deflate_bomb(megabytes: int) -> bytes:
    """The same in deflate."""
    return b"\x78\x01" + zeros(megabytes) + b"\0" * 4


def brotli_bomb(megabytes: int) -> bytes:
    """The same in brotli."""
    packer = brotli.Compressor(quality=1)
    return b"".join(packer.process(_ZEROS) for _ in range(megabytes)) + packer.finish()


def zstd_bomb(megabytes: int) -> bytes:
    """The same in zstd."""
    packer = zstd.ZstdCompressor(level=1)
    return b"".join(packer.compress(_ZEROS) for _ in range(megabytes)) + packer.flush()


def _nested(body: bytes, times: int) -> bytes:
    for _ in range(times):
        body = gzip.compress(body)
    return body


def _wrong_crc(body: bytes) -> bytes:
    packed = bytearray(gzip.compress(body))
    packed[-8] ^= 0xFF
    return bytes(packed)


def _wrong_length(body: bytes) -> bytes:
    return gzip.compress(body)[:-4] + b"\x01\x02\x03\x04"


def _broken(packed: bytes) -> bytes:
    middle = len(packed) // 2
    return packed[:middle] + bytes(byte ^ 0x5A for byte in packed[middle : middle + 9]) + packed[middle + 9 :]


_MORE = 100
"""Megabytes in a bomb: more than is ever decompressed."""

COMPRESSIONS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": lambda page: packed(gzip.compress(page), "gzip"),
    "headers of more than a MB": lambda page: answer(page, _HTML, *[f"X-Y: {'y' * 14_000}"] * 80),
    "200,000 headers": lambda page: answer(page, _HTML, *["X: y"] * 200_000),
    "gzip in capitals": lambda page: packed(gzip.compress(page), "GZIP"),
    "x-gzip": lambda page: packed(gzip.compress(page), "x-gzip"),
    "gzip unsaid": lambda page: answer(gzip.compress(page)),
    "gzip of two members": lambda page: packed(gzip.compress(page[:99]) + gzip.compress(page[99:]), "gzip"),
    "gzip of an empty first member": lambda page: packed(gzip.compress(b"") + gzip.compress(page), "gzip"),
    "gzip with bytes after it": lambda page: packed(gzip.compress(page) + b"\r\n<!-- cached -->", "gzip"),
    "gzip with a wrong checksum": lambda page: packed(_wrong_crc(page), "gzip"),
    "gzip with a wrong length": lambda page: packed(_wrong_length(page), "gzip"),
    "gzip unsaid with a wrong checksum": lambda page: answer(_wrong_crc(page)),
    "gzip cut": lambda page: packed(gzip.compress(page)[:-20], "gzip"),
    "gzip without its checksum": lambda page: packed(gzip.compress(page)[:-8], "gzip"),
    "gzip broken": lambda page: packed(_broken(gzip.compress(page)), "gzip"),
    "gzip that is none": lambda page: packed(page, "gzip"),
    "gzip with nothing": lambda page: packed(b"", "gzip"),
    "gzip twice": lambda page: packed(_nested(page, 2), "gzip, gzip"),
    "gzip twice, said once": lambda page: packed(_nested(page, 2), "gzip"),
    "gzip once, said twice": lambda page: packed(gzip.compress(page), "gzip, gzip"),
    "gzip nine times": lambda page: packed(_nested(page, 9), "gzip"),
    "gzip a thousand times": lambda page: packed(_nested(page, 1000), "gzip"),
    "gzip bomb": lambda page: packed(gzip_bomb(_MORE), "gzip"),
    "gzip bomb unsaid": lambda page: answer(gzip_bomb(_MORE)),
    "gzip bomb in gzip": lambda page: packed(gzip.compress(gzip_bomb(_MORE)), "gzip"),
    "gzip bomb in brotli": lambda page: packed(brotli.compress(gzip_bomb(_MORE)), "br"),
    "deflate": lambda page: packed(zlib.compress(page), "deflate"),
    "deflate without its head": lambda page: packed(raw_deflate(page), "deflate"),
    "deflate with bytes after it": lambda page: packed(zlib.compress(page) + b"\r\n", "deflate"),
    "deflate cut": lambda page: packed(zlib.compress(page)[:-20], "deflate"),
    "deflate broken": lambda page: packed(_broken(zlib.compress(page)), "deflate"),
    "deflate with a wrong checksum": lambda page: packed(zlib.compress(page)[:-4] + b"\0\0\0\0", "deflate"),
    "deflate that is none": lambda page: packed(page, "deflate"),
    "deflate that is gzip": lambda page: packed(gzip.compress(page), "deflate"),
    "deflate bomb": lambda page: packed(deflate_bomb(_MORE), "deflate"),
    "brotli": lambda page: packed(brotli.compress(page), "br"),
    "brotli cut": lambda page: packed(brotli.compress(page)[:-20], "br"),
    "brotli broken": lambda page: packed(_broken(brotli.compress(page)), "br"),
    "brotli with bytes after it": lambda page: packed(brotli.compress(page) + b"\r\n", "br"),
    "brotli that is none": lambda page: packed(page, "br"),
    "brotli with nothing": lambda page: packed(b"", "br"),
    "brotli bomb": lambda page: packed(brotli_bomb(_MORE), "br"),
    "zstd": lambda page: packed(zstd.compress(page), "zstd"),
    "zstd of two frames": lambda page: packed(zstd.compress(page[:99]) + zstd.compress(page[99:]), "zstd"),
    "zstd cut": lambda page: packed(zstd.compress(page)[:-20], "zstd"),
    "zstd broken": lambda page: packed(_broken(zstd.compress(page)), "zstd"),
    "zstd with bytes after it": lambda page: packed(zstd.compress(page) + b"\r\n", "zstd"),
    "zstd that is none": lambda page: packed(page, "zstd"),
    "zstd bomb": lambda page: packed(zstd_bomb(_MORE), "zstd"),
    "brotli in gzip": lambda page: packed(gzip.compress(brotli.compress(page)), "br, gzip"),
    "an unknown compression": lambda page: packed(page, "compress"),
    "an unknown one around gzip": lambda page: packed(gzip.compress(page), "gzip, aes128gcm"),
    "a compression that is no word": lambda page: packed(page, "\xe6\xb9\x9b,,;=\x01"),
    "identity": lambda page: packed(page, "identity"),
}
"""How a page may be compressed, or be said to be."""

HEADS: Mapping[str, Callable[[bytes], bytes]] = {
    "status of twenty digits": lambda page: answer(page, status="HTTP/1.1 99999999999999999999 OK"),
    "status of five thousand digits": lambda page: answer(page, status=f"HTTP/1.1 {_DIGITS} OK"),
    "status 999": lambda page: answer(page, status="HTTP/1.1 999 Request denied"),
    "status 1000": lambda page: answer(page, status="HTTP/1.1 1000 Thousand"),
    "status 0": lambda page: answer(page, status="HTTP/1.1 000 Nothing"),
    "a negative status": lambda page: answer(page, status="HTTP/1.1 -200 OK"),
    "a status in other digits": lambda page: answer(page, status="HTTP/1.1 \xb2\xb2\xb2 OK"),
    "status without a reason": lambda page: answer(page, status="HTTP/1.1 200"),
    "a long reason": lambda page: answer(page, status=f"HTTP/1.1 200 {'OK ' * 3000}"),
    "no status line": lambda page: page,
    "HTTP/1.0": lambda page: answer(page, status="HTTP/1.0 200 OK", length=False),
    "HTTP/2.0": lambda page: answer(page, status="HTTP/2.0 200 OK"),
    "HTTP/9.9": lambda page: answer(page, status="HTTP/9.9 200 OK"),
    "lines that end in LF": lambda page: answer(page).replace(b"\r\n", b"\n"),
    "a field without a colon": lambda page: answer(page, _HTML, "Rubbish"),
    "a field without a name": lambda page: answer(page, _HTML, ": nothing"),
    "a field without a value": lambda page: answer(page, _HTML, "X-Nothing:"),
    "a folded field": lambda page: answer(page, _HTML, "X-Long: a\r\n b\r\n\tc"),
    "a field in GBK": lambda page: answer(page, _HTML, "X-Name: \xd5\xbf\xbd\xad"),
    "a field of control signs": lambda page: answer(page, _HTML, "X-Signs: \x01\x02\x1b[2J\x7f"),
    "a name of control signs": lambda page: answer(page, _HTML, "X\x01\x7f: a"),
    "a NUL in a field": lambda page: answer(page, _HTML, "X-Nul: a\0b"),
    "a bare CR in a field": lambda page: answer(page, _HTML, "X-Cr: a\rb"),
    "a thousand fields": lambda page: answer(page, _HTML, *(f"X-{n}: {n}" for n in range(400))),
    "a long field": lambda page: answer(page, _HTML, "X-Long: " + "a" * 15000),
    "two types": lambda page: answer(page, "Content-Type: image/png", _HTML),
    "a type that is none": lambda page: answer(page, "Content-Type: \xff\xfe; charset=\x00"),
    "a charset that is none": lambda page: answer(page, "Content-Type: text/html; charset=klingon"),
    "no type": lambda page: answer(page, "Server: none"),
    "WARC fields": lambda page: answer(page, _HTML, "WARC-Type: request", "WARC-Date: never", "Content-Length: 3"),
    "a length that is none": lambda page: answer(page, _HTML, "Content-Length: many", length=False),
    "a length of thousands of digits": lambda page: answer(page, _HTML, f"Content-Length: {_DIGITS}", length=False),
    "a negative length": lambda page: answer(page, _HTML, "Content-Length: -5", length=False),
    "a length too short": lambda page: answer(page, _HTML, f"Content-Length: {len(page) - 30}", length=False),
    "chunks": lambda page: chunked(_chunks(page)),
    "chunks with an extension": lambda page: chunked(_chunks(page).replace(b"63\r\n", b"63;a=b\r\n", 1)),
    "chunks with a trailer": lambda page: chunked(_chunks(page).removesuffix(b"\r\n") + b"X-End: yes\r\n\r\n"),
    "chunks that are none": lambda page: chunked(page),
    "a chunk of rubbish": lambda page: chunked(b"zz\r\n" + _chunks(page)),
    "a chunk of 2^64 bytes": lambda page: chunked(b"ffffffffffffffffffff\r\n" + page),
    "a chunk too long": lambda page: chunked(b"fff\r\n" + page[:50]),
    "chunks that are a length, too": lambda page: chunked(_chunks(page), "Content-Length: 5"),
    "no last chunk": lambda page: chunked(_chunks(page).removesuffix(b"0\r\n\r\n")),
    "gzip in chunks": lambda page: chunked(_chunks(gzip.compress(page)), "Content-Encoding: gzip"),
    "chunks within chunks": lambda page: chunked(_chunks(_chunks(page))),
    "nothing": lambda page: answer(b""),
    "nothing at all": lambda page: b"",
    "half a head": lambda page: b"HTTP/1.1 200 OK\r\nContent-Ty",
    "blanks alone": lambda page: answer(b" \r\n\t" * 9),
    "204 with a body": lambda page: answer(page, status="HTTP/1.1 204 No Content"),
    "206": lambda page: answer(page, _HTML, f"Content-Range: bytes 0-9/{len(page)}", status="HTTP/1.1 206 Partial"),
    "100 first": lambda page: b"HTTP/1.1 100 Continue\r\n\r\n" + answer(page),
    "304 that was not asked for": lambda page: answer(b"", status="HTTP/1.1 304 Not Modified"),
    "416": lambda page: answer(page, status="HTTP/1.1 416 Range"),
    "a way to nowhere": lambda page: answer(b"", "Location: http://127.0.0.1:99999/p/1.html", status="HTTP/1.1 302 No"),
    "a way to half a bracket": lambda page: answer(b"", "Location: http://[::1/p/1.html", status="HTTP/1.1 302 No"),
    "a way to bytes": lambda page: answer(b"", "Location: \xff\xfe\x01", status="HTTP/1.1 301 No"),
    "a way without end": lambda page: answer(b"", "Location: ?again", status="HTTP/1.1 302 No"),
    "a way to thousands of digits": lambda page: answer(b"", f"Location: /p/{_DIGITS}.html", status="HTTP/1.1 302 No"),
}
"""How the head of an answer, or what is around its body, may be odd."""

BODIES: Mapping[str, Callable[[bytes], bytes]] = {
    "NULs in the page": lambda page: answer(page.replace("，".encode(), b"\0\0\0", 3)),
    "broken UTF-8": lambda page: answer(page.replace("，".encode(), b"\xed\xa0\x80", 3)),
    "UTF-16": lambda page: answer(page.decode().encode("utf-16"), "Content-Type: text/html; charset=utf-16"),
    "a surrogate by number": lambda page: answer(page.replace(b"</p>", b"&#xD800;&#x110000;&#0;</p>", 1)),
    "a thousand open tags": lambda page: answer(page.replace(b"</body>", b"<div><b>" * 3000 + b"</body>")),
    "a link to port 99999": lambda page: _with_link(page, "http://127.0.0.1:99999/p/8.html"),
    "a link with half a bracket": lambda page: _with_link(page, "http://[bad/p/8.html"),
    "a link to thousands of digits": lambda page: _with_link(page, f"/p/{_DIGITS}.html"),
    "a next page of thousands of digits": lambda page: _with_link(page, f"/p/1_{_DIGITS}.html", "下一页"),
    "a picture at port 99999": lambda page: answer(
        page.replace(b"<p>", b"<p><img src='http://127.0.0.1:99999/a.jpg'></p><p>", 1)
    ),
    "a base at port 99999": lambda page: answer(
        page.replace(b"<head>", b"<head><base href='http://127.0.0.1:99999/'>")
    ),
    "a picture for a page": lambda page: answer(b"\x89PNG\r\n\x1a\n" + b"\0" * 900, "Content-Type: image/png"),
    "JSON for a page": lambda page: answer(b"[" * 100_000, "Content-Type: application/json"),
    "a year of five digits": lambda page: answer(page.replace(b"2023-05-04", b"20230-05-04")),
    "a date that cannot be": lambda page: answer(page.replace(b"2023-05-04", b"2023-13-45")),
}
"""How a page itself may be odd."""

ODD: Mapping[str, Callable[[bytes], bytes]] = {**COMPRESSIONS, **HEADS, **BODIES}
"""All of them: each makes an answer of a page."""


def _with_link(page: bytes, href: str, text: str = "相关新闻") -> bytes:
    return answer(page.replace(b"</body>", f'<a href="{href}">{text}</a></body>'.encode()))


def article_page(number: int) -> bytes:
    """A plain page of the article with a number."""
    lines = (f"渔船昨日归港，渔民们在码头上卸下第{number}号船的第{basket}筐鱼。" for basket in range(1, 9))
    text = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f'<html><head><meta charset="utf-8"><title>第{number}号渔船归港</title></head><body><div>'
        f"<h1>第{number}号渔船归港</h1><div>2023-05-04 10:00 来源：湛江日报</div><div>{text}</div></div></body></html>"
    ).encode()
