"""``scrapy status --workers``: the fleet that crawls a store, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

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
