"""What cron and a channel hear of a portal whose markup changes, breaks, and is mended; and of a run that is killed."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.end_to_end.running import Crawled, begin, crawl, run_scrapy
from tests.webhook import SECRET, Webhook, webhook
from zhanjiang.monitors.metrics import NAMES
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica

_OF_SKINS = {"LAYOUTS_ENABLED": "False", "COMMENTS_ENABLED": "False", "REVISIT": "all"}


@pytest.fixture(scope="module")
def hook() -> Iterator[Webhook]:
    """One webhook for all."""
    with webhook() as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_posted(hook: Webhook) -> None:
    """Begin each test with an empty webhook that takes what is posted."""
    hook.posted.clear()
    hook.takes = True


def _crawl(folder: Path, skin: str, hook: Webhook, **settings: str) -> Crawled:
    """Crawl a replica whose pages have this skin; its address is new each time, the ledger's names are not."""
    with running_replica(ReplicaOptions(articles=40, seed=5, skin=skin, validators=False)) as replica:
        return crawl(folder, replica.addresses, **_OF_SKINS, **settings, NOTICE_URLS=hook.address)


def _check(folder: Path) -> tuple[int, str]:
    done = run_scrapy(folder, "status", "--check")
    assert done.stderr == "" and done.stdout.count("\n") == 1
    return done.returncode, done.stdout


def test_a_new_skin_is_one_notice_as_long_as_it_lasts_and_one_when_it_is_mended(tmp_path: Path, hook: Webhook) -> None:
    codes, notices, checks = [], [], []
    for skin in ("stock", "table", "table", "stock"):
        crawled = _crawl(tmp_path, skin, hook, METRICS_FILE="metrics/zhanjiang.prom")
        codes.append(crawled.code)
        notices.append(len(hook.posted))
        checks.append(_check(tmp_path))
        failed = [line for line in crawled.log.splitlines() if "Monitor failed" in line]
        assert len(failed) == (1 if skin == "table" else 0), crawled.log
        for line in failed:
            assert "rules (portal): headline, " in line and "before headline selector 100 %" in line
            assert "now headline label 100 %" in line and "as at http://127.0.0.1:" in line and "parse-file" in line
    assert codes == [0, 65, 65, 0] == [code for code, _ in checks]
    assert notices == [0, 1, 1, 2]
    assert [line.partition(":")[0] for _, line in checks] == ["well", "not well", "not well", "well"]
    (broken, what), (mended, which) = hook.posted
    assert broken == "zhanjiang: 1 broken" and "headline" in what and "/p/" in what
    assert mended == "zhanjiang: 1 mended" and which.startswith("mended: rules (portal), broken since ")
    families = {
        one.name: one for one in text_string_to_metric_families((tmp_path / "metrics/zhanjiang.prom").read_text())
    }
    assert [*families] == [*NAMES] and len(NAMES) == 15
    assert {sample.labels["spider"] for one in families.values() for sample in one.samples} == {"articles"}
    assert [path.name for path in (tmp_path / "metrics").iterdir()] == ["zhanjiang.prom"]


def test_the_channels_secret_is_nowhere(tmp_path: Path, hook: Webhook) -> None:
    hook.takes = False
    for skin in ("stock", "table"):
        crawled = _crawl(tmp_path, skin, hook, LOG_LEVEL="DEBUG")
        assert SECRET not in crawled.log
    assert crawled.code == 65 and hook.posted == []
    assert "No notice was sent to channel 1 JSON" in crawled.log
    hook.takes = True
    again = _crawl(tmp_path, "table", hook)
    assert (again.code, [title for title, _ in hook.posted]) == (65, ["zhanjiang: 1 broken"])
    shown = run_scrapy(tmp_path, "status", "--json", ZHANJIANG_NOTICE_URLS=hook.address).stdout
    assert SECRET not in shown and json.loads(shown)["ailments"]
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path


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
        code, line = _check(tmp_path)
        assert code == 0 and "run 1 goes on" in line
        running.send_signal(signal.SIGKILL)
    code, line = _check(tmp_path)
    assert code == 65 and "run 1 was killed" in line and "run it again" in line
    after = crawl(tmp_path, replica.addresses, NOTICE_URLS=hook.address)
    assert after.code == 0, after.log
    assert [title for title, _ in hook.posted] == ["zhanjiang: 1 broken", "zhanjiang: 1 mended"]
    assert "run 1 was killed" in hook.posted[0][1]
    assert _check(tmp_path)[0] == 0


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
    assert _check(tmp_path)[0] == 65
    assert [title for title, _ in hook.posted] == ["zhanjiang: 1 broken"]
    assert "run 1 found no site that lets it in (69)" in hook.posted[0][1]
    assert crawl(tmp_path, replica.addresses, **settings).code == 0
    assert [title for title, _ in hook.posted] == ["zhanjiang: 1 broken", "zhanjiang: 1 mended"]
