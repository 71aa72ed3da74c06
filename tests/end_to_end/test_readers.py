"""READERS processes read the pages: the items are the same, whichever process is killed, and none stays behind."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.end_to_end.running import Item, assert_clean, begin, crawl, export
from tests.end_to_end.test_killed import _wait_for
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica

_OPTIONS = ReplicaOptions(articles=40, seed=29, latency=0.02)
_ENDS_WITHIN = 60


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningReplica, dict[str, Item]]]:
    """A portal, and what a crawl without readers exports of it."""
    folder = tmp_path_factory.mktemp("without")
    with running_replica(_OPTIONS) as replica:
        assert_clean(crawl(folder, replica.addresses))
        yield replica, export(folder)


def _readers_of(process: int) -> list[int]:
    """The readers of a crawl's process."""
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [number for number in numbers if _parent(number) == process]


def _parent(number: int) -> int | None:
    """The parent of a reader's process; None of any other, and of one that is there no more."""
    try:
        is_reader = b"reader_process" in Path(f"/proc/{number}/cmdline").read_bytes()
        stat = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return None
    return int(stat.rpartition(")")[2].split()[1]) if is_reader else None


def _wait_until(condition: Callable[[], object]) -> None:
    until = time.monotonic() + _ENDS_WITHIN
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_killed_reader_costs_nothing(tmp_path: Path, portal: tuple[RunningReplica, dict[str, Item]]) -> None:
    replica, exported = portal
    process = begin(tmp_path, replica.addresses, READERS="2")
    _wait_for(tmp_path, 6)
    killed, other = _readers_of(process.pid)
    os.kill(killed, signal.SIGKILL)
    assert process.wait(_ENDS_WITHIN) == 0
    log = (tmp_path / "crawl.log").read_text()
    assert "died (signal 9): another one is started" in log and "Traceback" not in log
    assert _parent(other) is None
    assert export(tmp_path) == exported
    assert crawl(tmp_path, replica.addresses, READERS="1").lines == []


def test_no_reader_outlives_the_crawl(tmp_path: Path, portal: tuple[RunningReplica, dict[str, Item]]) -> None:
    replica, exported = portal
    process = begin(tmp_path, replica.addresses, READERS="1")
    _wait_for(tmp_path, 6)
    [reader] = _readers_of(process.pid)
    process.kill()
    process.wait()
    _wait_until(lambda: _parent(reader) is None)
    process = begin(tmp_path, replica.addresses, READERS="1")
    _wait_for(tmp_path, 20)
    for number in (*_readers_of(process.pid), process.pid):  # as Ctrl-C does
        os.kill(number, signal.SIGINT)
    assert process.wait(_ENDS_WITHIN) == 130
    log = (tmp_path / "crawl.log").read_text()
    assert "died" not in log and "Traceback" not in log
    assert_clean(crawl(tmp_path, replica.addresses, READERS="1"))
    assert export(tmp_path) == exported
