"""The pause a site asks for is kept, also with AutoThrottle, up to the longest that is granted."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from tests.commands.tiny.site import Site, serving

_PAGES = {"/": {"links": ["/1"]}, "/1": {}}


def _pauses(site: Site) -> list[float]:
    return [later - earlier for (_, earlier), (_, later) in pairwise(site.asked)]


def _robots(delay: float) -> bytes:
    return f"User-agent: *\nCrawl-delay: {delay}\n".encode()


@pytest.mark.parametrize("autothrottle", [False, True])
def test_the_pause_is_kept(crawl: Callable[..., Any], autothrottle: bool) -> None:
    with serving({**_PAGES, "/robots.txt": _robots(0.4)}) as site:
        done = crawl(site, AUTOTHROTTLE_ENABLED=autothrottle, AUTOTHROTTLE_START_DELAY=0.1)
    assert len(site.paths()) == 2
    assert min(_pauses(site)) >= 0.39
    assert "asks for a pause of 0.4 s between requests: 0.4 s are kept" in done.log


def test_a_pause_beyond_reason_is_cut(crawl: Callable[..., Any]) -> None:
    with serving({**_PAGES, "/robots.txt": _robots(1000)}) as site:
        done = crawl(site, CRAWL_DELAY_MAX=0.3)
    assert 0.29 <= min(_pauses(site)) <= max(_pauses(site)) < 2
    assert "asks for a pause of 1000 s between requests: 0.3 s are kept" in done.log


@pytest.mark.parametrize("settings", [{"CRAWL_DELAY_ENABLED": False}, {"DOWNLOAD_DELAY": 0.05}])
def test_our_own_delay_holds_where_it_is_the_longer_or_the_extension_is_off(
    crawl: Callable[..., Any], settings: dict[str, Any]
) -> None:
    with serving({**_PAGES, "/robots.txt": _robots(0.01 if "DOWNLOAD_DELAY" in settings else 5)}) as site:
        done = crawl(site, **settings)
    assert max(_pauses(site)) < 2
    assert "asks for a pause" not in done.log
