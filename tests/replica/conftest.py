"""Replicas for the tests: one of the first generation that all share, others as they are needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica

SHARED = ReplicaOptions(articles=240, seed=7)


@pytest.fixture(scope="session")
def replica() -> Iterator[RunningReplica]:
    """A replica without faults."""
    with running_replica(SHARED) as running:
        yield running


@pytest.fixture(scope="session")
def portal(replica: RunningReplica) -> str:
    """The address of the portal."""
    return replica.addresses["PORTAL_URL"]


@pytest.fixture(scope="session")
def truths(replica: RunningReplica) -> list[dict[str, Any]]:
    """The truth about every article."""
    return replica.truth()


@pytest.fixture(scope="session")
def articles(truths: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The truth about every article with a page of its own: all but outward links."""
    return [truth for truth in truths if truth["kind"] != "link"]


@pytest.fixture(scope="session")
def pieces(replica: RunningReplica) -> list[dict[str, Any]]:
    """The truth about every article of the newspapers."""
    return replica.newspaper_truth()


@pytest.fixture(scope="session")
def newspaper_pages(replica: RunningReplica) -> list[dict[str, Any]]:
    """The truth about every page of the newspapers."""
    return replica.newspaper_pages()
