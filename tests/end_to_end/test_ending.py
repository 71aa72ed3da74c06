"""How a run ends tells cron what became of it: each exit code, with one plain line."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.end_to_end.running import Crawled, begin, crawl, run_scrapy
from tests.loopback import serving
from zhanjiang.replica.launch import ReplicaOptions, running_replica

_FTP = "ftp://desk:geheim@127.0.0.1:9/articles"
"""A feed that nobody takes."""
_SLOW = ReplicaOptions(articles=60, seed=31, latency=0.05)


def _last_line(crawled: Crawled) -> str:
    assert "Traceback" not in crawled.log, crawled.log[-3000:]
    return crawled.log.splitlines()[-1]


def test_a_second_run_on_one_store_ends_at_once_with_75(tmp_path: Path) -> None:
    with running_replica(_SLOW) as replica:
        first = begin(tmp_path, replica.addresses)
        _wait_for_store(tmp_path)
        second = crawl(tmp_path, replica.addresses)
        assert second.code == 75
        assert _last_line(second).startswith("scrapy crawl: another run is writing the store")
        first.kill()
        first.wait()
        # The lock went with the process.
        assert crawl(tmp_path, replica.addresses, "max_articles=5").code == 0


def _wait_for_store(folder: Path) -> None:
    until = time.monotonic() + 60
    while not (folder / "data/zhanjiang.db-wal").exists():
        assert time.monotonic() < until, (folder / "crawl.log").read_text()
        time.sleep(0.02)


def test_a_site_that_is_not_there_ends_with_69(tmp_path: Path) -> None:
    with serving({}) as site:
        pass
    crawled = crawl(tmp_path, {"PORTAL_URL": site})
    assert crawled.code == 69
    assert _last_line(crawled).startswith(f"scrapy crawl: {site} cannot be reached")


def test_a_site_that_challenges_everybody_ends_with_69(tmp_path: Path) -> None:
    with running_replica(replace(_SLOW, faults=(("challenge", 1.0),), faults_at=(("challenge", "/"),))) as replica:
        crawled = crawl(tmp_path, replica.addresses, BROWSER_ENABLED="False")
    assert crawled.code == 69
    assert crawled.lines == []


def test_a_folder_that_cannot_be_made_ends_with_74(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    crawled = crawl(tmp_path, {"PORTAL_URL": "http://127.0.0.1:9"})
    assert crawled.code == 74
    assert _last_line(crawled).startswith("scrapy crawl: ")


def test_a_damaged_store_ends_with_74(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/zhanjiang.db").write_bytes(b"no store at all" * 999)
    crawled = crawl(tmp_path, {"PORTAL_URL": "http://127.0.0.1:9"})
    assert crawled.code == 74
    assert "file is not a database" in _last_line(crawled)


def test_a_store_of_a_newer_schema_ends_with_74(tmp_path: Path) -> None:
    with running_replica(_SLOW) as replica:
        assert crawl(tmp_path, replica.addresses, "max_articles=3").code == 0
        script = "import sqlite3; c = sqlite3.connect('data/zhanjiang.db'); "
        script += "c.execute(\"UPDATE alembic_version SET version_num = '9999'\"); c.commit()"
        subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True)
        crawled = crawl(tmp_path, replica.addresses)
    assert crawled.code == 74
    assert "written by a newer version" in _last_line(crawled)


# With room for the tables and some groups of articles, so that some are fed before the disk is full.
@pytest.mark.parametrize("small_disk", [2500], indirect=True, ids="{}k".format)
def test_a_full_disk_ends_with_74_and_tears_nothing(tmp_path: Path, small_disk: Path) -> None:
    store = f"sqlite:///{small_disk}/store.db"
    with running_replica(ReplicaOptions(articles=400, seed=37)) as replica:
        crawled = crawl(tmp_path, replica.addresses, STORE_URL=store)
    assert crawled.code == 74, crawled.log[-3000:]
    assert _last_line(crawled).startswith("scrapy crawl: the store cannot be written")
    fed = {item["id"] for item in crawled.lines}
    assert 0 < len(fed) < 400
    done = run_scrapy(tmp_path, "export", "-o", "all.jsonl", "-s", f"STORE_URL={store}")
    assert done.returncode == 0, done.stderr
    # What was fed was committed before.
    stored = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    assert fed <= {item["id"] for item in stored}


# Without room for the tables, for a first listing, for the articles of one.
@pytest.mark.parametrize("small_disk", [100, 340, 600], indirect=True, ids="{}k".format)
def test_a_disk_that_is_full_from_the_start_ends_with_74(tmp_path: Path, small_disk: Path) -> None:
    store = f"sqlite:///{small_disk}/store.db"
    with running_replica(_SLOW) as replica:
        crawled = crawl(tmp_path, replica.addresses, STORE_URL=store)
        subprocess.run(["mount", "-o", "remount,size=30m", str(small_disk)], check=True)
        assert crawl(tmp_path, replica.addresses, "max_articles=20", STORE_URL=store).code == 0
    assert crawled.code == 74, crawled.log[-3000:]
    assert _last_line(crawled).startswith("scrapy crawl: the store ")
    # Pages that came whole are not to blame.
    assert "quarantine/" not in crawled.log


@pytest.mark.parametrize("small_disk", [800, 2500], indirect=True, ids="{}k".format)
def test_a_disk_that_is_full_for_store_archive_and_feed_ends_with_74(small_disk: Path) -> None:
    with running_replica(ReplicaOptions(articles=400, seed=37)) as replica:
        sites = [part for name, site in replica.addresses.items() for part in ("-s", f"{name}={site}")]
        told = run_scrapy(small_disk, "crawl", "articles", *sites, "-s", "DOWNLOAD_DELAY=0.01", "-O", "feed.jsonl")
    assert told.returncode == 74, told.stderr[-3000:]
    assert "Traceback" not in told.stderr, told.stderr[-3000:]
    assert told.stderr.splitlines()[-1].endswith(
        "cannot be written: the log says why and what to do; nothing in it is torn"
    )


def test_a_read_only_store_ends_with_74(tmp_path: Path) -> None:
    with running_replica(_SLOW) as replica:
        assert crawl(tmp_path, replica.addresses, "max_articles=3").code == 0
        for path in (tmp_path / "data").iterdir():
            path.chmod(0o444)
        (tmp_path / "data/zhanjiang.db.lock").chmod(0o644)
        crawled = crawl(tmp_path, replica.addresses)
    assert crawled.code == 74
    assert "is read-only" in _last_line(crawled)


@pytest.mark.parametrize("name", ["/dev/full", "full.jsonl.gz", "/proc/none/articles.jsonl", _FTP])
def test_a_feed_that_cannot_be_written_ends_with_74_and_the_store_is_whole(tmp_path: Path, name: str) -> None:
    (tmp_path / "full.jsonl.gz").symlink_to("/dev/full")
    options = ("-a", "portal=replica", "-s", "REPLICA_OPTIONS=--articles 9")
    done = run_scrapy(tmp_path, "crawl", "articles", *options, "-o", f"{name}:jsonl")
    assert done.returncode == 74, done.stderr[-3000:]
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("scrapy crawl: a feed cannot be written")
    assert "geheim" not in done.stderr
    assert (
        len([line for line in done.stderr.splitlines() if " cannot be written (" in line or "Error storing" in line])
        == 1
    )
    with closing(sqlite3.connect(tmp_path / "data/replica/zhanjiang.db")) as store:
        assert store.execute("SELECT outcome, exit_code FROM crawls").fetchall() == [("finished", 74)]
        assert store.execute("SELECT count(*) FROM articles").fetchone()[0] >= 9


@pytest.mark.parametrize(
    ("setting", "code", "outcome"),
    [("CLOSESPIDER_ITEMCOUNT=3", 0, "closespider_itemcount"), ("MEMUSAGE_LIMIT_MB=1", 65, "memusage_exceeded")],
)
def test_a_limit_that_the_user_gave_is_no_failure_and_the_memorys_is(
    tmp_path: Path, setting: str, code: int, outcome: str
) -> None:
    options = ("-a", "portal=replica", "-s", "MEMUSAGE_CHECK_INTERVAL_SECONDS=0.2", "-s", setting)
    done = run_scrapy(tmp_path, "crawl", "articles", *options)
    assert done.returncode == code, done.stderr[-3000:]
    if code:
        assert done.stderr.splitlines()[-1].startswith(f"scrapy crawl: the crawl was cut short ({outcome})")
    with closing(sqlite3.connect(tmp_path / "data/replica/zhanjiang.db")) as store:
        assert store.execute("SELECT outcome, exit_code FROM crawls").fetchall() == [(outcome, code)]
