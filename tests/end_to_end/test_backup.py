"""A backup that is taken while a crawl runs opens, is sound, and a crawl goes on from it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.end_to_end.running import assert_clean, begin, crawl, export, run_scrapy
from tests.end_to_end.test_killed import _wait_for
from zhanjiang.replica.launch import ReplicaOptions, running_replica


def test_a_backup_in_mid_crawl_is_sound_and_a_crawl_goes_on_from_it(tmp_path: Path) -> None:
    working, back = tmp_path / "working", tmp_path / "back"
    working.mkdir()
    back.mkdir()
    with running_replica(ReplicaOptions(articles=60, seed=61, latency=0.15)) as replica:
        running = begin(working, replica.addresses)
        _wait_for(working, 20)
        done = run_scrapy(working, "maintain", "--backup", "backup")
        assert running.poll() is None, "the crawl ended before the backup did"
        assert (done.returncode, done.stderr) == (0, "")
        shutil.copytree(working / "backup", back / "backup")
        running.kill()
        running.wait()
        with closing(sqlite3.connect(back / "backup/zhanjiang.db")) as store:
            assert store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            [(stored,)] = store.execute("SELECT count(*) FROM articles").fetchall()
        assert 20 <= stored < 60
        restored = run_scrapy(back, "maintain", "--restore", "backup")
        assert (restored.returncode, restored.stderr) == (0, "")
        verified = run_scrapy(back, "archive", "verify")
        assert verified.returncode == 0 and verified.stdout.endswith("all sound\n"), verified.stdout
        assert "noted" not in verified.stdout
        rest = crawl(back, replica.addresses)
        assert_clean(rest)
        assert rest.feed.keys() == {truth["id"] for truth in replica.truth()} - _ids(back / "backup/zhanjiang.db")
        assert export(back).keys() == {truth["id"] for truth in replica.truth()}
        assert rest.rows("SELECT count(*) FROM articles") == [(60,)]
        assert crawl(back, replica.addresses).lines == []
        assert run_scrapy(back, "archive", "verify").returncode == 0


def _ids(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as store:
        return {id_ for (id_,) in store.execute("SELECT id FROM articles")}


def test_the_last_words_of_a_crawl_say_what_there_is_and_what_to_do(tmp_path: Path) -> None:
    with running_replica(ReplicaOptions(articles=12, seed=67)) as replica:
        first, second = (crawl(tmp_path, replica.addresses) for _ in range(2))
        assert len(first.feed) == 12 and second.feed == {}
    for crawled, expected in (
        (first, "Next: feed.jsonl has what is new; `scrapy export` writes all 12, and the same crawl again fetches"),
        (second, "Next: 12 in the store, none due: `scrapy export` writes all"),
    ):
        lines = [line.partition("crawl_log] INFO: ")[2] for line in crawled.log.splitlines() if "crawl_log]" in line]
        assert "Store now: 12 articles, none due" in lines
        assert lines[-1].startswith(expected)
        [duration] = [line for line in lines if line.startswith("Duration: ")]
        assert duration.removeprefix("Duration: 0:").isdigit()
