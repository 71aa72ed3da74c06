"""The link to Redis: what fails says so, without a password, and whoever comes back is there again."""

from __future__ import annotations

import pytest

from tests.redis_server import RedisServer, running_redis
from zhanjiang.fleet import RedisAway, WrongKey
from zhanjiang.fleet.link import RedisLink


def test_a_server_that_is_away_is_named_without_its_password_and_may_come_back() -> None:
    with running_redis() as server:
        link = RedisLink(f"redis://:secret@127.0.0.1:{server.port}/0", "test", patience=60)
        away = RedisLink(server.url, "test", patience=0)
        away.call(lambda redis: redis.ping())
        server.stop()
        with pytest.raises(RedisAway, match=rf"Redis at redis://127\.0\.0\.1:{server.port}/0 does not answer") as error:
            link.call(lambda redis: redis.ping())
        assert "secret" not in str(error.value)
        assert (link.is_away, link.is_gone) == (True, False)
        with pytest.raises(RedisAway):
            away.call(lambda redis: redis.ping())
        assert away.is_gone
        server.start()
        assert away.call(lambda redis: redis.ping())
        assert (away.is_away, away.is_gone) == (False, False)


def test_a_mistake_of_ours_is_no_server_that_is_away(redis: RedisServer, link: RedisLink) -> None:
    link.call(lambda one: one.set("test:text", "text"))
    with pytest.raises(WrongKey, match="WRONGTYPE"):
        link.call(lambda one: one.zcard("test:text"))
    assert not link.is_away
