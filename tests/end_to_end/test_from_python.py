"""A crawler that is started from Python crawls as ``scrapy crawl`` does: the replica, its store, its feed."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.end_to_end.running import as_text, clean_environment, run_scrapy
from tests.forked import run_forked

_STORE = "data/replica/zhanjiang.db"
_SMALL = "--articles 12 --newspaper-days 2"
_PROCESS = """
import asyncio
from scrapy.crawler import AsyncCrawlerProcess, AsyncCrawlerRunner, CrawlerProcess
from scrapy.utils.project import get_project_settings
settings = get_project_settings()
settings.set("REPLICA_OPTIONS", "{options}")
settings.set("FEEDS", {{"feed.jsonl.gz": {{"format": "jsonl"}}}})
process = {process}(settings)
done = process.crawl("articles", {arguments})
process.start()
"""
_RUNNER = """
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor
settings = get_project_settings()
install_reactor(settings["TWISTED_REACTOR"], settings["ASYNCIO_EVENT_LOOP"])
from twisted.internet import reactor
import asyncio
from scrapy.crawler import AsyncCrawlerRunner
settings.set("REPLICA_OPTIONS", "{options}")
settings.set("FEEDS", {{"feed.jsonl.gz": {{"format": "jsonl"}}}})
async def crawl():
    try:
        await AsyncCrawlerRunner(settings).crawl("articles", {arguments})
    finally:
        reactor.stop()
reactor.callWhenRunning(lambda: asyncio.ensure_future(crawl()))
reactor.run()
"""

_TWICE = """
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor
settings = get_project_settings()
install_reactor(settings["TWISTED_REACTOR"], settings["ASYNCIO_EVENT_LOOP"])
from twisted.internet import reactor
import asyncio, os
from pathlib import Path
from scrapy.crawler import AsyncCrawlerRunner, CrawlerRunner
class Raising:
    @classmethod
    def from_crawler(cls, crawler):
        raise RuntimeError("this extension cannot be built")
settings.set("REPLICA_OPTIONS", "{options}")
settings.set("LOG_ENABLED", False)
async def crawl():
    try:
        for runner in (AsyncCrawlerRunner, CrawlerRunner):
            broken = settings.copy()
            broken["EXTENSIONS"][Raising] = 9999
            try:
                crawling = runner(broken).crawl("articles", {arguments})
                await (crawling if runner is AsyncCrawlerRunner else crawling.asFuture(asyncio.get_running_loop()))
            except RuntimeError as error:
                print(error)
            await asyncio.sleep(1)
            print("children:", Path(f"/proc/self/task/{{os.getpid()}}/children").read_text())
        await AsyncCrawlerRunner(settings).crawl("articles", max_articles="2", {arguments})
    finally:
        reactor.stop()
reactor.callWhenRunning(lambda: asyncio.ensure_future(crawl()))
reactor.run()
"""


def _run(folder: Path, script: str, **values: str) -> subprocess.CompletedProcess[str]:
    code = script.format(**{"options": _SMALL, "arguments": "portal='replica'", **values})
    given = clean_environment(ZHANJIANG_PORTAL_URL="http://portal.invalid")
    return as_text(run_forked(folder, ["tests.end_to_end.script", code], given, 120))


@pytest.mark.parametrize("way", ["CrawlerProcess", "AsyncCrawlerProcess", "AsyncCrawlerRunner"])
def test_the_replica_is_started_and_crawled(tmp_path: Path, way: str) -> None:
    script = _RUNNER if way == "AsyncCrawlerRunner" else _PROCESS
    done = _run(tmp_path, script, process=way)
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    with closing(sqlite3.connect(tmp_path / _STORE)) as store:
        assert store.execute("SELECT count(*) FROM articles").fetchone()[0] >= 12
        assert store.execute("SELECT outcome, exit_code FROM crawls").fetchall() == [("finished", 0)]
    assert [*(tmp_path / "data/replica/archive").iterdir()]
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["replica"]
    assert (tmp_path / "feed.jsonl.gz").read_bytes()[:2] == b"\x1f\x8b"


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"arguments": "channels='nonsense'"}, "ArgumentError: channels=nonsense: no such channel"),
        ({"arguments": "max_articles=0"}, "ArgumentError: max_articles=0: give a whole number from 1"),
        ({"options": "--articles none"}, "WrongSetting: REPLICA_OPTIONS: "),
    ],
)
def test_a_bad_argument_raises_before_anything_is_requested(tmp_path: Path, values: dict[str, str], error: str) -> None:
    done = _run(tmp_path, _PROCESS, process="AsyncCrawlerProcess", **values)
    assert error in done.stderr
    assert "Spider opened" not in done.stderr
    assert [*tmp_path.iterdir()] == []


def test_the_command_keeps_the_replica_in_a_store_of_its_own(tmp_path: Path) -> None:
    options = ("-a", "portal=replica", "-a", "max_articles=3", "-s", f"REPLICA_OPTIONS={_SMALL}")
    done = run_scrapy(tmp_path, "crawl", "articles", *options, "-O", "data/articles.jsonl")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["articles.jsonl", "replica"]
    shown = run_scrapy(tmp_path, "status", "--json", "-s", f"STORE_URL=sqlite:///{_STORE}")
    assert json.loads(shown.stdout)["total"]["articles"] == 3


@pytest.mark.parametrize("way", ["option", "environment"])
def test_a_store_that_is_given_is_the_replicas_too(tmp_path: Path, way: str) -> None:
    places = {"STORE_URL": "sqlite:///mine/store.db", "ARCHIVE_DIR": "data/archive"}
    given = [part for name, value in places.items() for part in ("-s", f"{name}={value}")]
    environment = {f"ZHANJIANG_{name}": value for name, value in places.items()}
    options = ("-a", "portal=replica", "-a", "max_articles=3", "-s", f"REPLICA_OPTIONS={_SMALL}")
    chosen = given if way == "option" else []
    done = run_scrapy(tmp_path, "crawl", "articles", *options, *chosen, **(environment if way == "environment" else {}))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "mine/store.db").exists()
    assert [*(tmp_path / "data/archive").iterdir()]
    assert not (tmp_path / "data/replica").exists()


def test_a_crawl_that_fails_to_start_leaves_nothing_open(tmp_path: Path) -> None:
    done = _run(tmp_path, _TWICE)
    assert done.stdout.splitlines() == ["this extension cannot be built", "children: "] * 2, done.stderr
    with closing(sqlite3.connect(tmp_path / _STORE)) as store:
        ends = store.execute("SELECT outcome, exit_code FROM crawls").fetchall()
    assert ends == [("start_error", 1), ("start_error", 1), ("max_articles", 0)]


def test_add_ons_that_a_program_gives_stand_beside_the_projects_own(tmp_path: Path) -> None:
    given = 'settings.set("ADDONS", {{"tests.commands.tiny.addon.TinyAddon": 200}})\nprocess ='
    done = _run(tmp_path, _PROCESS.replace("process =", given, 1), process="AsyncCrawlerProcess")
    assert (tmp_path / "addon.txt").exists(), done.stderr[-3000:]
    with closing(sqlite3.connect(tmp_path / _STORE)) as store:
        assert store.execute("SELECT outcome, exit_code FROM crawls").fetchall() == [("finished", 0)]
