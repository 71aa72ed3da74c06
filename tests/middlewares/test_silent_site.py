"""A site that is dead or dumb ends a run in seconds; one that is only slow, or dead beside a living one, does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from tests.end_to_end.running import crawl
from tests.loopback import serving, silent_site
from zhanjiang.crawl.ending import PROBE, UNREACHED
from zhanjiang.crawl.failures import CrawlEnds, SilentSite
from zhanjiang.middlewares import silent_site as module
from zhanjiang.middlewares.silent_site import FIRST_ANSWER_SECONDS, SilentSiteMiddleware

_PAGE = "http://portal.example/p/1.html"


@pytest.fixture
def middleware() -> SilentSiteMiddleware:
    """With a timeout of a minute."""
    return SilentSiteMiddleware.from_crawler(get_crawler(settings_dict={"DOWNLOAD_TIMEOUT": 60}))


def _asked(middleware: SilentSiteMiddleware, url: str = _PAGE, **meta: object) -> Request:
    """A request as it comes by, with the default timeout as Scrapy sets it."""
    request = Request(url, meta={"download_timeout": 60.0, **meta})
    middleware.process_request(request)
    return request


def _unanswered(middleware: SilentSiteMiddleware, error: Exception, url: str = _PAGE) -> bool:
    """Say whether a request that failed so may be repeated."""
    request = _asked(middleware, url)
    middleware.process_exception(request, error)
    return not request.meta.get("dont_retry", False)


@pytest.mark.parametrize("error", [CannotResolveHostError(), DownloadConnectionRefusedError()])
def test_a_third_refusal_is_the_last(middleware: SilentSiteMiddleware, error: Exception) -> None:
    assert [_unanswered(middleware, error) for _ in range(3)] == [True, True, False]
    with pytest.raises(SilentSite):
        _asked(middleware)
    assert middleware.stats.get_value(UNREACHED) == "http://portal.example"
    _asked(middleware, "http://mirror.example/p/1.html")  # another site
    _asked(middleware, **{PROBE: True})
    middleware.response_received(Response("http://portal.example/"))
    _asked(middleware)


def test_the_first_answer_is_not_waited_for_twice(middleware: SilentSiteMiddleware) -> None:
    assert _asked(middleware).meta["download_timeout"] == FIRST_ANSWER_SECONDS
    assert not _unanswered(middleware, DownloadTimeoutError())
    with pytest.raises(SilentSite):
        _asked(middleware)


def test_a_site_that_has_answered_may_be_slow(middleware: SilentSiteMiddleware) -> None:
    first = _asked(middleware)
    middleware.response_received(Response("http://portal.example/robots.txt"))
    assert _asked(middleware).meta["download_timeout"] == 60
    assert _asked(middleware, **first.meta).meta["download_timeout"] == 60  # repeated, with what the first one had
    assert _unanswered(middleware, DownloadTimeoutError())
    assert _asked(middleware).meta["download_timeout"] == FIRST_ANSWER_SECONDS  # it may be down
    assert _asked(middleware, download_timeout=5).meta["download_timeout"] == 5  # whoever asked for it
    assert [_unanswered(middleware, DownloadTimeoutError()) for _ in range(2)] == [True, False]


def test_what_waits_for_its_turn_is_hurried_and_given_its_time_again(middleware: SilentSiteMiddleware) -> None:
    middleware.response_received(Response("http://portal.example/robots.txt"))
    queued, probe = _asked(middleware), _asked(middleware, **{PROBE: True})
    times = []
    for _ in range(3):
        _unanswered(middleware, DownloadTimeoutError())
        times.append(queued.meta["download_timeout"])
    assert times == [FIRST_ANSWER_SECONDS, FIRST_ANSWER_SECONDS, 1.0]
    assert probe.meta["download_timeout"] == 60
    middleware.response_received(Response("http://portal.example/"))
    assert queued.meta["download_timeout"] == 60


def test_a_connection_that_breaks_is_an_answer_of_a_kind(middleware: SilentSiteMiddleware) -> None:
    assert all(_unanswered(middleware, DownloadFailedError()) for _ in range(9))


def test_silence_is_forgotten(middleware: SilentSiteMiddleware, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not _unanswered(middleware, DownloadTimeoutError())
    monkeypatch.setattr(module, "_SECONDS_UNTIL_AGAIN", 0.0)
    _asked(middleware)


def test_where_the_run_ends_for_a_site_its_pages_stay_for_the_next(middleware: SilentSiteMiddleware) -> None:
    middleware.site_down("http://portal.example")
    with pytest.raises(CrawlEnds):
        _asked(middleware)


def test_a_site_that_says_nothing_costs_one_timeout(tmp_path: Path) -> None:
    with silent_site() as site:
        crawled = crawl(tmp_path, {"PORTAL_URL": site.address}, DOWNLOAD_TIMEOUT="1")
        assert crawled.code == 69, crawled.log[-2000:]
        assert site.connections == 1
    assert crawled.log.splitlines()[-1].startswith(f"scrapy crawl: {site.address} cannot be reached")
    assert "Traceback" not in crawled.log


def test_the_line_names_the_site_that_is_dead_and_not_the_portal(tmp_path: Path) -> None:
    with serving({}) as dead:
        pass
    sites = {"PORTAL_URL": "http://portal.invalid"}
    crawled = crawl(tmp_path, sites, "ids=1-40", f"via={dead}", RETRY_BACKOFF="0.1")
    assert crawled.code == 69
    assert crawled.log.splitlines()[-1].startswith(f"scrapy crawl: {dead} cannot be reached")
    assert crawled.rows("SELECT outcome, exit_code FROM crawls") == [("site_down", 69)]
    assert "'retry/count': 2" in crawled.log  # robots.txt, and then nothing is requested again


def test_a_dead_mirror_beside_a_living_one_ends_nothing(tmp_path: Path) -> None:
    head = "<html><head><title>渔港新灯塔</title></head><body><h1>渔港新灯塔</h1>"
    page = f"{head}<p>灯塔昨夜点亮，归航的渔船都看见了它的光。</p></body></html>".encode()
    with serving({}) as dead:
        pass
    with serving({f"/p/{number}.html": page for number in range(11, 14)}) as living:
        pages = ",".join(f"{site}/p/{number}.html" for site in (dead, living) for number in range(11, 14))
        crawled = crawl(tmp_path, {"PORTAL_URL": "http://portal.invalid"}, f"urls={pages}", RETRY_BACKOFF="0.1")
    assert crawled.code == 65, crawled.log[-2000:]
    assert len(crawled.lines) == 3, crawled.log
