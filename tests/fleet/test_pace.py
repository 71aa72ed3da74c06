"""The pace of a host: whoever asks, tokens are so far apart as one process alone would send its requests."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest

from tests.redis_server import RedisServer
from zhanjiang.fleet.link import RedisLink
from zhanjiang.fleet.pace import FleetPace, Limits

_HOST = "portal.example"


@pytest.fixture
def paces(redis: RedisServer) -> Iterator[list[FleetPace]]:
    """Give the pace as three workers see it, of which a host gets a request every 100 s."""
    links = [RedisLink(redis.url, "test", patience=0) for _ in range(3)]
    yield [FleetPace(link, Limits(first=100, shortest=100, longest=1000)) for link in links]
    for link in links:
        link.close()


def _waits(paces: list[FleetPace], host: str = _HOST) -> list[int]:
    """How long each of the workers waits, in hundreds of seconds: what passes meanwhile does not count."""
    return [round(pace.take(host) / 100) for pace in paces]


def test_workers_together_take_as_many_tokens_as_one_would(paces: list[FleetPace]) -> None:
    assert _waits(paces) == [0, 1, 2]
    assert _waits(paces) == [3, 4, 5]
    assert _waits(paces, "other.example") == [0, 1, 2]


def test_a_host_that_slows_down_slows_all(paces: list[FleetPace]) -> None:
    one, other, third = paces
    one.adapt(_HOST, 300, is_page=True)
    assert _waits([one, other, third]) == [0, 3, 6]
    other.adapt(_HOST, 100, is_page=False)  # an error comes fast, which says nothing
    assert [host.pause for host in third.hosts()] == [300]
    other.adapt(_HOST, 100, is_page=True)
    assert [host.pause for host in third.hosts()] == [200]
    other.adapt(_HOST, 9999, is_page=True)
    assert [host.pause for host in third.hosts()] == [1000]
    for _ in range(9):
        other.adapt(_HOST, 0, is_page=True)
    assert [host.pause for host in third.hosts()] == [100]


def test_a_crawl_delay_is_never_undercut_and_a_host_that_asks_to_wait_makes_all_wait(paces: list[FleetPace]) -> None:
    one, other, third = paces
    one.never_below(_HOST, 400)
    one.never_below(_HOST, 200)
    other.wait(_HOST, 1000)
    other.wait(_HOST, 5)
    assert _waits(paces) == [10, 14, 18]
    assert [(host.host, host.last_minute) for host in third.hosts()] == [(_HOST, 3)]


def test_without_a_limit_nobody_waits(link: RedisLink) -> None:
    pace = FleetPace(link, Limits(0, 0, 0))
    assert [pace.take(_HOST) for _ in range(3)] == [0, 0, 0]


@pytest.mark.parametrize("value", [b"\x80\x04.", b"nan", b"inf", b"-1", b"1e300", b"9" * 40])
def test_a_field_that_is_none_of_ours_counts_as_unknown(
    paces: list[FleetPace], redis: RedisServer, value: bytes
) -> None:
    with redis.client as client:
        client.hset(f"test:host:{_HOST}", mapping=dict.fromkeys(("pause", "floor", "next", "minute", "count"), value))
    assert [host.host for host in paces[0].hosts()] == [_HOST]
    assert _waits(paces) == [0, 1, 2]
    assert [host.last_minute for host in paces[0].hosts()] == [3]


def test_a_key_of_another_type_is_set_aside(paces: list[FleetPace], redis: RedisServer) -> None:
    pickled = pickle.dumps({"pause": 0})
    with redis.client as client:
        client.set(f"test:host:{_HOST}", pickled)
        assert [host.pause for host in paces[0].hosts()] == [100]
        assert _waits(paces) == [0, 1, 2]
        [aside] = client.keys("test:refused:*")
        assert client.get(aside) == pickled
    assert [pace.link.refused for pace in paces] == [1, 0, 0]
