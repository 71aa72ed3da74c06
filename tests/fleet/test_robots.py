"""robots.txt: one worker fetches it, the others read it; the next fleet fetches anew."""

from __future__ import annotations

import pickle

from tests.redis_server import RedisServer
from zhanjiang.fleet.link import RedisLink
from zhanjiang.fleet.robots import FleetRobots


def test_one_worker_fetches_it_for_its_fleet(link: RedisLink) -> None:
    one, other = FleetRobots(link, "7"), FleetRobots(link, "7")
    assert (one.get("portal.example"), one.may_fetch("portal.example")) == (None, True)
    assert (other.get("portal.example"), other.may_fetch("portal.example")) == (None, False)
    one.put("portal.example", b"")
    assert other.get("portal.example") == b""
    assert other.get("mirror.example") is None
    following = FleetRobots(link, "8")
    assert (following.get("portal.example"), following.may_fetch("portal.example")) == (None, True)


def test_a_key_of_another_type_is_set_aside_and_fetched_again(link: RedisLink, redis: RedisServer) -> None:
    robots = FleetRobots(link, "7")
    with redis.client as client:
        client.rpush("test:robots:7:portal.example", pickle.dumps("User-agent: *"))
        assert (robots.get("portal.example"), robots.may_fetch("portal.example")) == (None, True)
        assert len(client.keys("test:refused:*")) == 1
    robots.put("portal.example", b"")
    assert (robots.get("portal.example"), link.refused) == (b"", 1)
