"""``scrapy status``: what real crawls left behind is all told, every bad address in full, whatever prints it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Scrapy
from tests.commands.terminal import run_on_terminal
from tests.end_to_end.running import ROOT, UNHURRIED, Crawled, clean_environment, crawl, run_scrapy
from tests.forked import start_forked
from zhanjiang.replica.faults import FAULTS
from zhanjiang.replica.hostile_faults import HOSTILE_FAULTS
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica
from zhanjiang.report.health import Health
from zhanjiang.report.overview import COUNTED, Overview

_OPTIONS = ReplicaOptions(articles=60, seed=17)
_FAULTS = [name for name, fault in FAULTS.items() if not fault.of_listings and name not in HOSTILE_FAULTS]
# No browser, which would get past the challenge.
_FEW_RETRIES = {"RETRY_TIMES": "1", "RETRY_BACKOFF": "0", "RETRY_AFTER_MAX": "0.1", "BROWSER_ENABLED": "False"}
# How the line of an address goes on; of the other faults the article is had all the same, or the page says it is gone.
_TOLD = {
    "empty_body": "quarantined {url}  the page is empty  (1 attempt)",
    "login_redirect": "quarantined {url}  redirected to .*/index/login/.*  (1 attempt)",
    "foreign_redirect": "failed {url}  IgnoreRequest: 10.255.255.1 is none of the configured sites  (1 attempt)",
    "too_many_requests": "failed {url}  status 429  (1 attempt)",
    "unavailable": "failed {url}  status 50[234]  (1 attempt)",
    "challenge": "failed {url}  status 521  (1 attempt)",
    "reset": "failed {url}  ResponseDataLossError.*  (1 attempt)",
    "truncated_gzip": "failed {url}  ResponseDataLossError: .* is truncated or damaged: .*  (1 attempt)",
}


@dataclass(frozen=True)
class Faulty:
    """A crawl of a replica with each fault on an article of its own, and the options that name its sites."""

    crawled: Crawled
    urls: dict[str, str]
    options: tuple[str, ...]
    ids: set[str]

    @property
    def folder(self) -> Path:
        """Where the store is."""
        return self.crawled.folder


def _sites(replica: RunningReplica) -> tuple[str, ...]:
    names = ("PORTAL_URL", "PORTAL_MOBILE_URL")
    return tuple(part for name in names for part in ("-s", f"{name}={replica.addresses[name]}"))


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    """Crawl once for all tests that only look."""
    with running_replica(_OPTIONS) as replica:
        truths = replica.truth()
    numbers = [truth["id"].removeprefix("portal/") for truth in truths if truth["kind"] == "article"]
    paths = {name: f"/p/{number}.html" for name, number in zip(_FAULTS, numbers, strict=False)}
    with running_replica(replace(_OPTIONS, faults_at=tuple(paths.items()), heal="never")) as replica:
        crawled = crawl(tmp_path_factory.mktemp("faulty"), replica.addresses, **_FEW_RETRIES)
        urls = {name: replica.addresses["PORTAL_URL"] + path for name, path in paths.items()}
        yield Faulty(crawled, urls, _sites(replica), {truth["id"] for truth in truths})


def _status(folder: Path, *options: str) -> str:
    done = run_scrapy(folder, "status", *options)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def _told(folder: Path, *options: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(_status(folder, "--json", *options))
    return told


@pytest.mark.parametrize("name", _TOLD)
def test_every_fault_is_named_with_its_address_in_one_line(faulty: Faulty, name: str) -> None:
    state, _, reason = _TOLD[name].partition(" {url}  ")
    line = re.escape(f"{state}  {faulty.urls[name]}  ") + reason.replace("(", r"\(").replace("attempt)", r"attempt\)")
    assert (
        len(
            [
                told
                for told in _status(faulty.folder, "--failed", *faulty.options).splitlines()
                if re.fullmatch(line, told)
            ]
        )
        == 1
    )


def test_every_article_is_stored_or_gone_or_told(faulty: Faulty) -> None:
    stored = {id for (id,) in faulty.crawled.rows("SELECT id FROM articles")}
    gone = {id for (id,) in faulty.crawled.rows("SELECT article FROM ledger WHERE state = 'gone'")}
    problems = _told(faulty.folder, *faulty.options)["problems"]
    told = {f"portal/{re.findall(r'/p/([0-9]+)', problem['address'])[0]}" for problem in problems}
    assert faulty.ids <= stored | gone | told
    assert not told & (stored | gone)
    assert {problem["address"] for problem in problems} == {faulty.urls[name] for name in _TOLD}
    assert all(problem["reason"] and problem["attempts"] == 1 for problem in problems)


@pytest.mark.parametrize("columns", [30, 80])
def test_on_a_terminal_of_any_width_addresses_stay_whole(faulty: Faulty, columns: int) -> None:
    options = ("--failed", "--gaps", "--runs", *faulty.options)
    plain = _status(faulty.folder, *options).splitlines()
    code, shown = run_on_terminal(faulty.folder, columns, "status", *options)
    assert code == 0
    lines = shown.splitlines()
    assert any(re.match("---+  ----+", line) for line in lines)
    assert not any(re.search(r"\d{4}-\d\d-$|\d{4}-$|\d{4}-\d\d-\d$", line) for line in lines)  # no date is broken
    kept = [line for line in plain if re.match(r"failed|quarantined|incomplete|\d{4}-\d\d: ", line)]
    assert len(kept) > len(_TOLD)
    assert [line for line in kept if line not in lines] == []


def test_plain_text_where_no_terminal_is(faulty: Faulty) -> None:
    text = _status(faulty.folder, *faulty.options)
    assert text.startswith("Not well: 1 problem; no run has ended well yet.\n\npages went wrong (articles)\n")
    assert "  now:    8 more in run 1\n  as at:  http://" in text and "`scrapy status --failed`" in text
    assert "\n\nStored: 50 articles, from 2014-" in text
    assert not re.search(r"\x1b|^--", text, re.MULTILINE)
    assert "Went wrong: 8 addresses (--failed names them)" in text
    assert "Owed: nothing" in text
    lines = [line for line in text.splitlines() if "http://" not in line]
    assert max(map(len, lines)) <= 80


def test_times_are_the_portals_or_utc_and_runs_fit_a_terminal(faulty: Faulty) -> None:
    portals, utc = (_status(faulty.folder, "--runs", *more, *faulty.options) for more in ((), ("--utc",)))
    row = re.compile(r"^ +1  (\S+ \S+) +\d:\d\d:\d\d +finished, 65 .* articles$", re.MULTILINE)
    rows = [row.search(text) for text in (portals, utc)]
    assert rows[0] and rows[1], portals
    started = [datetime.strptime(row[1], "%Y-%m-%d %H:%M") for row in rows if row]
    assert started[0] - started[1] == timedelta(hours=8)
    assert max(map(len, portals.splitlines()[-3:])) <= 80


def test_a_check_is_one_line_and_an_exit_code(faulty: Faulty) -> None:
    done = run_scrapy(faulty.folder, "status", "--check", *faulty.options)
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (65, "", 1)
    assert done.stdout.startswith("not well: no run has ended well yet, newest article ")
    assert "failures rising (8 new, 0 before), drift: none, " in done.stdout
    assert "pages went wrong (articles): before none, now 8 more in run 1, as at http://" in done.stdout


def test_json_holds_all_of_it(faulty: Faulty) -> None:
    told = _told(faulty.folder, *faulty.options)
    assert [*told] == [field.name for part in (Overview, Health) for field in fields(part)]
    by_channel = faulty.crawled.rows("SELECT channel, count(*) FROM articles GROUP BY channel")
    assert {name: channel["articles"] for name, channel in told["stored"].items()} == dict(by_channel)
    assert all(sum(channel["years"].values()) == channel["articles"] for channel in told["stored"].values())
    assert told["total"]["articles"] == 50
    [run] = told["runs"]
    assert (run["spider"], run["outcome"], run["exit_code"]) == ("articles", "finished", 65)
    assert run["counts"] == dict.fromkeys(COUNTED, 0) | {"new": 50, "gone": 2, "failed": 6, "quarantined": 2}
    assert told["owed"] == {} and told["in_hand"] == []
    assert told["due"]["next"] > "2026"
    assert all(listing["complete_in"] == 1 for listing in told["listings"].values())
    assert sum(month["bad"] for month in told["gaps"]) == len(_TOLD)


def test_a_range_that_is_told_fills_its_gap(tmp_path: Path) -> None:
    with running_replica(ReplicaOptions(articles=300, seed=1)) as replica:
        crawl(tmp_path, replica.addresses)
        gap = min(
            (month for month in _told(tmp_path, *_sites(replica))["gaps"] if month["never_tried"]),
            key=lambda month: month["never_tried"],
        )
        assert 0 < gap["never_tried"] < 500
        filled = crawl(tmp_path, replica.addresses, f"ids={','.join(gap['ids'])}", LOG_LEVEL="WARNING")
        assert filled.code == 0, filled.log
        [after] = [month for month in _told(tmp_path, *_sites(replica))["gaps"] if month["month"] == gap["month"]]
    assert (after["never_tried"], after["ids"]) == (0, [])
    assert after["absent"] + after["stored"] == gap["last"] - gap["first"] + 1


def test_a_run_goes_on_until_it_is_killed(tmp_path: Path) -> None:
    with running_replica(_OPTIONS) as replica:
        sites = _sites(replica)
        slow = {**UNHURRIED, "DOWNLOAD_DELAY": "0.2"}
        options = [*sites, *(part for name, value in slow.items() for part in ("-s", f"{name}={value}"))]
        command = ["scrapy", "crawl", "articles", *options, "-s", "LOG_LEVEL=ERROR"]
        with (
            (tmp_path / "crawl.log").open("wb") as log,
            start_forked(tmp_path, command, clean_environment(), log, log) as running,
        ):
            going = _once_it_has(tmp_path, sites, stored=3)
            running.send_signal(signal.SIGKILL)
        killed = _told(tmp_path, *sites)
        assert "killed" in _status(tmp_path, *sites)
    assert [(run["outcome"], run["exit_code"]) for run in going["runs"]] == [("goes on", None)]
    assert [held["goes_on"] for held in going["in_hand"]] == [True]
    assert [(run["outcome"], run["exit_code"]) for run in killed["runs"]] == [("killed", None)]
    [held] = killed["in_hand"]
    assert held["pages"] > 0 and not held["goes_on"]


def _once_it_has(folder: Path, sites: tuple[str, ...], *, stored: int) -> dict[str, Any]:
    """Look until so many articles are stored."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        done = run_scrapy(folder, "status", "--json", *sites)
        if done.returncode == 0 and (told := json.loads(done.stdout))["total"]["articles"] >= stored:
            return dict(told)
    raise AssertionError(f"nothing was stored: {done.stderr}")


def test_without_a_store_one_line_says_what_to_do(scrapy: Scrapy, tmp_path: Path) -> None:
    done = scrapy("status")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("scrapy status: there is no store at ")
    assert "run `scrapy crawl articles` first" in done.stderr and done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_option_is_told_in_one_line(scrapy: Scrapy) -> None:
    done = scrapy("status", "everything")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "'everything' is no option" in done.stderr


def test_the_reader_may_have_read_enough(faulty: Faulty) -> None:
    command = [sys.executable, "-m", "scrapy", "status", *faulty.options]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "zhanjiang.settings"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=faulty.folder, env=environment, **pipes) as running:  # type: ignore[call-overload]
        running.stdout.close()
        assert running.stderr.read() == b""


def test_help_has_an_example_and_names_every_key(scrapy: Scrapy) -> None:
    told = " ".join(scrapy("status", "--help").stdout.split())
    assert "scrapy status --failed | grep ^failed" in told
    for field in (*fields(Overview), *fields(Health)):
        assert re.search(rf"\b{field.name}\b", told), field.name
