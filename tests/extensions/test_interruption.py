"""A signal is acknowledged at once, also while a crawl still loads or waits for a site that says nothing."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from scrapy.utils.test import get_crawler

from tests.end_to_end.running import begin, crawl
from tests.loopback import silent_site
from zhanjiang.crawl.ending import SIGNAL
from zhanjiang.extensions.interruption import Interruption


def _wait_until(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.01)


def _ends(folder: Path) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(folder / "data/zhanjiang.db")) as store:
        return store.execute("SELECT outcome, exit_code FROM crawls").fetchall()


def test_a_second_signal_stops_a_crawl_that_waits_for_an_answer(tmp_path: Path) -> None:
    with silent_site() as site:
        process = begin(tmp_path, {"PORTAL_URL": site.address})
        _wait_until(lambda: site.connections > 0)
        process.send_signal(signal.SIGTERM)
        log = tmp_path / "crawl.log"
        _wait_until(lambda: b"once more stops now" in log.read_bytes())
        assert process.poll() is None  # it waits for the answer
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 143
    assert "Traceback" not in log.read_text()
    assert _ends(tmp_path) == [("shutdown", 143)]


def test_a_signal_while_the_crawl_is_being_built_counts_as_what_it_is(tmp_path: Path) -> None:
    process = begin(tmp_path, {"PORTAL_URL": "http://127.0.0.1:9"})
    _wait_until((tmp_path / "data/zhanjiang.db.lock").exists)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 143
    log = (tmp_path / "crawl.log").read_text()
    assert "Traceback" not in log
    assert log.splitlines()[-1].startswith("scrapy crawl: ended early by SIGTERM")
    assert _ends(tmp_path) in ([("shutdown", 143)], [])
    assert crawl(tmp_path, {"PORTAL_URL": "http://127.0.0.1:9"}).code == 69  # and it left no lock


@pytest.fixture
def _handled() -> object:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_handled")
def test_a_signal_goes_on_to_whoever_had_it(capfd: pytest.CaptureFixture[str]) -> None:
    got: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, frame: got.append(number))
    crawler = get_crawler()
    extension = Interruption.from_crawler(crawler)
    signal.raise_signal(signal.SIGHUP)
    assert got == [signal.SIGTERM] and crawler.stats.get_value(SIGNAL) == signal.SIGTERM
    assert capfd.readouterr().err == "scrapy crawl: finishing 0 requests; once more stops now\n"
    extension.engine_stopped()
    signal.raise_signal(signal.SIGINT)
    assert got == [signal.SIGTERM, signal.SIGINT] and capfd.readouterr().err == ""


@pytest.mark.usefixtures("_handled")
def test_under_nohup_a_lost_terminal_ends_nothing() -> None:
    signal.signal(signal.SIGTERM, lambda number, frame: None)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    Interruption.from_crawler(get_crawler())
    assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
