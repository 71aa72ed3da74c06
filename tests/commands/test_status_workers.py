"""``scrapy status --workers``: the fleet that crawls a store, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.end_to_end.running import run_scrapy
from zhanjiang.store import open_store, workers


def test_the_workers_of_a_store_are_reported_without_redis_too(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/data/zhanjiang.db")
    with store.transaction() as connection:
        run, fleet = workers.join(connection, "articles", {}, {}, 600)
        workers.beat(connection, run, 600, {"process": "machine:7", "response_received_count": 12})
    store.close()
    shown = run_scrapy(tmp_path, "status", "--workers")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "Alive: 1 worker of the fleet 1" in shown.stdout and "machine:7" in shown.stdout
    whole = json.loads(run_scrapy(tmp_path, "status", "--workers", "--json").stdout)
    assert whole["number"] == fleet
    assert [(one["run"], one["pages"], one["leased"]) for one in whole["workers"]] == [(run, 12, 0)]
    assert whole["queue"] == whole["hosts"] == []
    assert "REDIS_URL is not set" in whole["hosts_unknown"]
    alone = run_scrapy(tmp_path, "status", "--workers", ZHANJIANG_STORE_URL="sqlite:///none.db")
    assert alone.returncode == 1 and "there is no store at none.db" in alone.stderr


@pytest.mark.parametrize("as_json", [False, True])
def test_a_redis_that_does_not_answer_is_an_error_of_its_own(tmp_path: Path, as_json: bool) -> None:
    open_store(f"sqlite:///{tmp_path}/data/zhanjiang.db").close()
    redis = ("-s", "REDIS_URL=redis://me:secret@127.0.0.1:9/0")
    shown = run_scrapy(tmp_path, "status", "--workers", *redis, *(["--json"] if as_json else []))
    assert (shown.returncode, shown.stderr.count("\n")) == (69, 1)
    assert shown.stderr.startswith("scrapy status: Redis at redis://127.0.0.1:9/0 does not answer (")
    assert shown.stderr.endswith("check REDIS_URL and that it is running\n")
    if as_json:
        assert "does not answer" in json.loads(shown.stdout)["hosts_unknown"]
    else:  # what the store knows is reported all the same
        assert shown.stdout.splitlines() == ["Alive: 0 workers", "Waiting: 0 pages"]


@pytest.mark.parametrize("address", ["http://host", "redis:", "redis://host:0"])
def test_an_address_that_is_none_of_redis_is_refused(tmp_path: Path, address: str) -> None:
    open_store(f"sqlite:///{tmp_path}/data/zhanjiang.db").close()
    shown = run_scrapy(tmp_path, "status", "--workers", "-s", f"REDIS_URL={address}")
    assert (shown.returncode, shown.stdout, shown.stderr.count("\n")) == (2, "", 1)
    assert "REDIS_URL is no address of Redis" in shown.stderr
