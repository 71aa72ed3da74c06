"""The one way of the browser into the network: a proxy on loopback that asks the address guard for each request.

A page's scripts ask whom they like, by means that no hook of the browser sees them all: beacons, WebSockets, workers,
popups. All of them go through the browser's proxy.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

from zhanjiang.addresses.allowed import AllowedSites
from zhanjiang.addresses.site import site_in

HOST: Final = "127.0.0.1"
_HEAD_END: Final = b"\r\n\r\n"
_CHUNK: Final = 65_536
_SECONDS_TO_CONNECT: Final = 20
_OF_CONNECTIONS: Final = (b"connection:", b"keep-alive:", b"proxy-")
_FAILURES: Final = (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class GuardedProxy:
    """Passes requests of a browser on to the allowed sites, and answers all others with 403.

    A host's name is resolved once: a site cannot name another address for itself while its page is open.
    """

    def __init__(self, allowed: AllowedSites, refuse: Callable[[str], None]) -> None:
        """Take the allowed sites, and what is to be called with each site that is refused."""
        self.allowed = allowed
        self.refuse = refuse
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self._addresses: dict[tuple[str, int], str] = {}

    async def start(self) -> str:
        """Listen on a free port of loopback; the proxy's address."""
        self._server = await asyncio.start_server(self._accept, HOST, 0, limit=_CHUNK)
        return f"http://{HOST}:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Stop listening, and cut what is still open."""
        if self._server:
            self._server.close()
            self._server = None
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve((reader, writer)))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _serve(self, browser: Stream) -> None:
        """Serve one connection: one request, or one tunnel."""
        try:
            with suppress(*_FAILURES):
                head = await browser[0].readuntil(_HEAD_END)
                method, target, _ = head.partition(b"\r\n")[0].decode("ascii").split(" ")
                if method == "CONNECT":
                    await self._tunnel(browser, target)
                else:
                    await self._pass_on(browser, target, head)
        finally:
            browser[1].close()

    async def _tunnel(self, browser: Stream, target: str) -> None:
        """Connect the browser with a host's port, as for https and WebSockets."""
        parts = urlsplit(f"//{target}")
        host, port = parts.hostname or "", parts.port or 0
        if not self.allowed.holds_port(host, port):
            self._refuse(browser, f"http://{target.removesuffix(':443')}")  # whichever scheme is to go through
            return
        site = await self._connect(browser, host, port)
        if site:
            browser[1].write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await _join(browser, site)

    async def _pass_on(self, browser: Stream, target: str, head: bytes) -> None:
        """Send a plain request to its site, which is to close the connection after its answer."""
        if not self.allowed.holds(target):
            self._refuse(browser, target)
            return
        parts = urlsplit(target)
        site = await self._connect(browser, parts.hostname or "", parts.port or 80)
        if site:
            path = target.split("/", 3)[3:]
            method, _, version = head.partition(b"\r\n")[0].split(b" ")
            line = b" ".join([method, b"/" + "".join(path).encode("ascii"), version])
            site[1].write(_closing(line + head[head.index(b"\r\n") :]))
            await _join(browser, site, is_plain=True)

    def _refuse(self, browser: Stream, url: str) -> None:
        self.refuse(site_in(url) or url)
        browser[1].write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    async def _connect(self, browser: Stream, host: str, port: int) -> Stream | None:
        """Connect with a host's port; 502 for the browser where that fails."""
        try:
            async with asyncio.timeout(_SECONDS_TO_CONNECT):
                address = self._addresses.get((host, port))
                reader, writer = await asyncio.open_connection(address or host, port, limit=_CHUNK)
        except (OSError, ValueError, TimeoutError):
            browser[1].write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return None
        self._addresses[host, port] = writer.get_extra_info("peername")[0]
        return reader, writer


def _closing(head: bytes) -> bytes:
    """The head of a request or an answer that says that the connection ends with it."""
    lines = head.removesuffix(_HEAD_END).split(b"\r\n")
    kept = [line for line in lines if not line.lower().startswith(_OF_CONNECTIONS)]
    return b"\r\n".join([*kept, b"Connection: close"]) + _HEAD_END


async def _join(browser: Stream, site: Stream, *, is_plain: bool = False) -> None:
    """Pass all on both ways until one of the two ends."""
    loop = asyncio.get_running_loop()
    answering = _answer(site[0], browser[1]) if is_plain else _copy(site[0], browser[1])
    ways = [loop.create_task(answering), loop.create_task(_copy(browser[0], site[1]))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        site[1].close()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass an answer on; its head says that the next request takes another connection, and is asked about anew."""
    with suppress(asyncio.LimitOverrunError):  # a head too long to be read goes as it is
        writer.write(_closing(await reader.readuntil(_HEAD_END)))
    await _copy(reader, writer)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(_CHUNK):
        writer.write(data)
        await writer.drain()
