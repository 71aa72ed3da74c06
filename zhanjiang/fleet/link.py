"""The link to Redis: one connection, short waits, and a clear end where Redis does not come back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.exceptions import ResponseError
from redis.retry import Retry

from zhanjiang.fleet import RedisAway, WrongKey
from zhanjiang.times import moment

logger = logging.getLogger(__name__)

_SECONDS: Final = 5.0
"""How long one call to Redis may take."""


def shown(url: str) -> str:
    """An address of Redis without user, password and query, as a log may show it.

    >>> shown("redis://me:secret@host:6379/2?password=x")
    'redis://host:6379/2'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


class RedisLink:
    """Calls Redis. A call that fails says so at once (RedisAway); ``is_gone`` once that lasts for ``patience`` seconds.

    Names of keys begin with ``prefix``. ``refused`` counts what another program has put there.
    """

    def __init__(self, url: str, prefix: str, patience: float) -> None:
        """Take an address such as ``redis://host:6379/0``; nothing is connected yet."""
        self.url = url
        self.prefix = prefix
        self.patience = patience
        self.refused = 0
        self._away_since: float | None = None
        self._redis: Redis = Redis.from_url(
            url, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS, retry=Retry(NoBackoff(), 1)
        )

    @property
    def is_away(self) -> bool:
        """Whether the last call failed."""
        return self._away_since is not None

    @property
    def is_gone(self) -> bool:
        """Whether Redis has been away for longer than anybody waits."""
        return self._away_since is not None and monotonic() - self._away_since > self.patience

    def key(self, *parts: str) -> str:
        """The name of a key.

        >>> RedisLink("redis://localhost", "zhanjiang", 1).key("host", "portal.example")
        'zhanjiang:host:portal.example'
        """
        return ":".join((self.prefix, *parts))

    def call(self, do: Callable[[Redis], Any]) -> Any:
        """What a function makes of the connection. Raises RedisAway, and WrongKey."""
        try:
            result = do(self._redis)
        except (RedisError, OSError) as error:
            if isinstance(error, ResponseError) and "WRONGTYPE" in str(error):
                raise WrongKey(str(error)) from error
            self._away_since = self._away_since or monotonic()
            reason = str(error).partition("\n")[0]
            message = f"Redis at {shown(self.url)} does not answer ({reason}): check REDIS_URL and that it is running"
            raise RedisAway(message) from error
        self._away_since = None
        return result

    def call_on(self, key: str, do: Callable[[Redis], Any]) -> Any:
        """The same for one key of ours. What it holds of another type is set aside first, as ``<prefix>:refused:…``."""
        with suppress(WrongKey):
            return self.call(do)
        aside = self.key("refused", key.removeprefix(f"{self.prefix}:"), moment())
        self.call(lambda redis: redis.rename(key, aside))
        self.refused += 1
        logger.warning("The key %s in Redis was none of ours: it is set aside as %s", key, aside)
        return self.call(do)

    def close(self) -> None:
        """Close the connection."""
        self._redis.close()
