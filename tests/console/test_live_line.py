"""The line at the bottom of a terminal: what else is printed stands above it, whole, and nothing of it is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.terminal import screen, written_to_terminal

_BEGIN = """
import logging, os, sys, threading
from zhanjiang.console.live_line import LiveLine
log = logging.StreamHandler(sys.stderr)
logging.basicConfig(handlers=[log], format="%(message)s")
line = LiveLine()
line.show("at work")
"""


def _shown(folder: Path, script: str, columns: int = 40, **variables: str) -> list[str]:
    """The rows of the screen, up to the last one, after the script has run."""
    code, written = written_to_terminal(folder, columns, ("-c", _BEGIN + script), **variables)
    assert code == 0, written
    return screen(written, columns)


def test_whatever_is_printed_stands_above_the_line(tmp_path: Path) -> None:
    script = """
logging.error("the log, by a handler that is older than the line")
print("output")
print("parts", end=" ", flush=True)
line.show("still at work")
logging.error("of several")
print("errors", "in two", sep="\\n", file=sys.stderr)
line.close(stays=True)
print("afterwards")
"""
    assert _shown(tmp_path, script) == [
        *("the log, by a handler that is older than", " the line", "output", "parts of several", "errors", "in two"),
        *("still at work", "afterwards", ""),
    ]


def test_a_line_that_is_taken_away_leaves_nothing(tmp_path: Path) -> None:
    script = "logging.error('log'); line.show('a' * 30); line.show('b'); line.close(stays=False)"
    code, written = written_to_terminal(tmp_path, 40, ("-c", f"{_BEGIN}{script}; logging.error('afterwards')"))
    assert (code, screen(written, 40)) == (0, ["log", "afterwards", ""])
    assert written.endswith("\x1b[Kafterwards\r\n")


def test_standard_output_may_be_the_log(tmp_path: Path) -> None:
    script = """
from scrapy.utils.log import StreamLogger
line.close(stays=False)
sys.stdout = StreamLogger(logging.getLogger(), logging.ERROR)
line = LiveLine()
line.show("at work")
print("output")
line.close(stays=True)
"""
    assert _shown(tmp_path, script) == ["output", "at work", ""]


@pytest.mark.parametrize("columns", [10, 40, 200])
def test_a_line_is_one_row_and_steers_nothing(tmp_path: Path, columns: int) -> None:
    # A terminal may take two columns for each “, which we count as one.
    script = 'line.show("湛江\\x1b[2J\\x9b2J\\n\\u202e" + "“港”" * 50); logging.error("log"); line.close(stays=True)'
    log, line, last = _shown(tmp_path, script, columns)
    assert (log, last) == ("log", "")
    assert line.startswith("湛江 [2J") and line.endswith("…")
    _, written = written_to_terminal(tmp_path, columns, ("-c", _BEGIN + script))
    wide = screen(written.replace("“", "〝").replace("”", "〞"), columns)
    assert (len(wide), wide[0], wide[-1]) == (3, "log", "")


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_what_the_terminal_cannot_encode_is_escaped(tmp_path: Path, encoding: str) -> None:
    script = 'line.show("\\U00020bb7A"); line.close(stays=True)'
    assert _shown(tmp_path, script, PYTHONIOENCODING=f"{encoding}:strict") == ["\\U00020bb7A", ""]


def test_lines_of_several_threads_and_of_a_child_are_whole(tmp_path: Path) -> None:
    script = """
def work(name):
    for number in range(50):
        logging.error("%s %s", name, number)
        line.show(f"at work {number}")
threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
for thread in threads: thread.start()
for _ in range(10):
    if not (child := os.fork()):
        logging.error("child")
        os._exit(0)
    os.waitpid(child, 0)
for thread in threads: thread.join()
line.close(stays=True)
"""
    *rows, line, last = _shown(tmp_path, script)
    assert sorted(rows) == sorted([*(f"{name} {number}" for name in "abc" for number in range(50)), *["child"] * 10])
    assert line.startswith("at work") and last == ""


def test_a_signal_is_acknowledged_in_a_row_of_its_own(tmp_path: Path) -> None:
    script = """
from zhanjiang.console.interrupts import say_at_once
say_at_once("scrapy crawl", "finishing")
line.show("at work")
line.close(stays=True)
"""
    assert _shown(tmp_path, script) == ["scrapy crawl: finishing", "at work", ""]


def test_a_terminal_that_is_gone_ends_no_work(tmp_path: Path) -> None:
    script = """
os.dup2(os.open("/dev/full", os.O_WRONLY), 2)  # fails as a terminal does that was closed
line.show("still at work")
line.close(stays=True)
print("\\ndone")
"""
    assert _shown(tmp_path, script) == ["at work", "done", ""]
