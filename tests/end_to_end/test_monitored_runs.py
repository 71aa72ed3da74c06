"""What cron and a channel hear of a run that goes on, is killed, or finds no site."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.running import begin, check, crawl, run_scrapy
from tests.webhook import Webhook
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica


@pytest.fixture(scope="module")
def replica() -> Iterator[RunningReplica]:
    """A replica whose crawl takes a while."""
    with running_replica(ReplicaOptions(articles=60, seed=9)) as running:
        yield running


def test_beside_a_live_crawl_nothing_changes_and_a_killed_one_is_told_by_the_next(
    tmp_path: Path, replica: RunningReplica, hook: Webhook
) -> None:
    page = f"{replica.addresses['PORTAL_URL']}/"
    hurried = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False")
    with begin(tmp_path, replica.addresses, DOWNLOAD_DELAY="0.3", CONCURRENT_REQUESTS_PER_DOMAIN="1") as running:
        _until_stored(tmp_path, running.pid)
        for typed in (
            ("fetch", page),
            ("shell", page, "-c", "response.status"),
            ("parse", page, "-s", f"PORTAL_URL={page}"),
        ):
            done = run_scrapy(tmp_path, *typed, *hurried)
            assert done.returncode == 0, done.stderr
            found = json.loads(run_scrapy(tmp_path, "status", "--json").stdout)
            assert [(run["outcome"], run["id"]) for run in found["runs"]] == [("goes on", 1)], typed
            assert (found["running"], found["verdict"]) == ([1], "well"), typed
        code, line = check(tmp_path)
        assert code == 0 and "run 1 goes on" in line
        running.send_signal(signal.SIGKILL)
    code, line = check(tmp_path)
    assert code == 65 and "run 1 was killed" in line and "run it again" in line
    after = crawl(tmp_path, replica.addresses, NOTICE_URLS=hook.address)
    assert after.code == 0, after.log
    assert [title for title, _ in hook.posted] == ["zhanjiang: 1 broken", "zhanjiang: 1 mended"]
    assert "run 1 was killed" in hook.posted[0][1]
    assert check(tmp_path)[0] == 0


def _until_stored(folder: Path, process: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        done = run_scrapy(folder, "status", "--json")
        if done.returncode == 0 and json.loads(done.stdout)["total"]["articles"] > 1:
            return
        time.sleep(0.1)
    raise AssertionError(f"process {process} stored nothing: {(folder / 'crawl.log').read_text()[-2000:]}")


def test_a_site_that_is_not_there_is_a_state_until_it_is_back(
    tmp_path: Path, replica: RunningReplica, hook: Webhook
) -> None:
    nowhere = dict.fromkeys(replica.addresses, "http://127.0.0.1:9")
    settings = {"NOTICE_URLS": hook.address, "RETRY_TIMES": "0", "BROWSER_ENABLED": "False"}
    assert [crawl(tmp_path, nowhere, **settings).code for _ in range(2)] == [69, 69]
    assert check(tmp_path)[0] == 65
    assert [title for title, _ in hook.posted] == ["zhanjiang: 1 broken"]
    assert "run 1 found no site that lets it in (69)" in hook.posted[0][1]
    assert crawl(tmp_path, replica.addresses, **settings).code == 0
    assert [title for title, _ in hook.posted] == ["zhanjiang: 1 broken", "zhanjiang: 1 mended"]
