"""The queue: names of pages alone, the most urgent first; what is foreign is set aside and run nowhere."""

from __future__ import annotations

import logging
import os
import pickle
from pathlib import Path
from typing import Any

import msgpack
import pytest

from tests.redis_server import RedisServer
from zhanjiang.fleet.link import RedisLink
from zhanjiang.fleet.queue import FleetQueue

_SINCE = "2026-11-29T20:00:00Z"


class _Bomb:
    """What a pickle can do to whoever reads it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch {self.path}",)


def _push(queue: FleetQueue, *pages: tuple[str, int], since: str = _SINCE) -> None:
    queue.push((page, "article", since, urgency) for page, urgency in pages)


def test_the_most_urgent_comes_first_then_the_oldest_and_each_once(link: RedisLink) -> None:
    queue = FleetQueue(link, "7")
    _push(queue, ("/p/3.html", 50), since="2026-11-29T21:00:00Z")
    _push(queue, ("/p/9.html", 50), ("/", 90), ("/p/9.html", 50))
    _push(queue, ("/p/9.html", 50))
    assert queue.size() == 3
    assert queue.pop(2) == ["/", "/p/9.html"]
    assert queue.pop(2) == ["/p/3.html"]
    assert queue.pop(2) == []


@pytest.mark.parametrize(
    "foreign",
    [
        b"",
        b"\xc1",
        b"/p/1.html",
        pickle.dumps({"url": "http://elsewhere.example/"}),
        msgpack.packb({"page": "/p/1.html"}),
        msgpack.packb(["7", _SINCE, "article"]),
        msgpack.packb(["7", _SINCE, "article", 1]),
        msgpack.packb([["7"], _SINCE, "article", "/p/1.html"]),
        b"\x91" * 100_000,
    ],
)
def test_what_is_foreign_is_set_aside_and_reported(
    link: RedisLink, redis: RedisServer, foreign: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    queue = FleetQueue(link, "7")
    with redis.client as client:
        client.zadd(queue.key, {foreign: -1000})
        _push(queue, ("/p/1.html", 50))
        with caplog.at_level(logging.WARNING):
            assert queue.pop(5) == ["/p/1.html"]
        assert client.lrange("test:refused", 0, -1) == [foreign]
    assert link.refused == 1
    assert "is not ours" in caplog.text


def test_a_pickle_is_executed_nowhere(link: RedisLink, redis: RedisServer, tmp_path: Path) -> None:
    queue = FleetQueue(link, "7")
    bomb = pickle.dumps(_Bomb(tmp_path / "exploded"))
    with redis.client as client:
        client.zadd(queue.key, {bomb: 0})
    assert queue.pop(1) == []
    assert link.refused == 1
    assert not (tmp_path / "exploded").exists()
    pickle.loads(bomb)
    assert (tmp_path / "exploded").exists(), "the bomb of this test is none"


def test_a_key_of_another_type_is_set_aside_whole(link: RedisLink, redis: RedisServer) -> None:
    queue = FleetQueue(link, "7")
    with redis.client as client:
        client.rpush(queue.key, b"of another program")
        _push(queue, ("/p/1.html", 50))
        assert queue.pop(5) == ["/p/1.html"]
        [aside] = client.keys("test:refused:*")
        assert client.lrange(aside, 0, -1) == [b"of another program"]
    assert link.refused == 1


def test_leftovers_of_another_fleet_are_dropped(link: RedisLink) -> None:
    _push(FleetQueue(link, "6"), ("/p/1.html", 50))
    queue = FleetQueue(link, "7")
    assert queue.pop(5) == []
    assert (queue.size(), link.refused) == (0, 0)
    _push(queue, ("/p/1.html", 50))
    queue.clear()
    assert queue.size() == 0


def test_what_is_foreign_is_set_aside_also_where_its_list_is_none(link: RedisLink, redis: RedisServer) -> None:
    queue = FleetQueue(link, "7")
    with redis.client as client:
        client.set("test:refused", b"of another program")
        client.zadd(queue.key, {b"foreign": 0})
        assert queue.pop(1) == []
        assert client.lrange("test:refused", 0, -1) == [b"foreign"]
    assert link.refused == 2


def test_articles_are_counted_for_the_whole_fleet_and_from_those_stored_where_redis_lost_it(
    link: RedisLink, redis: RedisServer
) -> None:
    one, other = FleetQueue(link, "7"), FleetQueue(link, "7")
    assert [queue.count_taken(lambda: 0) for queue in (one, other, one)] == [1, 2, 3]
    assert (other.taken(), FleetQueue(link, "8").taken()) == (3, 0)
    with redis.client as client:
        client.flushall()
        assert other.taken() == 0
        assert [queue.count_taken(lambda: 3) for queue in (other, one)] == [4, 5]
        client.set("test:taken:7", pickle.dumps(9))
        assert one.taken() == 0
        client.delete("test:taken:7")
        client.rpush("test:taken:7", b"of another program")
        assert one.count_taken(lambda: 5) == 6
    one.clear()
    assert other.taken() == 0
