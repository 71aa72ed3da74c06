"""``scrapy replica``, the same replica behind Scrapy's command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.replica.client import fetch
from zhanjiang.replica.faults import FAULTS

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "scrapy", "replica"]


def test_it_prints_its_addresses_and_serves() -> None:
    with subprocess.Popen([*COMMAND, "--articles", "20"], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        name, _, address = process.stdout.readline().strip().partition("=")
        assert name == "PORTAL_URL" and fetch(f"{address}/").status == 200
        process.terminate()
        assert process.wait(60) == 0


def test_help_lists_every_fault_and_an_example() -> None:
    reported = subprocess.run([*COMMAND, "--help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert all(f"  {name} " in reported for name in FAULTS)
    assert "scrapy replica --port 8070" in reported


@pytest.mark.parametrize(("arguments", "reported"), [(["--skin", "x"], "stock, table"), (["--colour"], "--help")])
def test_a_bad_option_is_reported_in_one_line(arguments: list[str], reported: str) -> None:
    ended = subprocess.run([*COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1 and reported in ended.stderr
