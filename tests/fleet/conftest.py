"""A Redis server that the tests share, emptied for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.redis_server import RedisServer, running_redis
from zhanjiang.fleet.link import RedisLink


@pytest.fixture(scope="module")
def running() -> Iterator[RedisServer]:
    """Run a server."""
    with running_redis() as server:
        yield server


@pytest.fixture
def redis(running: RedisServer) -> RedisServer:
    """Give the server, empty."""
    with running.client as client:
        client.flushall()
    return running


@pytest.fixture
def link(redis: RedisServer) -> Iterator[RedisLink]:
    """Give a link to it."""
    link = RedisLink(redis.url, "test", patience=0)
    yield link
    link.close()
