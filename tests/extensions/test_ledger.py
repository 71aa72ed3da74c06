"""Outcomes are recorded, pages that fail are quarantined and reported in one line, and the crawl goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from tests.commands.tiny.site import article, serving
from zhanjiang.addresses.page import PageRef
from zhanjiang.archive import ArchiveError
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.ask import Ask
from zhanjiang.crawl.crawl_run import CrawlRun
from zhanjiang.extensions.ledger import Ledger
from zhanjiang.store import StoreError, ledger, open_store, quarantine


def test_each_failure_is_kept_with_its_stage_and_told_in_a_line(crawl: Callable[..., Any]) -> None:
    page = {"articles": [article(1), article(2, headline=None), article(3, id="portal/x")], "links": ["/noise"]}
    with serving({"/": page, "/noise": b"<html>\xff no json"}) as site:
        done = crawl(site)
    assert {name: n for name, n in done.stats.items() if name.startswith(("quarantine/", "articles/new"))} == {
        "quarantine/read": 1,
        "quarantine/validate": 2,
        "articles/new": 1,
    }
    store = open_store(done.store)
    with store.transaction() as connection:
        kept = {page.reason: page for page in quarantine.kept(connection)}
    store.close()
    assert kept.keys() == {
        "headline: no headline was found",
        "id: 'portal/x' is no article's ID",
        "Expecting value: line 1 column 1 (char 0)",
    }
    noise = kept["Expecting value: line 1 column 1 (char 0)"]
    assert (noise.address, noise.stage, noise.body) == (f"{site.address}/noise", "read", b"<html>\xff no json")
    assert noise.content_type == "text/html"
    assert "JSONDecodeError" in (noise.traceback or "")
    assert f"Kept in quarantine (read): {site.address}/noise: Expecting value" in done.log
    assert "Traceback" not in done.log


def test_without_the_extension_scrapy_tells_the_failures_itself(crawl: Callable[..., Any]) -> None:
    with serving({"/": b"no json"}) as site:
        done = crawl(site, QUARANTINE_ENABLED=False)
    assert "Traceback" in done.log
    assert "quarantine/read" not in done.stats


def test_a_store_that_fails_loses_no_page(crawl: Callable[..., Any]) -> None:
    count = 2**70  # more than the database holds in a whole number
    with serving({"/": {"articles": [article(2, comment_count=count), article(1)]}}) as site:
        done = crawl(site)
    assert done.stats["quarantine/store"] == 1
    assert "Traceback" not in done.log
    assert done.stats["articles/new"] == 1


_PAGE = PageRef("/p/7.html", "https://portal.example/p/7.html", "article", "portal/7")


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Ledger]:
    """The recorder of a run that has leased one page."""
    settings: dict[str, Any] = {"STORE_URL": f"sqlite:///{tmp_path}/store.db", "STORE_ENABLED": True}
    settings |= {"EXTENSIONS": {CrawlRun: 10, Ledger: 20}, "REVISIT": "adaptive", "QUARANTINE_ENABLED": True}
    extension = get_crawler(settings_dict=settings).get_extension(Ledger)
    assert extension
    extension.frontier.lease([_PAGE])
    yield extension
    extension.frontier.store.close()


def _state(recorder: Ledger) -> str:
    with recorder.frontier.store.transaction() as connection:
        return ledger.rows_of(connection, [_PAGE.page])[_PAGE.page].state


def _reasons(recorder: Ledger) -> list[str]:
    with recorder.frontier.store.transaction() as connection:
        return [page.reason for page in quarantine.kept(connection)]


def _response() -> Response:
    return Response(_PAGE.url, body=b"noise", request=Request(_PAGE.url, meta={"ask": Ask(_PAGE)}))


@pytest.mark.parametrize(
    ("signal", "values", "state"),
    [
        (outcomes.page_unchanged, {}, "unchanged"),
        (outcomes.page_gone, {}, "gone"),
        (outcomes.page_read, {}, "read"),
        (outcomes.page_failed, {"reason": "status 503"}, "failed"),
        (outcomes.article_known, {}, "alias"),
        (outcomes.article_passed_over, {"published_at": "2022-05-31"}, "queued"),
        (outcomes.article_incomplete, {"reason": "no page 2", "body": b"1", "content_type": None}, "incomplete"),
    ],
)
def test_what_a_spider_reports_is_recorded(
    recorder: Ledger, signal: object, values: dict[str, Any], state: str
) -> None:
    recorder.crawler.signals.send_catch_log(signal, page=_PAGE, **values)
    assert _state(recorder) == state
    assert _reasons(recorder) == (["no page 2"] if state == "incomplete" else [])


def test_bytes_and_outcome_of_an_unreadable_page_are_one_transaction(
    recorder: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("zhanjiang.crawl.frontier.ledger.write", fail)
        recorder.spider_error(Failure(ValueError("no headline")), _response())
    assert (_state(recorder), _reasons(recorder)) == ("leased", [])
    recorder.spider_error(Failure(ValueError("no headline")), _response())
    assert (_state(recorder), _reasons(recorder)) == ("quarantined", ["no headline"])


@pytest.mark.parametrize("error", [StoreError("locked"), ArchiveError("full")])
def test_where_store_or_archive_failed_the_page_stays_leased(recorder: Ledger, error: Exception) -> None:
    recorder.spider_error(Failure(error), _response())
    recorder.item_error(None, Failure(error), _response())
    assert (_state(recorder), _reasons(recorder)) == ("leased", [])


def test_without_quarantine_only_the_outcome_is_recorded(recorder: Ledger) -> None:
    recorder.has_quarantine = False
    recorder.spider_error(Failure(ValueError("no headline")), _response())
    assert (_state(recorder), _reasons(recorder)) == ("quarantined", [])


def test_a_page_without_an_outcome_is_reported_at_the_end(recorder: Ledger, caplog: pytest.LogCaptureFixture) -> None:
    recorder.spider_closed("finished")
    assert f"No outcome: {_PAGE.url}: the request was lost" in caplog.text
    assert _state(recorder) == "failed"
