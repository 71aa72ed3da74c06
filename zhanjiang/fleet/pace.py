"""The pace of a fleet: one bucket for each host, from which a worker takes a token before it sends a request.

The bucket holds one token and is filled by Redis's own clock, so ten workers send no faster than one would. Its pause
adapts to the host as Scrapy's AutoThrottle does in one process, never below a Crawl-delay, and a host that asks to wait
makes all wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from zhanjiang.fleet import WrongKey

if TYPE_CHECKING:
    from zhanjiang.fleet.link import RedisLink

_NOW: Final = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function number(field, otherwise)
  local known = tonumber(redis.call('HGET', KEYS[1], field))
  return known and known >= 0 and known < 1e14 and known or tonumber(otherwise)
end
local function keep(field, value)
  redis.call('HSET', KEYS[1], field, string.format('%.0f', math.ceil(value)))
  redis.call('PEXPIRE', KEYS[1], 86400000)
end
"""
# ARGV: the pause before anything is known of the host, and the shortest one.
_TAKE: Final = f"""{_NOW}
local pause = math.max(number('pause', ARGV[1]), number('floor', 0), tonumber(ARGV[2]))
local at = math.max(now, number('next', 0))
keep('next', at + pause)
local minute = math.floor(now / 60000)
if number('minute', 0) ~= minute then
  keep('last', number('minute', 0) == minute - 1 and number('count', 0) or 0)
  keep('minute', minute)
  keep('count', 0)
end
keep('count', number('count', 0) + 1)
return string.format('%.0f', at - now)
"""
# ARGV: the pause that an answer's latency suggests, the shortest, the longest, the first one, whether it was a page.
_ADAPT: Final = f"""{_NOW}
local target, old = tonumber(ARGV[1]), number('pause', ARGV[4])
local new = math.max(target, (old + target) / 2)
new = math.min(math.max(new, tonumber(ARGV[2])), tonumber(ARGV[3]))
if ARGV[5] == '1' or new > old then keep('pause', new) end
"""
_WAIT: Final = f"{_NOW} keep('next', math.max(number('next', 0), now + tonumber(ARGV[1])))"
_FLOOR: Final = f"{_NOW} keep('floor', math.max(number('floor', 0), tonumber(ARGV[1])))"


@dataclass(frozen=True, slots=True)
class Limits:
    """The pauses of a host in seconds: before anything is known of it, the shortest, and the longest that adapts."""

    first: float
    shortest: float
    longest: float


@dataclass(frozen=True, slots=True)
class HostPace:
    """What a host is granted: seconds between two requests, and how many were sent in the last whole minute."""

    host: str
    pause: float
    last_minute: int


class FleetPace:
    """The buckets of a fleet's hosts. Every call may raise RedisAway; seconds in, seconds out."""

    def __init__(self, link: RedisLink, limits: Limits) -> None:
        """Take the link, and the limits of every host."""
        self.link = link
        self.limits = limits

    def take(self, host: str) -> float:
        """Take the next token of a host; return the seconds until it may be used."""
        return int(self._run(_TAKE, host, self.limits.first, self.limits.shortest)) / 1000

    def adapt(self, host: str, target: float, *, is_page: bool) -> None:
        """Bring a host's pause nearer to a target; an answer that is no page never shortens it."""
        limits = self.limits
        self._run(_ADAPT, host, target, limits.shortest, limits.longest, limits.first, is_page=is_page)

    def wait(self, host: str, seconds: float) -> None:
        """Let nobody send anything to a host for so long."""
        self._run(_WAIT, host, seconds)

    def never_below(self, host: str, seconds: float) -> None:
        """Let the pause of a host never be shorter, as for a Crawl-delay."""
        self._run(_FLOOR, host, seconds)

    def hosts(self) -> list[HostPace]:
        """The hosts that were requested within a day, by name."""
        begins = self.link.key("host", "")
        keys = sorted(self.link.call(lambda redis: list(redis.scan_iter(f"{begins}*"))))
        return [self._host(key, key.decode("utf-8", "replace").removeprefix(begins)) for key in keys]

    def _host(self, key: bytes, host: str) -> HostPace:
        try:
            values = self.link.call(lambda redis: redis.hgetall(key)).items()
        except WrongKey:  # whoever only looks sets nothing aside
            values = ()
        fields = {name: int(value) for name, value in values if value.isdigit()}
        pause = max(fields.get(b"pause", 0), fields.get(b"floor", 0), self.limits.shortest * 1000) / 1000
        return HostPace(host, pause, fields.get(b"last", 0) or fields.get(b"count", 0))

    def _run(self, script: str, host: str, *seconds: float, is_page: bool | None = None) -> Any:
        values: list[Any] = [round(one * 1000) for one in seconds]
        if is_page is not None:
            values.append(int(is_page))
        key = self.link.key("host", host)
        return self.link.call_on(key, lambda redis: redis.eval(script, 1, key, *values))
