"""Faults of sites that are broken beyond HTTP, or set traps: nonsense for an answer, and ways without an end."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import count

from zhanjiang.replica.answer import BodyPart, Delivery, RawResponse, SiteResponse, page, redirect
from zhanjiang.replica.fault import Fault, StruckRequest

_HUGE = 5_000
_MEGABYTE = 1_000_000
_IMPOSSIBLE = (
    "http://[::1",
    "http://www.example:99999/p/1.html",
    "http://host:port/",
    "http://a..b/",
    f"http://{'a' * 300}.example/",
    "http://user:secret@www.example/",
    "/p/\x01.html",
)
_ABSURD_WAITS = ("9" * _HUGE, "-5", "Tue, 31 Feb 2026 25:61:61 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "\x00")
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
_ODD_LENGTH = _HEAD + b"Content-Length: many\r\n\r\na"
_ODD_CHUNKS = _HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nno"
_ODD_COOKIES = (("Set-Cookie", "\x01=;;=;a" * 99), ("Set-Cookie", "="))
_ELSEWHERE = (
    '<a href="{0}/p/1.html">x</a><a href="{0}/shizheng/">更多</a><img src="{0}/a.jpg"><iframe src="{0}/"></iframe>'
    '<script src="{0}/a.js"></script><link rel="next" href="{0}/index_2.html">'
)
_TURNS = count()


def _raw(struck: StruckRequest, wire: bytes, delivery: Delivery = Delivery.CLOSE) -> SiteResponse:
    return RawResponse(wire, delivery)


def _status(struck: StruckRequest, line: str) -> SiteResponse:
    return RawResponse(f"{line}\r\nContent-Length: 2\r\n\r\nno".encode())


def _with_headers(struck: StruckRequest, headers: Sequence[tuple[str, str]]) -> SiteResponse:
    """The honest response with more headers."""
    answer = struck.honest()
    return SiteResponse(answer.pieces, status=answer.status, content_type=answer.content_type, headers=headers)


def _typed(struck: StruckRequest, content_type: str) -> SiteResponse:
    """The honest response with another type."""
    return SiteResponse(struck.honest().pieces, content_type=content_type)


def _lying_length(struck: StruckRequest) -> SiteResponse:
    """Say that twice as much comes as does."""
    body = struck.honest().body
    return RawResponse(_HEAD + f"Content-Length: {len(body) * 2}\r\n\r\n".encode() + body)


def _encoded(struck: StruckRequest, name: str, encode: Callable[[bytes], bytes]) -> SiteResponse:
    """The honest response in an encoding of this name."""
    return SiteResponse([BodyPart(encode(struck.honest().body))], encoding=name)


def _thrice(body: bytes) -> bytes:
    return gzip.compress(gzip.compress(gzip.compress(body, 1), 1), 1)


@cache
def _bomb() -> bytes:
    """A hundred megabytes of blanks within a hundred kilobytes."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(compressor.compress(b" " * _MEGABYTE) for _ in range(100)), compressor.flush()])


def _gzip_bomb(struck: StruckRequest) -> SiteResponse:
    return SiteResponse([BodyPart(_bomb())], encoding="gzip")


def _to(struck: StruckRequest, address: str) -> SiteResponse:
    return redirect(address.replace("{path}", struck.request.path))


def _impossible_redirect(struck: StruckRequest) -> SiteResponse:
    """Lead to what can be no address, each time to another."""
    return redirect(_IMPOSSIBLE[next(_TURNS) % len(_IMPOSSIBLE)])


def _circle(struck: StruckRequest) -> SiteResponse:
    """Lead from one address to the next, and never to a page."""
    path = struck.request.path
    return redirect(f"{path}?{int(struck.request.query or 0) + 1}")


def _unasked_unchanged(struck: StruckRequest) -> SiteResponse:
    return SiteResponse([], status=304)


def _absurd_wait(struck: StruckRequest) -> SiteResponse:
    """Ask to wait as long as nobody can."""
    return page("<h1>503</h1>", 503, [("Retry-After", _ABSURD_WAITS[next(_TURNS) % len(_ABSURD_WAITS)])])


def _impossible_links(struck: StruckRequest) -> SiteResponse:
    """Put impossible addresses, numbers and dates before and after what the page holds."""
    addresses = [*_IMPOSSIBLE, f"/p/{'9' * _HUGE}.html", f"/p/1_{'9' * _HUGE}.html", "/zjrb/html/20261399/node_2.htm"]
    links = "".join(f'<a href="{address}"></a><area href="{address}">' for address in addresses)
    around = (links + _ELSEWHERE.format(struck.portal.elsewhere)).encode()
    answer = struck.honest()
    body = answer.body.replace(b"<body>", b"<body>" + around, 1).replace(b"</body>", around + b"</body>", 1)
    return SiteResponse([BodyPart(body)], status=answer.status, content_type=answer.content_type)


def _impossible_rows(struck: StruckRequest) -> SiteResponse:
    """Put rows before an interface's own, of which nothing can be."""
    honest = struck.honest()
    if not honest.content_type.startswith("application/json"):
        return honest
    answer = json.loads(honest.body)
    rows = next(value for value in (answer, *answer.values()) if isinstance(value, list))
    odd = [*_IMPOSSIBLE, f"/p/{'9' * _HUGE}.html", "\ud800", "20261399", "\x00"]
    rows[:0] = [{"url": text, "title": text, "id": text, "created": text, "time": 10**30} for text in odd]
    body = json.dumps(answer).replace(str(10**30), "9" * _HUGE)
    return SiteResponse([BodyPart(body.encode())], content_type="application/json")


def _endless_article(struck: StruckRequest) -> SiteResponse:
    """Give each page of an article a next one."""
    name = struck.request.path.rpartition("/")[2].removesuffix(".html")
    number, _, part = name.partition("_")
    following = f"{number}_{int(part or 1) + 1}.html"
    story = f"<p>第{part or 1}页的渔船昨日归港，渔民们在码头上卸下鱼筐。</p>" * 4
    title = "<html><head><title>渔船归港</title></head><body><h1>渔船归港</h1><p>2023-05-04 10:00 来源：湛江日报</p>"
    return page(f'{title}<div>{story}<a href="{following}">下一页</a></div></body></html>')


def _denying(description: str, spoil: Callable[[StruckRequest], SiteResponse]) -> Fault:
    return Fault(description, spoil, denies=True)


HOSTILE_FAULTS = {
    "unasked_unchanged": _denying("304 to whoever named nothing to compare with", _unasked_unchanged),
    "absurd_wait": Fault("503 with a Retry-After of centuries, or none", _absurd_wait, heals=True, denies=True),
    "unknown_status": _denying("status 999", partial(_status, line="HTTP/1.1 999 Denied")),
    "long_status": _denying("a status of five digits", partial(_status, line="HTTP/1.1 99999 Denied")),
    "no_status": _denying("a status of 0", partial(_status, line="HTTP/1.1 0 Denied")),
    "no_http": _denying("noise in place of HTTP", partial(_raw, wire=b"\x16\x03\x01\x00\xffSSH-2.0-a\r\n\r\n")),
    "header_nul": Fault("a header with a NUL", partial(_with_headers, headers=[("X-Odd", "a\x00b")])),
    "header_huge": _denying("a header of a megabyte", partial(_with_headers, headers=[("X-Odd", "a" * _MEGABYTE)])),
    "length_lies": _denying("a Content-Length of twice the body", _lying_length),
    "length_odd": _denying("a Content-Length that is no number", partial(_raw, wire=_ODD_LENGTH)),
    "chunks_odd": _denying("chunks that are none", partial(_raw, wire=_ODD_CHUNKS)),
    "endless_body": _denying("a body without end", partial(_raw, wire=_HEAD + b"\r\n", delivery=Delivery.ENDLESS)),
    "redirect_to_itself": _denying("302 to the same address", partial(_to, address="{path}")),
    "redirect_in_circles": _denying("302 to ever new addresses", _circle),
    "redirect_to_file": _denying("302 to a file", partial(_to, address="file:///etc/passwd")),
    "redirect_to_script": _denying("302 to a script", partial(_to, address="javascript:alert(1)")),
    "redirect_impossible": _denying("302 to what can be no address, once with a password", _impossible_redirect),
    "cookie_odd": Fault("cookies that are none", partial(_with_headers, headers=_ODD_COOKIES)),
    "charset_unknown": Fault(
        "a charset that does not exist", partial(_typed, content_type="text/html; charset=klingon")
    ),
    "gzip_thrice": Fault("three layers of gzip", partial(_encoded, name="gzip, gzip, gzip", encode=_thrice)),
    "gzip_bomb": _denying("100 MB of blanks in 100 kB", _gzip_bomb),
    "encoding_unknown": Fault("an encoding that does not exist", partial(_encoded, name="snappy", encode=bytes)),
    "impossible_links": Fault("addresses, numbers and dates that can be none, around the page", _impossible_links),
    "impossible_rows": Fault("rows of an interface with the same in them", _impossible_rows, of_listings=True),
    "endless_article": Fault("an article whose pager never ends", _endless_article, denies=True, of_all_pages=True),
}
"""Those faults by name; see ``zhanjiang.replica.faults``."""
