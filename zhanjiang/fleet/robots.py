"""robots.txt of each site, fetched by one worker for its whole fleet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zhanjiang.fleet.link import RedisLink

_DAY: Final = 86_400
_FETCHING: Final = 60
"""So many seconds others wait for the worker that fetches it."""


class FleetRobots:
    """The texts of a fleet's robots.txt, kept for a day at most. Every call may raise RedisAway."""

    def __init__(self, link: RedisLink, fleet: str) -> None:
        """Take the link and the fleet's name: each fleet fetches anew."""
        self.link = link
        self.fleet = fleet

    def get(self, site: str) -> bytes | None:
        """What a site's robots.txt says, b'' where it says nothing; None where no worker has fetched it."""
        key = self._key(site)
        text: bytes | None = self.link.call_on(key, lambda redis: redis.get(key))
        return text

    def put(self, site: str, text: bytes) -> None:
        """Give the others what a site's robots.txt says."""
        self.link.call(lambda redis: redis.set(self._key(site), text, ex=_DAY))

    def may_fetch(self, site: str) -> bool:
        """Say whether this worker is the one to fetch it; the others look again until it is there."""
        key = f"{self._key(site)}:fetching"
        return bool(self.link.call(lambda redis: redis.set(key, b"1", nx=True, ex=_FETCHING)))

    def _key(self, site: str) -> str:
        return self.link.key("robots", self.fleet, site)
