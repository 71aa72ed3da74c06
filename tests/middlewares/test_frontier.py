"""Requests are leased before they are sent: which pass, what they carry, and when a listing counts as read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from zhanjiang.addresses.page import PageKind, PageRef
from zhanjiang.crawl.ask import Ask, Lease, ask_of
from zhanjiang.crawl.crawl_run import CrawlRun
from zhanjiang.items import Article
from zhanjiang.middlewares.frontier import FrontierMiddleware
from zhanjiang.spiders.arguments import ArticlesArguments
from zhanjiang.store import ledger, ledger_counts
from zhanjiang.store.ledger import LedgerRow

_SITE = "https://portal.example"


@pytest.fixture
def middleware(tmp_path: Path) -> Iterator[FrontierMiddleware]:
    """The middleware of a run with a store of its own, without an archive."""
    settings: dict[str, Any] = {"STORE_URL": f"sqlite:///{tmp_path}/store.db", "STORE_ENABLED": True}
    settings |= {"EXTENSIONS": {CrawlRun: 10}, "REVISIT": "adaptive", "ARCHIVE_ENABLED": False}
    made = FrontierMiddleware.from_crawler(get_crawler(settings_dict=settings))
    yield made
    made.frontier.store.close()


def _request(name: str, kind: PageKind = "article", channel: str | None = None, **flags: Any) -> Request:
    article = f"portal/{name}" if kind == "article" else None
    page = PageRef(f"/{name}", f"{_SITE}/{name}", kind, article, channel)
    return Request(page.url, meta={"ask": Ask(page, **flags)})


def _row(middleware: FrontierMiddleware, name: str) -> LedgerRow | None:
    with middleware.frontier.store.transaction() as connection:
        return ledger.rows_of(connection, [f"/{name}"]).get(f"/{name}")


def _state(middleware: FrontierMiddleware, name: str) -> str | None:
    row = _row(middleware, name)
    return row and row.state


def test_what_is_admitted_is_leased_and_carries_the_lease(middleware: FrontierMiddleware) -> None:
    first, again = _request("1"), _request("1")
    assert middleware.admit([first, again], is_resumed=True) == [first]
    assert ask_of(first).lease == Lease(is_resumed=True)
    assert _state(middleware, "1") == "leased"
    assert middleware.admit([first]) == [first]  # a retry carries its lease
    assert middleware.admit([_request("1")]) == []


def test_a_further_page_and_what_has_no_page_pass(middleware: FrontierMiddleware) -> None:
    part, robots = _request("1_2", is_part=True), Request(f"{_SITE}/robots.txt")
    assert middleware.admit([part, robots]) == [part, robots]
    assert _row(middleware, "1_2") is None


def test_what_is_deferred_is_left_to_another_run(middleware: FrontierMiddleware) -> None:
    assert middleware.admit([_request("1", defer=True), _request("list", "listing", defer=True)]) == []
    assert _state(middleware, "1") == _state(middleware, "list") == "queued"


def test_a_request_learns_what_the_ledger_knows_of_its_page(middleware: FrontierMiddleware) -> None:
    middleware.admit([_request("1", channel="shehui", defer=True)])
    [request] = middleware.admit([_request("1")])
    page = ask_of(request).page
    assert page and page.channel == "shehui"
    [forced] = middleware.admit([_request("2", channel="jingji", force=True)])
    assert ask_of(forced).page == PageRef("/2", f"{_SITE}/2", "article", "portal/2", "jingji")


def test_a_known_article_is_forced_and_asked_whether_it_changed(middleware: FrontierMiddleware) -> None:
    with middleware.frontier.store.transaction() as connection:
        page = PageRef("/1", f"{_SITE}/1", "article", "portal/1")
        ledger.add(connection, [page], 0, "stored")
        values = {"pages": 1, "etag": '"a"', "last_modified": "yesterday", "due": "2999-01-01T00:00:00Z"}
        ledger.write(connection, "/1", values)
    assert middleware.admit([_request("1")]) == []
    [request] = middleware.admit([_request("1", force=True)])
    assert (request.headers["If-None-Match"], request.headers["If-Modified-Since"]) == (b'"a"', b"yesterday")


@pytest.mark.parametrize(
    ("modified", "is_sent"),
    [
        ("Tue, 31 May 2022 13:58:00 GMT", True),
        ("Tuesday, 31-May-22 13:58:00 GMT", True),
        ("Fri, 31 May 2999 13:58:00 GMT", False),
        ("Fri, 31 May 2999 13:58:00 +0800", False),
        ("Fri May 31 13:58:00 2999", False),
    ],
)
def test_a_date_in_the_future_is_not_sent_back(middleware: FrontierMiddleware, modified: str, is_sent: bool) -> None:
    with middleware.frontier.store.transaction() as connection:
        ledger.add(connection, [PageRef("/1", f"{_SITE}/1", "article", "portal/1")], 0, "stored")
        ledger.write(connection, "/1", {"pages": 1, "last_modified": modified})
    [request] = middleware.admit([_request("1", force=True)])
    assert request.headers.get("If-Modified-Since") == (modified.encode() if is_sent else None)


def test_what_comes_by_another_way_is_leased_or_ignored(middleware: FrontierMiddleware) -> None:
    middleware.request_scheduled(_request("1"))
    assert _state(middleware, "1") == "leased"
    with pytest.raises(IgnoreRequest):
        middleware.request_scheduled(_request("1"))


def _leased(middleware: FrontierMiddleware) -> int:
    with middleware.frontier.store.reading() as connection:
        return sum(ledger_counts.leased(connection).values())


def test_what_is_due_is_leased_in_batches_as_it_is_sent(middleware: FrontierMiddleware) -> None:
    pages = [PageRef(f"/{number}", f"{_SITE}/{number}", "article", f"portal/{number}") for number in range(450)]
    with middleware.frontier.store.transaction() as connection:
        ledger.add(connection, pages, 0, "queued")
        for page in pages[50:]:
            ledger.write(connection, page.page, {"state": "stored", "due": "2001-01-01T00:00:00Z"})
    crawler = middleware.crawler
    crawler.spider = SimpleNamespace(  # type: ignore[assignment]
        arguments=ArticlesArguments(), resume=lambda page: Request(page.url, meta={"ask": Ask(page)})
    )

    async def leased_after_each_signal() -> list[int]:
        scheduled: list[Request] = []

        async def schedule() -> None:
            async for request in middleware.process_start(_start(_request("", "frontpage"))):
                scheduled.append(request)

        starting = asyncio.ensure_future(schedule())
        await asyncio.sleep(0)
        leased = [_leased(middleware)]
        for some in scheduled[:99], scheduled[99:100]:
            for request in some:
                crawler.signals.send_catch_log(signals.request_reached_downloader, request=request)
            for _ in range(3):
                await asyncio.sleep(0)
            leased.append(_leased(middleware))
        crawler.signals.send_catch_log(signals.scheduler_empty)
        await starting
        assert ask_of(scheduled[200]).page == PageRef("/", f"{_SITE}/", "frontpage")  # it does not wait for all
        return [*leased, len(scheduled)]

    assert asyncio.run(leased_after_each_signal()) == [201, 201, 401, 451]


async def _start(*requests: Request) -> AsyncIterator[Any]:
    for request in requests:
        yield request


def _output(middleware: FrontierMiddleware, request: Request, *output: Any) -> list[Any]:
    """Send what a spider makes of a page through the middleware."""

    async def result() -> AsyncIterator[Any]:
        for one in output:
            yield one

    async def passed() -> list[Any]:
        response = Response(request.url, request=request)
        return [one async for one in middleware.process_spider_output(response, result())]

    return asyncio.run(passed())


def test_a_listing_is_read_unless_it_is_retried_or_pending(middleware: FrontierMiddleware) -> None:
    listings = [_request(name, "listing") for name in ("read", "retried", "pending")]
    read, retried, pending = middleware.admit(listings)
    pending.meta["ask"] = Ask(ask_of(pending).page, outcome_pending=True, lease=Lease())
    _output(middleware, read, Article(), _request("1"))
    _output(middleware, retried, retried.copy())
    _output(middleware, pending)
    assert [_state(middleware, name) for name in ("read", "retried", "pending")] == ["read", "leased", "leased"]
    assert _state(middleware, "1") == "leased"
