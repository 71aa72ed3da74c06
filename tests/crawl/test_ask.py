"""What travels with a request is one record, which Scrapy's own copies of a request keep."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest
from scrapy import Request
from scrapy.http import Response

from zhanjiang.addresses.page import PageRef
from zhanjiang.crawl.ask import Ask, Lease, ask_of

_PAGE = PageRef("/p/7.html", "https://portal.example/p/7.html", "article", "portal/7")


def test_a_response_and_a_copy_of_a_request_carry_its_ask() -> None:
    ask = Ask(_PAGE, force=True)
    request = Request(_PAGE.url, meta={"ask": ask})
    assert ask_of(request) is ask_of(request.copy()) is ask_of(Response(_PAGE.url, request=request)) is ask


def test_without_one_nothing_is_known() -> None:
    assert ask_of(Request(_PAGE.url)) == ask_of(Response(_PAGE.url)) == Ask()


def test_it_is_not_changed_in_place() -> None:
    ask = Ask(_PAGE)
    with pytest.raises(FrozenInstanceError):
        ask.force = True  # type: ignore[misc]
    assert replace(ask, lease=Lease(is_resumed=True)).page is _PAGE and ask.lease is None
