"""How far long work is: plain lines where no terminal is, a live line where one is."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.commands.archived import Crawled
from tests.commands.conftest import crawled
from tests.commands.terminal import run_on_terminal, screen, written_to_terminal
from zhanjiang.console import progress_bar as module
from zhanjiang.console.progress_bar import progress_bar, with_progress

__all__ = ["crawled"]
_DRAWN = re.compile(r"\r\x1b\[\?7l(.*?)\x1b\[K")
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


def test_a_terminal_that_cannot_draw_gets_plain_lines(tmp_path: Path) -> None:
    script = f"from zhanjiang.console import progress_bar; progress_bar._EVERY = 0{_WORK}"
    code, written = written_to_terminal(tmp_path, 80, ("-c", script), TERM="dumb")
    assert code == 0 and "\x1b" not in written
    assert written.splitlines()[-1].startswith("Reading: 3 of 3 (100 %), 2 new, 1 bad, ")


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_line_of_a_terminal_says_it_all_or_what_there_is_room_for(tmp_path: Path, columns: int) -> None:
    script = _WORK.replace(": pass", ": __import__('time').sleep(0.2)")
    code, written = written_to_terminal(tmp_path, columns, ("-c", script))
    width = min(12, columns // 6)
    drawn = _DRAWN.findall(written)
    one, three = (next(line for line in drawn if f" {percent}%" in line) for percent in (33, 100))
    assert code == 0 and screen(written, columns) == [drawn[-1], ""]
    assert one.startswith(f"Reading  [{'#' * (width * 33 // 100):.<{width}}]  33%  0:0") and " left" in one
    assert three.startswith(f"Reading  [{'#' * width}] 100%  0:0") and " left" not in three
    assert max(map(len, drawn)) <= columns
    whole = re.compile(r" · 3 of 3 · 2 new · 1 bad · \d(\.\d)?/s · /p/1\.html$")
    assert bool(whole.search(three)) == (columns > 60)


def test_the_clock_of_a_terminal_goes_on_while_nothing_else_changes(tmp_path: Path) -> None:
    script = """
import time
from zhanjiang.console.progress_bar import progress_bar
with progress_bar("Writing 湛江\\x1b[2J", None): time.sleep(1.2)
"""
    _, written = written_to_terminal(tmp_path, 80, ("-c", script))
    assert [*dict.fromkeys(_DRAWN.findall(written))][:2] == ["Writing 湛江 [2J  0:00", "Writing 湛江 [2J  0:01"]


def test_work_that_a_signal_ends_leaves_the_message_alone(tmp_path: Path) -> None:
    script = """
import os, signal
from zhanjiang.console.interrupts import EndingPlainly
from zhanjiang.console.progress_bar import with_progress
EndingPlainly("scrapy read").begin()
for number in with_progress([1, 2], "Reading", 2): os.kill(os.getpid(), signal.SIGINT)
"""
    code, written = written_to_terminal(tmp_path, 80, ("-c", script))
    assert code == 130
    assert screen(written, 80) == ["scrapy read: ended early by Ctrl-C: nothing is half done, start again", ""]


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
    assert " MB/s" in shown and "records" in shown and "0 problems" in shown and "100%  0:0" in shown
