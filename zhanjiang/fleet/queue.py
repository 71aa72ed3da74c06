"""The queue of a fleet: names of pages that the ledger has announced, the most urgent first.

An entry is msgpack and names a page, nothing else: what is requested, and how, stands in the ledger alone. So whoever
reaches Redis can make nobody run anything, nor request anything that was not found.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgpack

if TYPE_CHECKING:
    from redis import Redis

    from zhanjiang.fleet.link import RedisLink

logger = logging.getLogger(__name__)

_FIELDS: Final = 4
_MOST_REFUSED: Final = 1000
_SHOWN: Final = 60


class ForeignEntry(ValueError):
    """An entry that no worker of ours has written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the queue: the fleet that announced it, since when it waits, its kind and its name in the ledger."""

    fleet: str
    since: str
    kind: str
    page: str

    def pack(self) -> bytes:
        """The entry as msgpack. Entries of one urgency are popped in the order of their bytes, so of their moments."""
        return bytes(msgpack.packb([self.fleet, self.since, self.kind, self.page]))

    @classmethod
    def unpack(cls, packed: bytes) -> Entry:
        """Read an entry. Raises ForeignEntry for anything but four texts in a list.

        >>> Entry.unpack(Entry("7", "2026-11-29T20:00:00Z", "article", "/p/1.html").pack()).page
        '/p/1.html'
        """
        try:
            fields = msgpack.unpackb(packed)
        except (ArithmeticError, RecursionError, TypeError, ValueError) as error:
            raise ForeignEntry(f"no msgpack: {error}") from None
        if not isinstance(fields, list) or len(fields) != _FIELDS or not all(isinstance(one, str) for one in fields):
            raise ForeignEntry("no list of four texts")
        return cls(*fields)


class FleetQueue:
    """The queue of one fleet. What is foreign is set aside in the list ``<prefix>:refused``, and logged as a warning.

    The link's ``refused`` counts that. Every call may raise RedisAway.
    """

    def __init__(self, link: RedisLink, fleet: str) -> None:
        """Take the link, and the fleet's name; entries of any other fleet are leftovers, and dropped."""
        self.link = link
        self.fleet = fleet
        self.key = link.key("queue")
        self._taken = link.key("taken", fleet)

    def push(self, pages: Iterable[tuple[str, str, str, int]]) -> None:
        """Add pages: name, kind, since when, and urgency, the highest first. One that waits already stays once."""
        entries = {Entry(self.fleet, since, kind, page).pack(): -urgency for page, kind, since, urgency in pages}
        if entries:
            self._call(lambda redis: redis.zadd(self.key, entries))

    def pop(self, most: int) -> list[str]:
        """Remove the most urgent pages, so many at most, and return their names."""
        popped: list[tuple[bytes, float]] = self._call(lambda redis: redis.zpopmin(self.key, most)) or []
        names = []
        for packed, _ in popped:
            try:
                entry = Entry.unpack(packed)
            except ForeignEntry as error:
                self._refuse(packed, str(error))
                continue
            if entry.fleet == self.fleet:
                names.append(entry.page)
        return names

    def size(self) -> int:
        """How many pages wait."""
        return int(self._call(lambda redis: redis.zcard(self.key)) or 0)

    def count_taken(self, stored: Callable[[], int]) -> int:
        """Count an article that a worker takes; return how many the fleet has. ``stored`` are those that Redis lost."""
        number: int = self.link.call_on(self._taken, lambda redis: redis.incr(self._taken))
        if number == 1 and (before := stored()):
            number = self.link.call(lambda redis: redis.incrby(self._taken, before))
        return number

    def taken(self) -> int:
        """How many articles the fleet has taken, as far as Redis knows."""
        number = self.link.call_on(self._taken, lambda redis: redis.get(self._taken)) or b"0"
        return int(number) if number.isdigit() else 0

    def clear(self) -> None:
        """Remove what a fleet leaves that is over."""
        self.link.call(lambda redis: redis.delete(self.key, self._taken))

    def _call(self, do: Callable[[Redis], Any]) -> Any:
        return self.link.call_on(self.key, do)

    def _refuse(self, packed: bytes, reason: str) -> None:
        key = self.link.key("refused")
        self.link.call_on(key, lambda redis: (redis.lpush(key, packed), redis.ltrim(key, 0, _MOST_REFUSED - 1)))
        self.link.refused += 1
        logger.warning(
            "An entry of the queue is not ours (%s), and is set aside in the list %s: %r", reason, key, packed[:_SHOWN]
        )
