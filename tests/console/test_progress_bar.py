"""How far long work is: plain lines where no terminal is, a live line where one is."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.commands.archived import Crawled
from tests.commands.conftest import crawled
from tests.commands.terminal import run_on_terminal
from zhanjiang.console import progress_bar as module
from zhanjiang.console.progress_bar import progress_bar, with_progress

__all__ = ["crawled"]
_WORK = """
from zhanjiang.console.progress_bar import with_progress
states = {1: "new", 2: "bad"}
for number in with_progress([1, 2, 1], "Reading", 3, name=lambda n: f"/p/{n}.html", state=states.get): pass
"""


def test_elsewhere_a_plain_line_says_it_all(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_EVERY", 0.0)
    clock = iter([0.0, 10.0, 3700.0])
    monkeypatch.setattr(module, "monotonic", lambda: next(clock))
    with progress_bar("Verifying", 4_000_000, "bytes") as show:
        show(1_000_000, "one.warc.gz")
        show(3_700_000, "two\x1b[2J.warc.gz", Counter(records=7, problems=1))
    first, second = capsys.readouterr().err.splitlines()
    assert first == "Verifying: 1.0 MB of 4.0 MB (25 %), 0.1 MB a second, 0:10 elapsed, 0:30 left; one.warc.gz"
    assert second.startswith(
        "Verifying: 3.7 MB of 4.0 MB (92 %), 7 records, 1 problems, 0.0 MB a second, 1:01:40 elapsed"
    )
    assert "\x1b" not in second


def test_work_that_is_done_in_a_minute_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert [*with_progress([1, 2], "Reading", 2, name=str, state=str)] == [1, 2]
    assert capsys.readouterr().err == ""


def test_a_total_that_is_not_known_is_left_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_EVERY", 0.0)
    clock = iter([0.0, 2.0])
    monkeypatch.setattr(module, "monotonic", lambda: next(clock))
    with progress_bar("Writing", None) as show:
        show(5)
    assert capsys.readouterr().err == "Writing: 5, 2.5 a second, 0:02 elapsed\n"


def test_without_a_terminal_rich_is_not_loaded() -> None:
    script = f"{_WORK}\nimport sys; sys.exit('rich' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False, stderr=subprocess.PIPE).returncode == 0


def test_what_is_printed_into_a_file_stays_there_while_a_terminal_shows_progress() -> None:
    ours, theirs = pty.openpty()
    script = _WORK.replace(": pass", ": print('line', number)")
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.close(theirs)
    shown = os.read(ours, 65536)
    os.close(ours)
    assert done.stdout == b"line 1\nline 2\nline 1\n"
    assert b"Reading" in shown and b"2 new" in shown and b"line" not in shown


def test_a_terminal_shows_what_is_read_and_how_far(crawled: Crawled) -> None:
    code, shown = run_on_terminal(crawled.folder, 110, "archive", "verify")
    assert code == 0
    assert "Verifying" in shown and "100%" in shown
    assert " MB/s" in shown and "records" in shown and "0 problems" in shown and "0:00:0" in shown
