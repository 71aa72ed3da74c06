"""Nothing is lost and nothing comes twice, wherever a crawl is killed or stopped."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.running import Crawled, Item, assert_clean, begin, crawl, differences, export
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica

_ENDS_WITHIN = 120  # seconds
_FED = "fed.jsonl"
_FEEDS = json.dumps({_FED: {"format": "jsonlines"}})
"""The feed of crawls that are killed."""


@dataclass(frozen=True)
class Portal:
    """A replica, and what an undisturbed crawl of it exports."""

    replica: RunningReplica
    exported: dict[str, Item]


def _served(folder: Path, articles: int, latency: float) -> Iterator[Portal]:
    with running_replica(ReplicaOptions(articles=articles, seed=29, latency=latency)) as replica:
        assert_clean(crawl(folder, replica.addresses))
        yield Portal(replica, export(folder))


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal that answers slowly enough for a crawl to be hit in its middle."""
    yield from _served(tmp_path_factory.mktemp("undisturbed"), 60, 0.03)


def _states(folder: Path) -> dict[str, int]:
    """Return how many pages are in which state."""
    with closing(sqlite3.connect(folder / "data/zhanjiang.db")) as store:
        return dict(store.execute("SELECT state, count(*) FROM ledger GROUP BY state").fetchall())


def _wait_for(folder: Path, stored: int) -> None:
    """Wait until a crawl has stored so many articles."""
    until = time.monotonic() + _ENDS_WITHIN
    while time.monotonic() < until:
        try:
            if _states(folder).get("stored", 0) >= stored:
                return
        except sqlite3.OperationalError:
            pass  # there is no store yet
        time.sleep(0.01)
    raise AssertionError(f"never {stored} articles: {(folder / 'crawl.log').read_text()[-2000:]}")


def _content(items: dict[str, Item]) -> dict[str, Item]:
    """The articles without the rules that read them: which pages teach a layout first depends on when runs ended."""
    return {id: {name: value for name, value in item.items() if name != "extracted_by"} for id, item in items.items()}


def _assert_whole(folder: Path, portal: Portal) -> Crawled:
    """Crawl to the end, and return that crawl: the store is what an undisturbed crawl makes of it."""
    last = crawl(folder, portal.replica.addresses)
    assert_clean(last)
    exported = export(folder)
    assert _content(exported) == _content(portal.exported)
    assert differences(exported, portal.replica.truth()) == []
    assert last.rows("SELECT count(*) FROM articles") == [(len(exported),)]
    assert last.rows("SELECT page FROM ledger WHERE state IN ('leased', 'queued', 'failed')") == []
    assert last.rows("SELECT exit_code FROM crawls ORDER BY id DESC LIMIT 1") == [(0,)]
    assert crawl(folder, portal.replica.addresses).lines == []
    return last


def _fed(folder: Path) -> set[str]:
    """The IDs in the feed of crawls that were killed."""
    feed = folder / _FED
    return {json.loads(line)["id"] for line in feed.read_text("utf-8").splitlines()} if feed.exists() else set()


def _assert_fed_are_stored(folder: Path) -> None:
    """Assert that nothing went to the feed before its commit."""
    with closing(sqlite3.connect(folder / "data/zhanjiang.db")) as store:
        assert _fed(folder) <= {id for (id,) in store.execute("SELECT id FROM articles")}


def _kill_at(folder: Path, portal: Portal, stored: int, **settings: str) -> None:
    process = begin(folder, portal.replica.addresses, **settings)
    _wait_for(folder, stored)
    process.kill()
    process.wait()


def test_killed_at_growing_moments(tmp_path: Path, portal: Portal) -> None:
    for stored in (1, 12, 24, 36):
        _kill_at(tmp_path, portal, stored)
        assert _states(tmp_path)["leased"] > 0
    _assert_whole(tmp_path, portal)
    with closing(sqlite3.connect(tmp_path / "data/zhanjiang.db")) as store:
        outcomes = [outcome for (outcome,) in store.execute("SELECT outcome FROM crawls ORDER BY id")]
    assert outcomes == ["killed"] * 4 + ["finished"] * 2


@pytest.mark.parametrize("moment", ["before", "behind"])
def test_killed_in_a_commit(tmp_path: Path, portal: Portal, moment: str) -> None:
    for number in (3, 7, 11):  # a fast machine makes few more: they are of groups
        module = ("tests.end_to_end.killed_in_commit", str(number), moment)
        killed = begin(tmp_path, portal.replica.addresses, *module, FEEDS=_FEEDS)
        assert killed.wait(_ENDS_WITHIN) == -signal.SIGKILL
        _assert_fed_are_stored(tmp_path)
    last = _assert_whole(tmp_path, portal)
    assert {*last.feed} | _fed(tmp_path) == {*portal.exported}


@pytest.mark.parametrize(
    ("signals", "code"),
    [
        ([signal.SIGTERM], 143),
        pytest.param([signal.SIGINT], 130, marks=pytest.mark.soak),
        pytest.param([signal.SIGHUP], 143, marks=pytest.mark.soak),
        ([signal.SIGINT, signal.SIGINT], 130),
    ],
    ids=["SIGTERM", "SIGINT", "SIGHUP", "twice"],
)
def test_stopped_by_a_signal(tmp_path: Path, portal: Portal, signals: list[signal.Signals], code: int) -> None:
    process = begin(tmp_path, portal.replica.addresses)
    _wait_for(tmp_path, 20)
    for number in signals:
        process.send_signal(number)
        time.sleep(0.1)
    assert process.wait(_ENDS_WITHIN) == code
    log = (tmp_path / "crawl.log").read_text()
    assert "Traceback" not in log, log[-3000:]
    assert re.search(r"^scrapy crawl: finishing \d+ requests?; once more stops now$", log, re.MULTILINE)
    assert "scrapy crawl: ended early by" in log
    if len(signals) == 1:
        assert _states(tmp_path).get("leased", 0) == 0
        assert "Left to the next run" in log
    with closing(sqlite3.connect(tmp_path / "data/zhanjiang.db")) as store:
        assert store.execute("SELECT outcome, exit_code FROM crawls").fetchall() == [("shutdown", code)]
    _assert_whole(tmp_path, portal)


@pytest.mark.soak
def test_killed_at_thirty_moments(tmp_path: Path) -> None:
    (tmp_path / "undisturbed").mkdir()
    (tmp_path / "killed").mkdir()
    for portal in _served(tmp_path / "undisturbed", 600, 0.02):
        for stored in range(10, 590, 29):
            _kill_at(tmp_path / "killed", portal, stored)
        for number in range(5, 105, 10):
            module = ("tests.end_to_end.killed_in_commit", str(number), "before" if number % 20 == 5 else "behind")
            begin(tmp_path / "killed", portal.replica.addresses, *module).wait(_ENDS_WITHIN)
        _assert_whole(tmp_path / "killed", portal)
