"""The extension judges a run as it closes and its end when it is known, and tells the channels, whatever fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from tests.webhook import SECRET, Webhook, webhook
from zhanjiang import settings as project
from zhanjiang.addresses.page import PageRef
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.crawl_run import CrawlRun
from zhanjiang.extensions.monitors import Monitors
from zhanjiang.items import Article, Guess, RepairReport
from zhanjiang.store import Store, StoreError, monitor_states, open_store

_OURS = {name: value for name, value in project.defaults.items() if name.startswith(("MONITOR_", "NOTICE_"))}
_USUAL = _OURS | {"STORE_ENABLED": True, "ARCHIVE_ENABLED": False, "REVISIT": "adaptive"}
_ANSWERED = {"downloader/response_status_count/200": 1, "downloader/request_count": 1}
_FAILING = {"ledger/stored": 20, "ledger/failed": 20}


class Run:
    """A run that only its signals happen to."""

    def __init__(self, store: Store, **settings: object) -> None:
        given = _USUAL | {"STORE_URL": "sqlite://"} | settings
        self.crawler: Crawler = get_crawler(Spider, given)
        self.crawler.spider = Spider("articles")
        self.run = CrawlRun(self.crawler, store)
        self.crawler.get_extension = lambda _: self.run  # type: ignore[method-assign, assignment, return-value]
        self.extension = Monitors.from_crawler(self.crawler)

    def go(self, reason: str = "finished", **stats: int) -> list[str]:
        """Let it open, count, close and end; the names of what failed."""
        self.extension.spider_opened()
        for name, number in (_ANSWERED | stats).items():
            self.crawler.stats.set_value(name, number)
        self.crawler.stats.set_value("finish_reason", reason)
        self.extension.spider_closed(reason)
        self.run.record_exit_code()
        return [state.name for state in self.extension.failed]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An open, empty store."""
    opened = open_store(f"sqlite:///{tmp_path}/store.db")
    yield opened
    opened.close()


@pytest.fixture
def hook() -> Iterator[Webhook]:
    """A webhook on loopback."""
    with webhook() as running:
        yield running


def _states(store: Store) -> list[str]:
    with store.reading() as connection:
        return [state.name for state in monitor_states.broken(connection)]


def test_what_fails_is_logged_once_a_run_counted_and_sent_once(
    store: Store, hook: Webhook, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        run = Run(store, NOTICE_URLS=hook.address)
        assert run.go(**_FAILING) == ["failed pages (articles)"]
        assert run.crawler.stats.get_value("monitors/failed") == 1
        assert run.run.exit_code == 65
    lines = [message for message in caplog.messages if message.startswith("Monitor failed: ")]
    assert lines == ["Monitor failed: failed pages (articles): before 10 % at most, now 20 of 40 (50 %): "
                     "`scrapy status --failed` has the reasons; the next run tries them again"] * 2  # fmt: skip
    assert Run(store, NOTICE_URLS=hook.address).go(**{"ledger/stored": 40}) == []
    assert [title for title, _ in hook.posted] == ["zhanjiang: 1 broken", "zhanjiang: 1 mended"]


def test_a_small_run_leaves_a_state_as_it_is(store: Store) -> None:
    Run(store).go(**_FAILING)
    small = Run(store)
    assert small.go(**{"ledger/stored": 3}) == [] and small.run.exit_code == 0
    assert _states(store) == ["failed pages (articles)"]


def test_a_killed_run_is_told_as_the_next_begins(store: Store, hook: Webhook) -> None:
    Run(store)
    run = Run(store, NOTICE_URLS=hook.address)
    run.extension.spider_opened()
    assert [title for title, _ in hook.posted] == ["zhanjiang: 1 broken"]
    assert "run 1 was killed" in hook.posted[0][1] and _states(store) == ["run (articles)"]
    run.go()
    assert [title for title, _ in hook.posted] == ["zhanjiang: 1 broken", "zhanjiang: 1 mended"]


def test_a_store_that_cannot_be_written_is_told_all_the_same(
    store: Store, hook: Webhook, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run = Run(store, NOTICE_URLS=hook.address)
    run.extension.spider_opened()

    def full() -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(store, "transaction", full)
    run.go(reason="store_failed")
    assert run.run.exit_code == 74
    assert "run 1 could not write (74)" in hook.posted[0][1]
    assert "What the monitors found is not in the store: the disk is full" in caplog.text


def test_guesses_of_repair_are_counted(store: Store) -> None:
    run = Run(store)
    page = PageRef("/p/7.html", "http://mirror.example/p/7.html", "article")
    for report in (None, RepairReport(), RepairReport(guessed=[Guess("text", "码头", ["码投"])] * 3)):
        article = Article(id="portal/7", repair=report)
        run.crawler.signals.send_catch_log(outcomes.article_read, page=page, article=article, layout="")
    stats = run.crawler.stats
    assert (stats.get_value("repair/articles"), stats.get_value("repair/guesses")) == (2, 3)


def test_what_is_wrong_with_the_channels_is_a_line_and_no_secret(
    store: Store, hook: Webhook, caplog: pytest.LogCaptureFixture
) -> None:
    Run(store, NOTICE_URLS=f"nothing://{SECRET}")
    assert "No notices are sent: address 1 of NOTICE_URLS is none that Apprise knows" in caplog.text
    crawler = get_crawler(Spider, _USUAL | {"STORE_URL": "sqlite://"})
    crawler.settings.frozen = False
    crawler.settings.set("NOTICE_URLS", hook.address, priority="cmdline")
    Monitors.from_crawler(crawler)
    assert "NOTICE_URLS was typed, where `ps` shows it: set ZHANJIANG_NOTICE_URLS instead" in caplog.text
    assert SECRET not in caplog.text


def test_without_a_store_it_is_off() -> None:
    with pytest.raises(NotConfigured):
        Monitors.from_crawler(get_crawler(Spider, {"STORE_ENABLED": False}))
