"""Only configured sites and typed ones are asked; anything else is refused, counted, and told once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler

from tests.commands.tiny.site import article, serving
from zhanjiang.addresses.allowed import AllowedSites
from zhanjiang.middlewares.address_guard import AddressGuardMiddleware

_SITES = ["https://www.example", "http://szb.example/", "http://127.0.0.1:8070", "http://typed.example:8080"]


@pytest.fixture
def guard() -> AddressGuardMiddleware:
    """Give a guard of three configured sites and a typed one."""
    return AddressGuardMiddleware(AllowedSites.of(_SITES), StatsCollector(get_crawler()))


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example/p/1.html",
        "http://www.example/p/1.html",
        "http://WWW.example:80/",
        "https://szb.example/",
        "http://127.0.0.1:8070/robots.txt",
        "http://typed.example:8080/p/1.html?v=2",
    ],
)
def test_the_sites_are_requested(guard: AddressGuardMiddleware, address: str) -> None:
    guard.process_request(Request(address))
    assert guard.stats.get_stats() == {}


@pytest.mark.parametrize(
    "address",
    [
        "https://example/",
        "https://m.www.example/",
        "https://www.example:8443/",
        "http://www.example:443/",
        "http://www.example@elsewhere.example/",
        "http://127.0.0.1:8071/",
        "https://127.0.0.1:8070/",
        "http://127.0.0.1/",
        "http://localhost:8070/",
        "http://[::1]:8070/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/",
        "http://typed.example/",
        "file:///etc/passwd",
        "ftp://www.example/",
        "data:,x",
    ],
)
def test_nothing_else_is_requested(guard: AddressGuardMiddleware, address: str) -> None:
    with pytest.raises(IgnoreRequest):
        guard.process_request(Request(address))
    assert guard.stats.get_value("address_guard/refused") == 1


def test_a_refused_address_is_reported_once(guard: AddressGuardMiddleware, caplog: pytest.LogCaptureFixture) -> None:
    redirected = Request("http://10.0.0.1/", meta={"redirect_urls": ["https://www.example/p/1.html"]})
    for _ in range(3):
        with caplog.at_level(logging.WARNING), pytest.raises(IgnoreRequest):
            guard.process_request(redirected)
    assert [record.getMessage() for record in caplog.records] == [
        "Not requested, as it is on none of the sites: http://10.0.0.1/ (from https://www.example/p/1.html)"
    ]
    assert guard.stats.get_stats() == {"address_guard/refused": 3, "address_guard/sites/10.0.0.1": 3}


def test_what_may_be_sent_twice_may_not_be_sent_anywhere(guard: AddressGuardMiddleware) -> None:
    with pytest.raises(IgnoreRequest):
        guard.process_request(Request("http://10.0.0.1/", dont_filter=True))


def test_typed_sites_are_requested_beside_those_of_the_settings() -> None:
    crawler = get_crawler(settings_dict={"PORTAL_URL": "https://www.example", "PAPER_URL": None})
    crawler.spider = Spider("articles", arguments=SimpleNamespace(typed_sites=frozenset({"http://typed.example"})))
    assert AddressGuardMiddleware.from_crawler(crawler).allowed.sites == {"www.example", "typed.example"}


def test_a_spider_that_is_not_ours_may_ask_anybody() -> None:
    crawler = get_crawler(settings_dict={"PORTAL_URL": "https://www.example"})
    crawler.spider = Spider("default")  # as `scrapy fetch` and `scrapy shell` have it
    with pytest.raises(NotConfigured):
        AddressGuardMiddleware.from_crawler(crawler)


def test_redirects_to_another_site_are_not_followed(crawl: Callable[..., Any]) -> None:
    with serving({"/": {"articles": [article(9)]}}) as other:
        pages = {"/": {"links": ["/away", "/near"]}, "/away": (302, {"Location": other.address}), "/near": {}}
        with serving(pages) as site:
            done = crawl(site)
    assert other.asked == []
    assert f"on none of the sites: {other.address} (from {site.address}/away)" in done.log
    assert sorted(site.paths()) == ["/", "/away", "/near"]
