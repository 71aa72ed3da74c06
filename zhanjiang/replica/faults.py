"""The faults of the portal by name, and what each does.

A fault takes a struck request, with its honest response, and returns the response that is sent instead. ``striking``
decides which addresses are struck, and whether a second visit finds the fault gone.
"""

from __future__ import annotations

import hashlib

from zhanjiang.replica.answer import BodyPart, Delivery, SiteResponse, page, redirect
from zhanjiang.replica.fault import Fault, StruckRequest
from zhanjiang.replica.hostile_faults import HOSTILE_FAULTS

_RETRY_SECONDS = 1
_NOISE_AHEAD = b"<body><span hidden>\x0b\x1f" + b"\x00\xff\xfe\xc3(</span><b><i></b><![CDATA[ x ]]>"
_NOISE_BEHIND = b"</div></td></table></p><li><p>\xed\xa0\x80\xf8\x88</span><div class='a' class='b' =x></body>"
_CHALLENGE = (
    "<html><body><script>document.cookie='__jsl_clearance='+['{0}','{1}'].join('')+';max-age=3600;path=/';"
    "location.href=location.pathname+location.search</script></body></html>"
)


def _missing(struck: StruckRequest) -> SiteResponse:
    return struck.portal.missing()


def _empty_body(struck: StruckRequest) -> SiteResponse:
    return SiteResponse([])


def _soft_404(struck: StruckRequest) -> SiteResponse:
    return struck.portal.withdrawn(200)


def _login_redirect(struck: StruckRequest) -> SiteResponse:
    return redirect("/index/login/")


def _too_many_requests(struck: StruckRequest) -> SiteResponse:
    return page("<h1>429 Too Many Requests</h1>", 429, [("Retry-After", str(_RETRY_SECONDS))])


def _unavailable(struck: StruckRequest) -> SiteResponse:
    status = 502 + hashlib.sha256(struck.request.path.encode()).digest()[0] % 3
    return page(f"<h1>{status}</h1><hr>nginx", status, [("Retry-After", str(_RETRY_SECONDS))])


def _reset(struck: StruckRequest) -> SiteResponse:
    return _delivered(struck.honest(), Delivery.RESET)


def _slow_drip(struck: StruckRequest) -> SiteResponse:
    return _delivered(struck.honest(), Delivery.DRIP)


def _delivered(answer: SiteResponse, delivery: Delivery) -> SiteResponse:
    """Return a response delivered in another way; without validators, as all faulty responses."""
    return SiteResponse(
        answer.pieces,
        status=answer.status,
        content_type=answer.content_type,
        headers=answer.headers,
        delivery=delivery,
        encoding=answer.encoding,
    )


def _truncated_gzip(struck: StruckRequest) -> SiteResponse:
    """Cut the stream, not the response: Content-Length is right, only the compressed data end too early."""
    answer = struck.honest()
    stream = answer.gzipped()
    return _rewritten(answer, stream[: len(stream) * 2 // 3], encoding="gzip")


def _challenge(struck: StruckRequest) -> SiteResponse:
    """Demand a cookie that a script computes; a request with it passes."""
    clearance = hashlib.sha256(struck.request.path.encode()).hexdigest()[:16]
    if f"__jsl_clearance={clearance}" in struck.request.cookie:
        return struck.honest()
    cookie = f"__jsluid_h={clearance[::-1]}; max-age=31536000; path=/; HttpOnly"
    return page(_CHALLENGE.format(clearance[:8], clearance[8:]), 521, [("Set-Cookie", cookie)])


def _charset_missing(struck: StruckRequest) -> SiteResponse:
    answer = struck.honest()
    return _rewritten(answer, answer.body.replace(b'<meta charset="utf-8">', b""), content_type="text/html")


def _charset_wrong(struck: StruckRequest) -> SiteResponse:
    answer = struck.honest()
    html = answer.body.decode().replace('<meta charset="utf-8">', '<meta charset="gbk">')
    return _rewritten(answer, html.encode("gbk", "xmlcharrefreplace"))


def _noisy_body(struck: StruckRequest) -> SiteResponse:
    """Put control characters, bytes that are no UTF-8 and broken tags around the page, none inside the article."""
    answer = struck.honest()
    body = answer.body.replace(b"<body>", _NOISE_AHEAD, 1).replace(b"</body>", _NOISE_BEHIND, 1)
    return _rewritten(answer, body)


def _rewritten(answer: SiteResponse, body: bytes, content_type: str | None = None, encoding: str = "") -> SiteResponse:
    """Return a response with another body, and with another type if one is given."""
    return SiteResponse(
        [BodyPart(body)], status=answer.status, content_type=content_type or answer.content_type, encoding=encoding
    )


def _channel_redirect(struck: StruckRequest) -> SiteResponse:
    path = struck.request.path
    channel = struck.portal.channel_of(path)
    return redirect(f"/{channel}{path}", 301) if channel and path.startswith("/p/") else struck.honest()


def _foreign_redirect(struck: StruckRequest) -> SiteResponse:
    return redirect(struck.portal.elsewhere + struck.request.path)


def _endless_listing(struck: StruckRequest) -> SiteResponse:
    return struck.portal.endless(struck.request.path) or struck.honest()


def _page_ignored(struck: StruckRequest) -> SiteResponse:
    if struck.request.path != "/index/nei/content":
        return struck.honest()
    return struck.portal.more(struck.request, page_ignored=True)


FAULTS = {
    "missing": Fault("404, as for the numbers left out of the counter", _missing, denies=True),
    "empty_body": Fault("200 with no byte in the body, each time again", _empty_body, denies=True),
    "soft_404": Fault("200 with a page that says 您访问的页面不存在或已删除", _soft_404, denies=True),
    "login_redirect": Fault("302 to /index/login/", _login_redirect, denies=True),
    "foreign_redirect": Fault("302 to a private address of another network", _foreign_redirect, denies=True),
    "too_many_requests": Fault("429 with Retry-After", _too_many_requests, heals=True, denies=True),
    "unavailable": Fault("502, 503 or 504 with Retry-After", _unavailable, heals=True, denies=True),
    "challenge": Fault("521 with a script that sets a cookie and loads the page again", _challenge, denies=True),
    "channel_redirect": Fault("301 from /p/ID.html to /CHANNEL/p/ID.html", _channel_redirect),
    "reset": Fault("half the answer, then the connection is reset", _reset, heals=True, denies=True),
    "slow_drip": Fault("the answer drop by drop, over about two seconds", _slow_drip),
    "truncated_gzip": Fault("a gzip stream that ends early", _truncated_gzip, heals=True, denies=True),
    "noisy_body": Fault("control characters, broken bytes and broken tags around the article", _noisy_body),
    "charset_missing": Fault("no charset, neither in the header nor in the page", _charset_missing),
    "charset_wrong": Fault("a header that says utf-8 over a page in GBK", _charset_wrong),
    "endless_listing": Fault(
        "index_N.html repeats the last page for every N, its pager going on", _endless_listing, of_listings=True
    ),
    "page_ignored": Fault("the load-more list gives its first page whatever is asked", _page_ignored, of_listings=True),
    **HOSTILE_FAULTS,
}
"""All faults by name. Where several strike one address, each changes the responses of those below it in this order."""
