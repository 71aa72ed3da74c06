"""A crawl that is killed in the middle of writing a record: the archive is sound, and the store knows all of it."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.archive.building import warcio_check
from tests.end_to_end.running import assert_clean, begin, crawl, export, run_scrapy
from zhanjiang.archive.reader import files_of, records_of
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica

_ENDS_WITHIN = 60  # seconds
# The write, the first being a file's header, and how many hundredths of it are in the file.
_KILLS = [(30, 50), (1, 50), (9, 100), (17, 1), (40, 99), (2, 0)]


@pytest.fixture(scope="module")
def replica() -> Iterator[RunningReplica]:
    """A replica without faults."""
    with running_replica(ReplicaOptions(articles=60, seed=43)) as running:
        yield running


def _kill(folder: Path, replica: RunningReplica, write: int, share: int) -> None:
    module = ("tests.end_to_end.killed_in_write", str(write), str(share))
    assert begin(folder, replica.addresses, *module).wait(_ENDS_WITHIN) == -signal.SIGKILL


def _assert_sound(folder: Path) -> None:
    """Assert that warcio and ``verify`` find nothing, and that the store knows every record."""
    files = files_of(folder / "data/archive")
    assert [path for path in files if not path.name.endswith(".warc.gz")] == []
    assert warcio_check(*files)[0] == 0
    done = run_scrapy(folder, "archive", "verify")
    assert (done.returncode, done.stderr) == (0, "")
    records = sum(1 for path in files for _ in records_of(path))
    assert done.stdout == f"{records} records in {len(files)} file{'s' if len(files) > 1 else ''}: all sound\n"


def _assert_mended(folder: Path, replica: RunningReplica, kills: Sequence[tuple[int, int]]) -> None:
    for write, share in kills:
        _kill(folder, replica, write, share)
        [torn] = (folder / "data/archive").glob("*.open")
        assert torn.with_name(f"{torn.name}.lock").exists()
    last = crawl(folder, replica.addresses)
    assert_clean(last)
    _assert_sound(folder)
    assert export(folder).keys() == {truth["id"] for truth in replica.truth()}
    kept = "SELECT page FROM captures WHERE page NOT NULL"
    assert last.rows(f"SELECT page FROM ledger WHERE state = 'stored' AND page NOT IN ({kept})") == []


def test_killed_in_the_middle_of_a_record(tmp_path: Path, replica: RunningReplica) -> None:
    _assert_mended(tmp_path, replica, _KILLS[:2])


def test_verify_mends_as_the_next_run_does(tmp_path: Path, replica: RunningReplica) -> None:
    _kill(tmp_path, replica, 30, 50)
    done = run_scrapy(tmp_path, "archive", "verify")
    assert (done.returncode, done.stderr) == (0, "")
    _assert_sound(tmp_path)


@pytest.mark.soak
def test_killed_in_the_middle_of_six_records(tmp_path: Path, replica: RunningReplica) -> None:
    _assert_mended(tmp_path, replica, _KILLS)
