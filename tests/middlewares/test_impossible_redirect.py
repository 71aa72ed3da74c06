"""A redirect that leads to no address of the web fails in one line, which shows no password."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from zhanjiang.middlewares.impossible_redirect import ImpossibleRedirectMiddleware

_PAGE = "http://www.example/p/1.html"


def _process(location: bytes, status: int = 302, **meta: bool) -> Response:
    request = Request(_PAGE, meta=meta)
    response = Response(_PAGE, status=status, headers={"Location": location})
    return ImpossibleRedirectMiddleware().process_response(request, response)


@pytest.mark.parametrize(
    "location",
    [
        *(b"http://[::1", b"http://host:port/", b"http://a.example:99999/", b"http://a..b/", b"http://\xff\xfe/"),
        *(b"http://user:secret@www.example/", b"//user:secret@www.example/", b"file:///etc/passwd", b"javascript:x()"),
        *(b"/p/\x00.html", b"", b"#top", b"http://" + b"a" * 300 + b".example/", b"ftp://www.example/"),
    ],
)
def test_a_redirect_to_what_can_be_no_address_is_refused(location: bytes) -> None:
    with pytest.raises(IgnoreRequest, match="redirected to what can be no address: ") as refused:
        _process(location)
    assert "secret" not in str(refused.value) and len(str(refused.value)) < 300


@pytest.mark.parametrize("location", [b"/p/2.html", b"//m.example/", "/p/渔.html".encode(), b"?a=b", b"../x y.html"])
def test_any_other_redirect_is_passed_on(location: bytes) -> None:
    assert _process(location).headers["Location"] == location


def test_what_is_no_redirect_is_passed_on() -> None:
    assert _process(b"http://[::1", status=200).status == 200
    assert _process(b"http://[::1", handle_httpstatus_all=True).status == 302
