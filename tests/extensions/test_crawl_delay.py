"""The pause a site asks for is kept, also with AutoThrottle, up to the longest that is granted."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.utils.test import get_crawler

from tests.commands.tiny.site import Site, serving
from zhanjiang.extensions.crawl_delay import CrawlDelay

# The pauses are 0.8 seconds; a site that runs late notes them a little shorter. Jitter would take off up to 0.4.
_LEAST = 0.65
_PAGES = {"/": {"links": ["/1"]}, "/1": {}}


def _pauses(site: Site) -> list[float]:
    return [later - earlier for (_, earlier), (_, later) in pairwise(site.asked)]


def _robots(delay: float) -> bytes:
    return f"User-agent: *\nCrawl-delay: {delay}\n".encode()


@pytest.mark.parametrize("autothrottle", [False, True])
def test_the_pause_is_kept(crawl: Callable[..., Any], autothrottle: bool) -> None:
    with serving({**_PAGES, "/robots.txt": _robots(0.8)}) as site:
        done = crawl(site, AUTOTHROTTLE_ENABLED=autothrottle, AUTOTHROTTLE_START_DELAY=0.1)
    assert len(site.paths()) == 2
    assert min(_pauses(site)) >= _LEAST
    assert "asks for a pause of 0.8 s between requests: 0.8 s are granted" in done.log


def test_a_pause_beyond_reason_is_cut(crawl: Callable[..., Any]) -> None:
    with serving({**_PAGES, "/robots.txt": _robots(1000)}) as site:
        done = crawl(site, CRAWL_DELAY_MAX=0.8)
    assert min(_pauses(site)) >= _LEAST
    assert "asks for a pause of 1000 s between requests: 0.8 s are granted" in done.log


@pytest.mark.parametrize("settings", [{"CRAWL_DELAY_ENABLED": False}, {"DOWNLOAD_DELAY": 0.05}])
def test_our_own_delay_holds_where_it_is_the_longer_or_the_extension_is_off(
    crawl: Callable[..., Any], settings: dict[str, Any]
) -> None:
    asked_for = 0.01 if "DOWNLOAD_DELAY" in settings else 15
    with serving({**_PAGES, "/robots.txt": _robots(asked_for)}) as site:
        done = crawl(site, **settings)
    assert max(_pauses(site)) < 15  # a pause that is respected is never shorter than that
    assert "asks for a pause" not in done.log


class _Parser:
    """Stands in for a parsed robots.txt."""

    def __init__(self, delay: float | None) -> None:
        self.delay = delay

    def crawl_delay(self, user_agent: str) -> float | None:
        return self.delay if user_agent == "zhanjiang-news" else None


@pytest.mark.parametrize(
    ("wished", "granted"), [(None, None), (0.5, None), (1.0, None), (7.5, 7.5), (60.0, 60.0), (1000.0, 60.0)]
)
def test_the_longer_pause_is_granted_up_to_the_longest(wished: float | None, granted: float | None) -> None:
    crawler = get_crawler()
    slot = SimpleNamespace(delay=1.0, jitter=0.5)
    key = "portal.example"
    downloader = SimpleNamespace(slots={key: slot}, per_slot_settings={}, get_slot_key=lambda request: key)
    crawler.engine = SimpleNamespace(downloader=downloader)  # type: ignore[assignment]
    extension = CrawlDelay(crawler, "zhanjiang-news", delay=1.0, longest=60.0)
    request = Request(f"http://{key}/", meta={"download_slot": key})
    extension.robots_parsed(_Parser(wished), request)  # type: ignore[arg-type]
    assert downloader.per_slot_settings == ({key: {"delay": granted, "jitter": 0}} if granted else {})
    assert slot.delay == (granted or 1.0)
    slot.delay = 0.1  # as AutoThrottle may
    extension.response_downloaded(request)
    assert slot.delay == (granted or 0.1)
