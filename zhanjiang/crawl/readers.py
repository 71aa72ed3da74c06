"""Processes that read pages beside the crawl's own, which has the network, the store and the feed to itself then.

A page goes to the process that has the fewest. A process that dies is started again, and what it had is read once more;
a page on which two die is given up, as is one that keeps a process busy for a minute: TooLargePage.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from typing import Any, Final, Protocol, TypeVar

from scrapy.statscollectors import StatsCollector

from zhanjiang.crawl.reader_process import SIZE, framed
from zhanjiang.pages.unreadable import TooLargePage

logger = logging.getLogger(__name__)

_LONGEST: Final = 60.0
"""How long (seconds) a page may take on the clock: its processor time is limited already, but not within a library."""
_MOST_DEATHS: Final = 2
_BUFFER: Final = 1 << 20

Job = TypeVar("Job")
Result = TypeVar("Result")
Taken = TypeVar("Taken", contravariant=True)
Given = TypeVar("Given", covariant=True)


class Reads(Protocol[Taken, Given]):
    """Whatever reads jobs, can be pickled, and raises nothing: ``ArticleReader``, ``VisitReader``."""

    def read(self, job: Taken, /) -> Given:
        """Read a job."""


class _Task:
    """A job on its way: by what it is read, who waits for it, and how many processes died on it."""

    def __init__(self, reader: Any, job: Any, result: asyncio.Future[Any]) -> None:
        self.reader = reader
        self.job = job
        self.result = result
        self.deaths = 0

    def fail(self, reason: str) -> None:
        """Give it up."""
        if not self.result.done():
            self.result.set_exception(TooLargePage(reason))

    def read_here(self) -> None:
        """Read it in this process, unless it may end that as well."""
        if self.deaths:
            self.fail("a process that read the page died")
        else:
            self.result.set_result(self.reader.read(self.job))


class _Link(asyncio.Protocol):
    """The connection to a process; ``tasks`` are those that it has not answered, in their order."""

    def __init__(self, readers: Readers, process: subprocess.Popen[bytes]) -> None:
        self.readers = readers
        self.process = process
        self.tasks: deque[_Task] = deque()
        self._transport: Any = None
        self._reader: Any = None
        self._received = bytearray()

    def connection_made(self, transport: Any) -> None:
        """Keep what writes."""
        self._transport = transport

    def send(self, task: _Task) -> None:
        """Send a job, with what reads it where that is another than before."""
        self.tasks.append(task)
        given = None if task.reader is self._reader else task.reader
        self._reader = task.reader
        self._transport.write(framed((given, task.job)))

    def data_received(self, data: bytes) -> None:
        """Take the answers that are whole."""
        received, start = self._received, 0
        received += data
        while len(received) >= (begin := start + SIZE):
            end = begin + int.from_bytes(received[start:begin])
            if len(received) < end:
                break
            result = self.tasks.popleft().result
            if not result.done():
                result.set_result(pickle.loads(received[begin:end]))
            start = end
        del received[:start]

    def connection_lost(self, _: Exception | None) -> None:
        """Have the process replaced."""
        self.readers.replace(self)

    def close(self) -> None:
        """End the process: it has nothing to lose."""
        self.process.kill()
        self.process.wait()
        self._transport.abort()


class Readers:
    """Reads jobs in ``count`` processes; in this one with a count of 0, and as long as they are not started.

    Counts ``readers/restarted``. ``longest`` is how many seconds a job may take.
    """

    def __init__(self, count: int, longest: float = _LONGEST) -> None:
        self.count = count
        self._longest = longest
        self._links: list[_Link] = []
        self._restarts: set[asyncio.Task[None]] = set()
        self._watch: asyncio.TimerHandle | None = None
        self._stats: StatsCollector | None = None
        self._is_closed = False

    async def start(self, stats: StatsCollector) -> None:
        """Start the processes."""
        if self.count:
            self._stats = stats
            await asyncio.gather(*(self._start() for _ in range(self.count)))
            self._watch_heads([])

    async def _start(self, *tasks: _Task) -> None:
        """Start a process that has these to read; where none can be started, they are read here."""
        try:
            link = await self._connect()
        except OSError as error:
            self._do_without(tasks, str(error))
            return
        if self._is_closed:
            link.close()
            return
        self._links.append(link)
        for task in tasks:
            link.send(task)

    async def _connect(self) -> _Link:
        """Start a process at the other end of a socket."""
        ours, its = socket.socketpair()
        for end in (ours, its):
            for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
                end.setsockopt(socket.SOL_SOCKET, option, _BUFFER)
        with its:
            # In a group of its own no Ctrl-C reaches it, nor before it can ignore one.
            try:
                process = subprocess.Popen([sys.executable, "-c", _code()], stdin=its.fileno(), process_group=0)
            except OSError:
                ours.close()
                raise
        _, link = await asyncio.get_running_loop().create_connection(lambda: _Link(self, process), sock=ours)
        return link

    async def read(self, reader: Reads[Job, Result], job: Job) -> Result:
        """Read a job. Raises TooLargePage where no process can read it."""
        while self._restarts and not self._links:
            await asyncio.wait(self._restarts)
        if not self._links:
            return reader.read(job)
        task = _Task(reader, job, asyncio.get_running_loop().create_future())
        min(self._links, key=lambda link: len(link.tasks)).send(task)
        result: Result = await task.result
        return result

    def replace(self, link: _Link) -> None:
        """Start another process in the place of one that died, and have it read what that one left."""
        if self._is_closed or link not in self._links:
            return
        self._links.remove(link)
        link.close()
        if link.tasks:
            link.tasks[0].deaths += 1
            if link.tasks[0].deaths >= _MOST_DEATHS:
                link.tasks[0].fail("each process that read the page died")
        tasks = [task for task in link.tasks if not task.result.done()]
        code = link.process.returncode
        if code >= 0:  # it is no page's fault, and would happen again
            self._do_without(tasks, f"exit code {code}")
            return
        assert self._stats
        self._stats.inc_value("readers/restarted")
        logger.warning("A process that reads pages died (signal %d): another one is started", -code)
        restart = asyncio.get_running_loop().create_task(self._start(*tasks))
        self._restarts.add(restart)
        restart.add_done_callback(self._restarts.discard)

    def _do_without(self, tasks: Sequence[_Task], reason: str) -> None:
        """Do without a process from now on."""
        logger.error("A process that reads pages is missing from now on (%s)", reason)
        for task in tasks:
            task.read_here()

    def _watch_heads(self, before: list[_Task]) -> None:
        """End each process that is at the same job as one time ago."""
        heads = [(link, link.tasks[0]) for link in self._links if link.tasks]
        for link, task in heads:
            if task in before:
                task.fail(f"reading the page takes more than {self._longest:g} seconds")
                link.process.kill()
        now = [task for _, task in heads]
        self._watch = asyncio.get_running_loop().call_later(self._longest, self._watch_heads, now)

    def close(self) -> None:
        """End the processes."""
        self._is_closed = True
        if self._watch:
            self._watch.cancel()
        links, self._links = self._links, []
        for link in links:
            link.close()


def _code() -> str:
    """What a process runs: with the modules of this one."""
    return f"import sys; sys.path[:] = {sys.path!r}; from zhanjiang.crawl.reader_process import serve; serve()"
