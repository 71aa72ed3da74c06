"""What a run writes to is full, goes away or was never there: the exit code says so, and nothing is lost for good."""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.end_to_end.running import begin, clean_environment, crawl, run_scrapy
from tests.forked import start_forked
from zhanjiang.replica.launch import ReplicaOptions, running_replica

_OPTIONS = ReplicaOptions(articles=24, seed=53, newspaper_days=1)
_SLOW = ReplicaOptions(articles=24, seed=53, newspaper_days=1, latency=0.05)
_READ: dict[str, Callable[[Path], list[str]]] = {
    "a.jsonl": lambda path: _ids(path.read_text("utf-8").splitlines()),
    # Scrapy writes the names of the columns again where it appends.
    "b.csv": lambda path: [id_ for id_ in _column(path) if id_ != "id"],
    "c.json": lambda path: [item["id"] for item in json.loads(path.read_bytes() or b"[]")],
    "d.jsonl.gz": lambda path: _ids(gzip.decompress(path.read_bytes()).decode().splitlines()),
}


def _ids(lines: list[str]) -> list[str]:
    return [json.loads(line)["id"] for line in lines]


def _column(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["id"] for row in csv.DictReader(file)]


def _lacking(folder: Path) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(folder / "data/zhanjiang.db")) as store:
        return store.execute("SELECT feed, count(*) FROM outbox GROUP BY feed ORDER BY feed").fetchall()


@pytest.mark.parametrize("small_disk", [40], indirect=True, ids="{}k".format)
def test_what_feeds_on_a_full_disk_lack_comes_in_the_next(tmp_path: Path, small_disk: Path) -> None:
    feeds = json.dumps({str(small_disk / name): {"format": name.split(".")[1]} for name in _READ})
    with running_replica(_OPTIONS) as replica:
        first = crawl(tmp_path, replica.addresses, FEEDS=feeds)
        assert first.code == 74 and "Traceback" not in first.log, first.log[-3000:]
        assert first.log.splitlines()[-1].startswith("scrapy crawl: a feed cannot be written: ")
        everything = set(first.feed)  # the feed on another disk
        assert len(everything) == 24
        # What is there is whole: the formats that end only with the crawl have nothing.
        assert 0 < len(_READ["a.jsonl"](small_disk / "a.jsonl")) < 24
        assert (small_disk / "c.json").stat().st_size == (small_disk / "d.jsonl.gz").stat().st_size == 0
        subprocess.run(["mount", "-o", "remount,size=9m", str(small_disk)], check=True)
        second = crawl(tmp_path, replica.addresses, FEEDS=feeds)
    assert (second.code, second.lines) == (0, [])
    for name, read in _READ.items():
        assert sorted(read(small_disk / name)) == sorted(everything), name
    assert _lacking(tmp_path) == []


def test_what_a_killed_run_did_not_feed_comes_in_the_next(tmp_path: Path) -> None:
    with running_replica(_SLOW) as replica:
        process = begin(tmp_path, replica.addresses, FEEDS='{"first.jsonl": {"format": "jsonl"}}')
        _wait_for(tmp_path, 10)
        _wait_for_feed(tmp_path / "first.jsonl", 3)  # an article is stored before it is fed
        process.kill()
        process.wait()
        second = crawl(tmp_path, replica.addresses)
        third = crawl(tmp_path, replica.addresses)
    fed = _ids((tmp_path / "first.jsonl").read_text("utf-8").splitlines())
    assert len(fed) >= 3
    assert len({*fed, *second.feed}) == 24
    # Of what came last nobody knew whether it was written.
    assert len(fed) + len(second.feed) <= 32
    assert (second.code, third.lines, _lacking(tmp_path)) == (0, [], [])


def _wait_for(folder: Path, stored: int) -> None:
    """Wait until a crawl has stored so many articles."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            with closing(sqlite3.connect(f"file:{folder}/data/zhanjiang.db?mode=ro", uri=True)) as store:
                if store.execute("SELECT count(*) FROM articles").fetchone()[0] >= stored:
                    return
        except sqlite3.OperationalError:
            pass  # there is no store yet
        time.sleep(0.02)
    raise AssertionError((folder / "crawl.log").read_text()[-2000:])


def _wait_for_feed(feed: Path, lines: int) -> None:
    """Wait until a feed has so many lines."""
    until = time.monotonic() + 120
    while not feed.exists() or feed.read_bytes().count(b"\n") < lines:
        assert time.monotonic() < until
        time.sleep(0.02)


def _replace_store(folder: Path) -> None:
    for path in (folder / "data").glob("zhanjiang.db*"):
        path.unlink()
    (folder / "data/zhanjiang.db").mkdir()


def _move_archive(folder: Path) -> None:
    shutil.move(folder / "data/archive", folder / "elsewhere")
    (folder / "data/archive").touch()


@pytest.mark.parametrize(
    ("do", "told"),
    [
        (_replace_store, "scrapy crawl: the store cannot be written"),
        (_move_archive, "scrapy crawl: the archive cannot be written"),
        (lambda folder: (folder / "feed.jsonl").unlink(), "scrapy crawl: a feed cannot be written"),
    ],
    ids=["store", "archive", "feed"],
)
def test_what_goes_away_in_mid_crawl_ends_with_74(tmp_path: Path, do: Callable[[Path], None], told: str) -> None:
    with running_replica(_SLOW) as replica:
        process = begin(tmp_path, replica.addresses, FEEDS='{"feed.jsonl": {"format": "jsonl"}}')
        _wait_for(tmp_path, 8)
        do(tmp_path)
        assert process.wait(120) == 74
        log = (tmp_path / "crawl.log").read_text()
        assert "Traceback" not in log, log[-3000:]
        assert log.splitlines()[-1].startswith(told)
        assert "was moved or deleted while it was written" in log
        if told.endswith("a feed cannot be written"):
            # With the file, all went that was in it.
            assert len(crawl(tmp_path, replica.addresses).feed) == 24


@pytest.mark.parametrize("small_disk", [8], indirect=True, ids="{}k".format)
def test_a_log_on_a_full_disk_and_a_pipe_that_nobody_reads(tmp_path: Path, small_disk: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with running_replica(_OPTIONS) as replica:
        sites = [part for name, site in replica.addresses.items() for part in ("-s", f"{name}={site}")]
        given = [*sites, "-s", "DOWNLOAD_DELAY=0", "-a", "max_articles=3", "--logfile", str(small_disk / "log")]
        done = run_scrapy(tmp_path, "crawl", "articles", *given, "-o", "pipe:jsonl")
    log, feed = done.stderr.splitlines()
    assert done.returncode == 74
    assert log.startswith(
        f"scrapy crawl: the log {small_disk / 'log'} cannot be written (No space left on device): free"
    )
    assert feed.startswith("scrapy crawl: a feed cannot be written")
    with closing(sqlite3.connect(tmp_path / "data/zhanjiang.db")) as store:
        assert store.execute("SELECT exit_code FROM crawls").fetchall() == [(74,)]


def test_a_log_that_takes_nothing_at_all(tmp_path: Path) -> None:
    done = run_scrapy(tmp_path, "crawl", "articles", "-s", "PORTAL_URL=http://127.0.0.1:9", "--logfile", "/dev/full")
    assert (done.returncode, done.stderr.count("\n")) == (74, 1)
    assert done.stderr.startswith("scrapy crawl: the log /dev/full cannot be written")


def test_standard_output_that_is_full_is_a_feed_that_cannot_be_written(tmp_path: Path) -> None:
    with running_replica(_OPTIONS) as replica, Path("/dev/full").open("wb") as full:
        given = [part for name, site in replica.addresses.items() for part in ("-s", f"{name}={site}")]
        given += ["-s", "DOWNLOAD_DELAY=0", "-a", "max_articles=3", "-o", "-:jsonl"]
        with (tmp_path / "crawl.log").open("wb") as log:
            crawling = start_forked(tmp_path, ["scrapy", "crawl", "articles", *given], clean_environment(), full, log)
        code = crawling.wait(60)
    told = (tmp_path / "crawl.log").read_text("utf-8")
    assert code == 74, told[-2000:]
    assert told.splitlines()[-1].startswith("scrapy crawl: a feed cannot be written")


def test_no_log_shows_a_password(tmp_path: Path) -> None:
    store = "postgresql://me:SECRET@127.0.0.1:1/news?passfile=/SECRET"
    done = run_scrapy(tmp_path, "crawl", "articles", "-s", f"STORE_URL={store}", "-L", "DEBUG")
    assert done.returncode == 74
    assert "SECRET" not in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
