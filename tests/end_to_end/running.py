"""Runs ``scrapy crawl articles`` in a folder of its own, and tells what came of it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.forked import Forked, run_forked, start_forked
from tests.in_process import may_run_here, run_in_process

ROOT = Path(__file__).parents[2]
FEED = "feed.jsonl"
UNHURRIED = {
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
    "RETRY_BACKOFF": "0",
}
# What is told of a link: it has no page of its own.
OF_LINKS = ("id", "url", "kind", "channel", "headline")
_SECONDS = 300  # for a hang alone: a slow machine that has other work takes its time

Item = dict[str, Any]


@dataclass(frozen=True)
class Crawled:
    """A crawl that ended: its exit code, its log, its feed by ID, and the folder it worked in."""

    code: int
    log: str
    lines: list[Item]
    folder: Path

    @property
    def feed(self) -> dict[str, Item]:
        """The feed's items by ID; an ID that comes twice is an error of its own."""
        ids = [item["id"] for item in self.lines]
        assert len(ids) == len(set(ids)), "an article comes twice in the feed"
        return {item["id"]: item for item in self.lines}

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the store."""
        with closing(sqlite3.connect(self.folder / "data" / "zhanjiang.db")) as store:
            return store.execute(query).fetchall()


def clean_environment(**more: str) -> dict[str, str]:
    """The environment of a command, with no setting of the environment's own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ZHANJIANG_")}
    return environment | {"PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "zhanjiang.settings"} | more


def run_scrapy(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``scrapy ARGUMENTS`` in a folder: in this process where it starts no reactor, else in a forked one."""
    if may_run_here(arguments):
        given = {name.removeprefix("ZHANJIANG_"): value for name, value in environment.items()}
        return as_text(run_in_process(folder, arguments, given))
    return as_text(run_forked(folder, ["scrapy", *arguments], clean_environment(**environment), _SECONDS))


def check(folder: Path) -> tuple[int, str]:
    """Return the exit code and the one line of ``scrapy status --check``."""
    done = run_scrapy(folder, "status", "--check")
    assert done.stderr == "" and done.stdout.count("\n") == 1
    return done.returncode, done.stdout


def as_text(done: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[str]:
    """What a command printed, decoded."""
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def begin(folder: Path, sites: dict[str, str], *module: str, **settings: str) -> Forked:
    """Start a crawl and leave it running; its log goes to ``crawl.log``. ``module`` is run instead of Scrapy's own."""
    command = [*(module or ("scrapy",)), "crawl", "articles", *_given(sites, settings)]
    with (folder / "crawl.log").open("ab") as log:
        return start_forked(folder, command, clean_environment(), log, log)


def _given(sites: dict[str, str], settings: dict[str, str], *, hurried: bool = True) -> list[str]:
    told = {**(UNHURRIED if hurried else {}), **{k: v for k, v in sites.items() if k != "MIRROR_URL"}, **settings}
    return [part for name, value in told.items() for part in ("-s", f"{name}={value}")]


def export(folder: Path) -> dict[str, Item]:
    """Return what ``scrapy export`` writes, by ID, without what depends on when and by which address it was read."""
    done = run_scrapy(folder, "export", "-o", "exported.jsonl")
    assert done.returncode == 0, done.stderr
    items = [json.loads(line) for line in (folder / "exported.jsonl").read_text("utf-8").splitlines()]
    return {item["id"]: {k: v for k, v in item.items() if k not in ("addresses", "fetched_at")} for item in items}


def crawl(folder: Path, sites: dict[str, str], *arguments: str, hurried: bool = True, **settings: str) -> Crawled:
    """Crawl the sites (addresses by setting) with ``-a`` arguments and settings; the feed is written anew."""
    given = _given(sites, settings, hurried=hurried)
    given += [part for argument in arguments for part in ("-a", argument)]
    done = run_scrapy(folder, "crawl", "articles", *given, "-O", FEED)
    feed = folder / FEED
    lines = feed.read_text("utf-8").splitlines() if feed.exists() else []
    return Crawled(done.returncode, done.stderr, [json.loads(line) for line in lines], folder)


def assert_clean(crawled: Crawled) -> None:
    """Assert that the crawl ended well, without a traceback or a page kept aside."""
    assert crawled.code == 0, crawled.log
    assert "Traceback" not in crawled.log
    assert crawled.rows("SELECT address, reason FROM quarantine") == []


def told(item: Item, truth: Item) -> Item:
    """Return what an item tells of the fields that the truth has, in the truth's form.

    Which article it reprints is told by the store alone: the feed may have it before its original.
    """
    names = OF_LINKS if truth["kind"] == "link" else tuple(name for name in truth if name != "duplicate_of")
    told = {name: item[name] for name in names}
    if "images" in told:
        told["images"] = [{"url": image["url"], "caption": image["caption"]} for image in told["images"]]
    if "text" in told:
        told["text"] = told["text"] or ""
    return told


def expected(truth: Item) -> Item:
    """Return what an item must tell."""
    return {name: truth[name] for name in OF_LINKS} if truth["kind"] == "link" else truth


def differences(feed: dict[str, Item], truths: Iterable[Item]) -> list[str]:
    """Return a line for each field that is not as the truth says."""
    return [
        f"{truth['id']} {name}: {value!r} is not {truth[name]!r}"
        for truth in truths
        for name, value in told(feed[truth["id"]], truth).items()
        if value != expected(truth)[name]
    ]


def assert_true(crawled: Crawled, truths: list[Item]) -> None:
    """Assert that the feed holds these articles, each once and each field right."""
    assert crawled.feed.keys() == {truth["id"] for truth in truths}
    wrong = differences(crawled.feed, truths)
    assert not wrong, "\n".join(wrong)
