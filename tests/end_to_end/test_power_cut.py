"""A power cut takes what was not on the disk yet, of the archive or of the store: the next run puts it right."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.running import assert_clean, crawl, export, run_scrapy
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica


@pytest.fixture(scope="module")
def replica() -> Iterator[RunningReplica]:
    """A replica without faults."""
    with running_replica(ReplicaOptions(articles=20, seed=47)) as running:
        yield running


@pytest.fixture(scope="module")
def crawled(replica: RunningReplica, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a crawl, and the store as it was in its middle as ``earlier``; tests work on copies."""
    folder = tmp_path_factory.mktemp("crawled")
    assert_clean(crawl(folder, replica.addresses, "max_articles=8"))
    shutil.copytree(folder / "data", folder / "earlier", ignore=shutil.ignore_patterns("archive"))
    assert_clean(crawl(folder, replica.addresses))
    return folder


@pytest.fixture
def folder(crawled: Path, tmp_path: Path) -> Path:
    """A copy of it, its last file open as a power cut leaves it."""
    shutil.copytree(crawled, tmp_path, dirs_exist_ok=True)
    last = _files(tmp_path)[-1]
    last.rename(last.with_name(f"{last.name}.open"))
    return tmp_path


def _files(folder: Path) -> list[Path]:
    return sorted((folder / "data/archive").glob("*.warc.gz"))


def _assert_put_right(folder: Path, replica: RunningReplica, stored: dict[str, dict[str, object]]) -> None:
    """Assert that the next crawl and nothing else makes archive and store whole, with nothing twice."""
    assert_clean(crawl(folder, replica.addresses))
    assert export(folder) == stored
    done = run_scrapy(folder, "archive", "verify")
    assert (done.returncode, done.stdout.rpartition(": ")[2]) == (0, "all sound\n"), done.stdout


def test_the_end_of_the_archive_is_lost(folder: Path, replica: RunningReplica) -> None:
    stored = export(folder)
    [torn] = (folder / "data/archive").glob("*.open")
    torn.write_bytes(torn.read_bytes()[: torn.stat().st_size // 2])
    _assert_put_right(folder, replica, stored)


def test_a_block_within_the_archive_is_lost(folder: Path, replica: RunningReplica) -> None:
    stored = export(folder)
    [torn] = (folder / "data/archive").glob("*.open")
    data = bytearray(torn.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 4096] = bytes(4096)
    torn.write_bytes(data)
    _assert_put_right(folder, replica, stored)
    assert len([*(folder / "data/archive").glob("*.damaged")]) == 1


def test_the_end_of_the_store_is_lost(folder: Path, replica: RunningReplica) -> None:
    stored = export(folder)
    for path in (folder / "data").glob("zhanjiang.db*"):
        path.unlink()
    for path in (folder / "earlier").glob("zhanjiang.db*"):
        shutil.copy(path, folder / "data")
    _assert_put_right(folder, replica, stored)


def test_a_closed_file_that_decays_is_mended(crawled: Path, tmp_path: Path, replica: RunningReplica) -> None:
    folder = Path(shutil.copytree(crawled, tmp_path, dirs_exist_ok=True))
    stored = export(folder)
    path = _files(folder)[-1]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    assert run_scrapy(folder, "archive", "verify").returncode == 65
    done = run_scrapy(folder, "archive", "mend")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count(": taken out\n") == 1 and "1 damage mended" in done.stdout
    [aside] = path.parent.glob("*.damaged")
    assert aside.read_bytes() == data
    _assert_put_right(folder, replica, stored)
    assert run_scrapy(folder, "archive", "mend").stdout == "nothing to mend\n"
