"""Sends the sites' answers over loopback: a bare HTTP/1.1 server, fast enough to keep no crawl waiting.

A framework's server could neither reset a connection nor cut a stream, and is slower than a crawler.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from random import SystemRandom
from threading import Thread

from zhanjiang.replica.answer import Delivery, SiteResponse
from zhanjiang.replica.ending import Lifetime
from zhanjiang.replica.request_reader import BrokenRequest, RequestReader
from zhanjiang.replica.sites import HOST, Request, Site

_BACKLOG = 1024
_USUAL_PORT = 8070
_FREE_PORTS = range(20_000, 32_000)
"""Below the ports that Linux gives to clients, so that a second replica finds them free after the first."""
_TRIES = 40
_STANDARD_INPUT = 0
_READ_BYTES = 65_536
_DRIPS = 16
_DRIP_SECONDS = 0.1
_POURED = b"<p>" + b"a" * 1_000_000
_POUR_SECONDS = 0.02
_BAD_REQUEST = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Connection(asyncio.Protocol):
    """One client's connection to one site. Requests on it are answered one after the other."""

    def __init__(self, site: Site, latency: float, lifetime: Lifetime) -> None:
        self._site = site
        self._latency = latency
        self._lifetime = lifetime
        self._reader = RequestReader()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport to write to; close it where the replica is down."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if self._lifetime.over:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        """Answer the requests that are complete now; a client that sends anything else is told so and cut off."""
        try:
            for request, keep in self._reader.read(data):
                self._answer(request, keep)
        except BrokenRequest:
            self._transport.pause_reading()
            self._after_latency(self._finish, _BAD_REQUEST, False)

    def _answer(self, request: Request, keep: bool) -> None:
        if self._lifetime.over:
            self._transport.close()
            return
        self._lifetime.spend()
        self._after_latency(self._send, self._site.answer(request), request, keep)

    def _after_latency(self, send: Callable[..., None], *args: object) -> None:
        if self._latency:
            asyncio.get_running_loop().call_later(self._latency, send, *args)
        else:
            send(*args)

    def _send(self, answer: SiteResponse, request: Request, keep: bool) -> None:
        if self._transport.is_closing():
            return
        wire = answer.wire(request.gzip, request.head)
        if answer.delivery is Delivery.RESET:
            self._reset(wire)
        elif answer.delivery is Delivery.DRIP:
            self._drip(wire, -(-len(wire) // _DRIPS), keep)
        elif answer.delivery is Delivery.ENDLESS:
            self._pour(wire)
        else:
            self._finish(wire, keep and answer.delivery is not Delivery.CLOSE)

    def _finish(self, wire: bytes, keep: bool) -> None:
        self._transport.write(wire)
        if not keep:
            self._transport.close()

    def _reset(self, wire: bytes) -> None:
        """Send half, then break the connection so that the client sees a reset and no end."""
        self._transport.write(wire[: len(wire) // 2])
        connection: socket.socket = self._transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self._transport.abort()

    def _pour(self, wire: bytes) -> None:
        """Send, and go on sending as long as the client takes it."""
        if self._transport.is_closing():
            return
        if self._transport.get_write_buffer_size() < len(_POURED):
            self._transport.write(wire)
        asyncio.get_running_loop().call_later(_POUR_SECONDS, self._pour, _POURED)

    def _drip(self, wire: bytes, drop: int, keep: bool) -> None:
        if self._transport.is_closing():
            return
        if len(wire) <= drop:
            self._finish(wire, keep)
            return
        self._transport.write(wire[:drop])
        asyncio.get_running_loop().call_later(_DRIP_SECONDS, self._drip, wire[drop:], drop, keep)


def open_sockets(port: int | None, count: int) -> list[socket.socket]:
    """Listen on ``count`` ports from ``port`` on, for 0 on free ones in a row. Raises OSError where one is in use.

    For None they are the usual ones, so that addresses stay the same from run to run, or free ones if those are in use.
    """
    if port is None:
        with suppress(OSError):
            return _open_in_a_row(_USUAL_PORT, count)
    for _ in range(0 if port else _TRIES):
        with suppress(OSError):
            return _open_in_a_row(SystemRandom().choice(_FREE_PORTS), count)
    return _open_in_a_row(port or _FREE_PORTS.start, count)


def _open_in_a_row(port: int, count: int) -> list[socket.socket]:
    sockets: list[socket.socket] = []
    try:
        for offset in range(count):
            sockets.append(_listen(port + offset))
    except OSError:
        for opened in sockets:
            opened.close()
        raise
    return sockets


@dataclass(frozen=True, slots=True)
class Service:
    """The sites that are served, and how.

    ``ready`` is called once all sites listen. ``idle_work`` is done step by step between responses. The service ends
    with SIGTERM or SIGINT, with ``stop_with_stdin`` also when standard input ends.
    """

    sites: Sequence[tuple[socket.socket, Site]]
    latency: float
    lifetime: Lifetime
    stop_with_stdin: bool
    ready: Callable[[], None]
    idle_work: Iterator[None]

    def run(self) -> None:
        """Serve until the end."""
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        stopped = asyncio.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stopped.set)
        for listening, site in self.sites:
            connection = partial(Connection, site, self.latency, self.lifetime)
            await loop.create_server(connection, sock=listening, backlog=_BACKLOG)
        if self.stop_with_stdin:
            Thread(target=_watch_standard_input, args=(loop, stopped), daemon=True).start()
        self.ready()
        working = loop.create_task(self._work())
        await stopped.wait()
        working.cancel()

    async def _work(self) -> None:
        for _ in self.idle_work:
            await asyncio.sleep(0)


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(_BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def _watch_standard_input(loop: asyncio.AbstractEventLoop, stopped: asyncio.Event) -> None:
    """Stop the server when standard input ends, as it does when the process that started it is gone.

    A thread reads it, since it may be what no event loop watches: a file, the null device, or nothing at all.
    """
    with suppress(OSError):
        while os.read(_STANDARD_INPUT, _READ_BYTES):
            pass
    with suppress(RuntimeError):  # the loop has ended
        loop.call_soon_threadsafe(stopped.set)
