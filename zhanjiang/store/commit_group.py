"""Units of work that are committed together: one commit costs as much as several units."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from zhanjiang.store.address import StoreError


class CommitGroup:
    """The units of work that the next commit ends: so many of them, or those of some moments since the first.

    Without ``seconds`` nothing but their number ends a group, and nobody can wait for that.
    """

    def __init__(self, commit: Callable[[], None], *, units: int, seconds: float = 0) -> None:
        """Take what commits a group whose time is over."""
        self._commit = commit
        self._most = units
        self._seconds = seconds
        self._units = 0
        self._timer: asyncio.TimerHandle | None = None
        self._waiting: list[asyncio.Future[None]] = []

    def add(self) -> bool:
        """Add a unit; say whether the group is full, so that whoever adds commits it."""
        self._units += 1
        if self._units < self._most and self._seconds and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._seconds, self._commit)
        return self._units >= self._most

    async def wait(self) -> None:
        """Wait for the end of the group. Raises the StoreError that undid it."""
        if self._timer:
            waiting = asyncio.get_running_loop().create_future()  # one for each: a cancelled task cancels its own
            self._waiting.append(waiting)
            await waiting

    def end(self, failure: StoreError | None = None) -> None:
        """End the group, which is committed, or undone by a failure; the next unit begins another."""
        waiting, self._waiting, self._units = self._waiting, [], 0
        if self._timer:
            self._timer.cancel()
            self._timer = None
        for one in waiting:
            if one.done():
                continue
            if failure:
                one.set_exception(failure)
            else:
                one.set_result(None)
