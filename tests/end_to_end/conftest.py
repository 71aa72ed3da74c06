"""A replica of the portal that the crawls share, and its truth."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.running import Item
from tests.webhook import Webhook, webhook
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica

SHARED = ReplicaOptions(articles=120, seed=11)


@pytest.fixture(scope="session")
def replica() -> Iterator[RunningReplica]:
    """A replica without faults, in mixed skins."""
    with running_replica(SHARED) as running:
        yield running


@pytest.fixture(scope="session")
def sites(replica: RunningReplica) -> dict[str, str]:
    """The addresses of the replica's sites, by setting."""
    return replica.addresses


@pytest.fixture(scope="session")
def truths(replica: RunningReplica) -> list[Item]:
    """What is true of each article, newest first."""
    return replica.truth()


@pytest.fixture
def hook() -> Iterator[Webhook]:
    """A channel for notices that takes what is posted."""
    with webhook() as running:
        yield running


@pytest.fixture
def small_disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Give a file system of so many kilobytes as the test's parameter says."""
    folder = tmp_path / "small"
    folder.mkdir()
    size = f"size={request.param}k"
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], capture_output=True)
    if made.returncode:
        pytest.skip("needs the right to mount a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
