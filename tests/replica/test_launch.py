"""Starting and stopping: from Python, from the command line, and with the process that started it."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from tests.end_to_end.running import run_scrapy
from tests.replica.client import fetch
from zhanjiang.replica.__main__ import main
from zhanjiang.replica.launch import ReplicaError, ReplicaOptions, RunningReplica, running_replica
from zhanjiang.replica.options import add_options, read_options
from zhanjiang.replica.server import open_sockets
from zhanjiang.replica.sites import SITE_NAMES

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "zhanjiang.replica"]


def _refuses(address: str) -> bool:
    host, port = address.removeprefix("http://").split(":")
    with socket.socket() as client:
        return client.connect_ex((host, int(port))) != 0


def test_each_site_answers_at_its_address(replica: RunningReplica) -> None:
    assert list(replica.addresses) == list(SITE_NAMES)
    assert len(set(replica.addresses.values())) == 7
    for address in replica.addresses.values():
        assert address.startswith("http://127.0.0.1:")
        assert fetch(f"{address}/robots.txt").status == 200


def test_it_ends_with_the_block() -> None:
    with running_replica(ReplicaOptions(articles=5)) as running:
        address = running.addresses["PORTAL_URL"]
        assert not _refuses(address)
    assert _refuses(address)


def test_it_dies_with_a_parent_that_is_killed() -> None:
    program = (
        "import time; from zhanjiang.replica.launch import *\n"
        "with running_replica(ReplicaOptions(articles=5)) as running:\n"
        "    print(running.addresses['PORTAL_URL'], flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        address = parent.stdout.readline().strip()
        assert fetch(f"{address}/robots.txt").status == 200
        os.kill(parent.pid, signal.SIGKILL)
    deadline = time.monotonic() + 60  # much more than it needs, for a machine that has other work
    while not _refuses(address) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _refuses(address)


def test_ports_follow_each_other_and_one_in_use_is_reported() -> None:
    with running_replica(ReplicaOptions(articles=5)) as running:
        port = int(running.addresses["PORTAL_URL"].rsplit(":", 1)[1])
        reported = subprocess.run(
            [*COMMAND, "--port", str(port)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert reported.returncode == 1
        assert reported.stderr.count("\n") == 1 and "cannot be used" in reported.stderr
        with pytest.raises(ReplicaError, match="cannot be used"), running_replica(ReplicaOptions(port=port)):
            pass


def test_what_is_printed_crawls_it(tmp_path: Path) -> None:
    command = [*COMMAND, "--articles", "5"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stderr
        addresses = dict(process.stdout.readline().strip().split("=") for _ in SITE_NAMES)
        assert process.stderr.readline().startswith("Crawl it")
        name, *typed = process.stderr.readline().split()
        assert name == "scrapy" and f"PORTAL_URL={addresses['PORTAL_URL']}" in typed
        crawled = run_scrapy(tmp_path, *typed)
        process.terminate()
    assert crawled.returncode == 0, crawled.stderr
    assert (tmp_path / "data/replica/zhanjiang.db").exists()


def test_the_usual_ports_give_way_to_what_uses_them() -> None:
    sockets = [open_sockets(None, 7) for _ in range(2)]
    ports = [[listening.getsockname()[1] for listening in row] for row in sockets]
    for listening in (listening for row in sockets for listening in row):
        listening.close()
    assert ports[1][0] != 8070 and set(ports[0]).isdisjoint(ports[1])


def test_sigterm_ends_it_with_0_and_the_truth_is_there(tmp_path: Path) -> None:
    truth = tmp_path / "truth.jsonl"
    command = [*COMMAND, "--articles", "12", "--truth", str(truth)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        addresses = dict(process.stdout.readline().strip().split("=") for _ in SITE_NAMES)
        assert fetch(f"{addresses['PORTAL_URL']}/robots.txt").status == 200
        process.terminate()
        assert process.wait(60) == 0
    assert [*addresses] == list(SITE_NAMES)
    assert len(truth.read_text("utf-8").splitlines()) == 12


@pytest.mark.parametrize(
    ("arguments", "reported"),
    [
        (["--skin", "paper"], "stock, table, line, rich, labelled, mixed"),
        (["--articles", "0"], "from 1 to 20000"),
        (["--port", "x"], "from 0 to 65529"),
        (["--generation", "3"], "from 1 to 2"),
        (["--fault", "flood=0.1"], "too_many_requests"),
        (["--fault", "reset=2"], "from 0 to 1"),
        (["--fault-at", "reset=p/1.html"], "/p/2665093.html"),
        (["--heal", "soon"], "usual, always, never"),
        (["--latency", "-1"], "from 0 to 60"),
        (["--truth", "/no/such/folder/truth.jsonl"], "folder that exists"),
        (["--changes", "/no/such/folder/changes.json"], "--changes"),
        (["--added", "721"], "from 0 to 720"),
        (["--edited", "x"], "--edited"),
        (["--withdrawn", "-1"], "--withdrawn"),
        (["--die-after", "soon"], "from 0 to 1000000"),
        (["--challenge-after", "1.5"], "--challenge-after"),
        (["--newspaper-days", "0"], "from 1 to 400"),
        (["--newspaper-from", "2011-12-31"], "from 2012-01-01 on"),
        (["--newspaper-from", "soon"], "2018-07-10"),
        (["--newspaper-truth", "/no/such/folder/truth.jsonl"], "--newspaper-truth"),
        (["--picture-box-seconds", "x"], "--picture-box-seconds"),
        (["--comments", "xml"], "json, page_ignored, html, missing"),
        (["--live-pages", "-1"], "--live-pages"),
        (["--picture-fault", "reset=1"], "html, cut, bomb, twin, climbing"),
        (["--picture-fault-at", "bomb=a.png"], "--picture-fault-at bomb"),
        (["--colour", "red"], "--help"),
    ],
)
def test_a_bad_value_is_reported_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], reported: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["replica", *arguments])
    try:
        code = main()
    except SystemExit as ended:
        assert isinstance(ended.code, int)
        code = ended.code
    output, errors = capsys.readouterr()
    assert code == 2 and output == ""
    assert errors.count("\n") == 1 and reported in errors


def test_the_command_line_says_all_that_the_options_say() -> None:
    options = ReplicaOptions(
        **{"port": 8070, "articles": 12, "seed": 3, "generation": 2, "skin": "line", "heal": "never", "latency": 0.5},
        **{"crawl_delay": 1.5, "added": 1, "edited": 0, "withdrawn": 2, "die_after": 9, "challenge_after": 4},
        **{"newspaper_days": 3, "newspaper_from": date(2018, 7, 17), "newspaper_truth": Path("told.jsonl")},
        **{"validators": False, "rank_json": False, "challenge_first": True, "load_more_by_script": True},
        **{"picture_box_seconds": 0, "comments": "html", "live_pages": 2, "stop_with_stdin": True},
        **{"truth": Path("truth.jsonl"), "changes": Path("changes.json"), "elsewhere": "http://10.1.1.1"},
        faults=(("reset", 0.5), ("missing", 0.25)),
        faults_at=(("missing", "/p/1.html"),),
        picture_faults=(("bomb", 0.1),),
        picture_faults_at=(("cut", "/a/10001/202201/x.jpg"),),
    )
    usual = ReplicaOptions()
    assert all(getattr(options, field.name) != getattr(usual, field.name) for field in fields(ReplicaOptions))
    parser = argparse.ArgumentParser()
    add_options(parser)
    assert read_options(parser.parse_args(options.arguments())) == options
    assert read_options(parser.parse_args(usual.arguments())) == usual
