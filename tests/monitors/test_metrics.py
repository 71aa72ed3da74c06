"""The file of figures: read back by Prometheus' own parser, replaced whole, with all spiders in it."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.monitors.judged import add_run
from zhanjiang.monitors.metrics import NAMES, write_metrics
from zhanjiang.store import Store, monitor_states
from zhanjiang.store.crawls import crawls as table
from zhanjiang.store.drift import DriftFinding
from zhanjiang.times import moment, now

_DEPLOYED = Path(__file__).parents[2] / "deploy/monitoring"
_COUNTS = {"articles/new": 7, "ledger/failed": 2, "repair/guesses": 11, "challenge/met": 1}


def _written(
    path: Path, store: Store, newest: float | None = None, disk: int | None = None
) -> dict[str, dict[str, float]]:
    with store.reading() as connection:
        write_metrics(path, connection, newest, disk)
    families = text_string_to_metric_families(path.read_text("utf-8"))
    return {one.name: {sample.labels["spider"]: sample.value for sample in one.samples} for one in families}


def test_the_figures_of_each_spiders_last_run(store: Store, tmp_path: Path) -> None:
    good = add_run(store, counts=_COUNTS)
    add_run(store, counts={"articles/new": 1}, exit_code=69)
    add_run(store, spider="newspaper", counts=_COUNTS, exit_code=65)
    finding = DriftFinding("disk", "500 MB or more", "3 MB left", None, "free some space")
    with store.transaction() as connection:
        monitor_states.fail(connection, good, {"disk": finding})
    figures = _written(tmp_path / "folder/zhanjiang.prom", store, 1795996800.5, 12_000_000_000)
    assert [*figures] == [*NAMES]
    assert figures["zhanjiang_articles_new"] == {"articles": 1, "newspaper": 7}
    assert figures["zhanjiang_run_exit_code"] == {"articles": 69, "newspaper": 65}
    assert figures["zhanjiang_pages_failed"] == {"articles": 0, "newspaper": 2}
    assert figures["zhanjiang_repair_guesses"]["newspaper"] == 11
    assert figures["zhanjiang_newest_article_timestamp_seconds"]["articles"] == 1795996800.5
    assert figures["zhanjiang_disk_left_bytes"]["articles"] == 12e9
    assert figures["zhanjiang_monitors_broken"] == {"articles": 1, "newspaper": 1}
    assert set(figures["zhanjiang_last_good_run_timestamp_seconds"]) == {"articles"}
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["zhanjiang.prom"]


def test_what_is_not_known_is_left_out(store: Store, tmp_path: Path) -> None:
    assert set(_written(tmp_path / "a.prom", store)) == set(NAMES)
    add_run(store, exit_code=None)
    figures = _written(tmp_path / "a.prom", store)
    assert figures["zhanjiang_run_exit_code"] == figures["zhanjiang_newest_article_timestamp_seconds"] == {}
    assert set(figures["zhanjiang_run_started_timestamp_seconds"]) == {"articles"}


def test_a_good_run_that_is_dated_in_the_future_is_no_fresh_one(store: Store, tmp_path: Path) -> None:
    good = add_run(store, counts={})
    add_run(store, counts={})
    with store.transaction() as connection:
        connection.execute(table.update().where(table.c.id > good).values(ended_at=moment(now() + timedelta(days=365))))
    figures = _written(tmp_path / "a.prom", store)
    assert figures["zhanjiang_last_good_run_timestamp_seconds"]["articles"] <= now().timestamp()


def test_a_rule_looks_also_for_the_figures_without_which_others_cannot_fire() -> None:
    rules = (_DEPLOYED / "alerts.yml").read_text("utf-8")
    aged = re.findall(r"expr: time\(\) - max\((\w+)\)", rules)
    missed = re.findall(r"expr: max\(.*\) unless on \(\) max\((\w+)\)", rules)
    assert sorted(aged) == sorted(missed) and len(aged) == 2


def test_a_file_that_cannot_be_written_is_an_error_that_leaves_the_old_one(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    with pytest.raises(OSError), store.reading() as connection:
        write_metrics(tmp_path / "file/zhanjiang.prom", connection, None, None)
    assert (tmp_path / "file").read_text() == "old"


def test_dashboard_and_alert_rules_know_the_figures() -> None:
    dashboard = json.loads((_DEPLOYED / "dashboard.json").read_text("utf-8"))
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", ())]
    rules = (_DEPLOYED / "alerts.yml").read_text("utf-8")
    for text in (" ".join(expressions), rules):
        named = set(re.findall(r"\bzhanjiang_\w+", text))
        assert named and named <= set(NAMES), named - set(NAMES)
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in dashboard["panels"]]
    assert len(places) == len(set(places)) >= 6
