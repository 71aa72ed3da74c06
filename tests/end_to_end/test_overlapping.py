"""What is started beside a running crawl leaves it, its store and its archive alone."""

from __future__ import annotations

import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from tests.end_to_end.running import begin, crawl, export, run_scrapy
from zhanjiang.replica.launch import ReplicaOptions, running_replica

_SLOW = ReplicaOptions(articles=90, seed=53, latency=0.05)


def test_a_running_crawl_is_unharmed_by_whatever_starts_beside_it(tmp_path: Path) -> None:
    with running_replica(_SLOW) as replica:
        running = begin(tmp_path, replica.addresses)
        _wait_for_articles(tmp_path)
        # Held, and not ended: whatever changes in the meantime, others have changed.
        running.send_signal(signal.SIGSTOP)
        before = _files(tmp_path)
        second = crawl(tmp_path, replica.addresses)
        page = replica.truth()[0]["url"]
        hurried = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False")
        fetched = run_scrapy(tmp_path, "fetch", page, *hurried)
        typed = run_scrapy(tmp_path, "shell", page, "-c", "response.status", *hurried)
        parsed = run_scrapy(tmp_path, "parse", page, "--spider=articles", "--pipelines", *hurried)
        again = run_scrapy(tmp_path, "reparse")
        assert _files(tmp_path) == before
        running.send_signal(signal.SIGCONT)
        assert running.wait(120) == 0
        truths = replica.truth()
    assert (second.code, again.returncode) == (75, 75)
    assert second.log.splitlines()[-1].startswith("scrapy crawl: another run is writing the store")
    assert (fetched.returncode, typed.returncode, parsed.returncode) == (0, 0, 0), typed.stderr + parsed.stderr
    assert "</html>" in fetched.stdout and "200" in typed.stdout
    assert "Traceback" not in (tmp_path / "crawl.log").read_text()
    with closing(sqlite3.connect(tmp_path / "data/zhanjiang.db")) as store:
        assert store.execute("SELECT outcome, exit_code FROM crawls").fetchall() == [("finished", 0)]
        assert store.execute("SELECT count(*) FROM ledger WHERE state IN ('leased', 'failed')").fetchone() == (0,)
        noted = {name for (name,) in store.execute("SELECT DISTINCT file FROM captures")}
    assert {path.name for path in (tmp_path / "data/archive").iterdir()} == noted
    assert export(tmp_path).keys() == {truth["id"] for truth in truths}


def _files(folder: Path) -> dict[str, bytes]:
    """All of the store and the archive, but for what SQLite itself shares among those who read."""
    files = [path for path in (folder / "data").rglob("*") if path.suffix != ".db-shm"]
    return {str(path): path.read_bytes() for path in files if path.is_file()}


def _wait_for_articles(folder: Path) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            with closing(sqlite3.connect(f"file:{folder}/data/zhanjiang.db?mode=ro", uri=True)) as store:
                if store.execute("SELECT count(*) FROM articles").fetchone()[0]:
                    return
        except sqlite3.OperationalError:  # not there yet
            pass
        assert time.monotonic() < until, (folder / "crawl.log").read_text()
        time.sleep(0.05)
