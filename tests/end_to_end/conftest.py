"""A replica of the portal that the crawls share, and its truth."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.end_to_end.running import Item
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
