"""The site on a port of this machine, served by Twisted, which Scrapy brings along: one request after the other."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from twisted.internet.error import CannotListenError
from twisted.web.http import HTTPChannel
from twisted.web.resource import Resource
from twisted.web.server import Site as WebSite

from zhanjiang.browse.answers import PLAIN, Asked, Reply
from zhanjiang.browse.site import StoreSite
from zhanjiang.console.interrupts import SIGNALS

LOOPBACK: Final = "127.0.0.1"
"""The only interface on which anything listens."""
_MOST_VALUES: Final = 20
_IDLE_SECONDS: Final = 60
_SERVER: Final = "zhanjiang"
_UNREADABLE: Final = b"This is no request that can be answered, or it is too long.\n"


class PortTaken(OSError):
    """Another program listens on the port."""


class StoreResource(Resource):
    """Every address of the port, answered by the site."""

    isLeaf = True

    def __init__(self, site: StoreSite) -> None:
        """Take the site."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._site = site

    def render(self, request: Any) -> bytes:
        """Answer a request of Twisted's."""
        reply = self._site.answer(_asked(request))
        request.setResponseCode(reply.status)
        for name, value in reply.headers.items():
            request.setHeader(name, value)
        request.setHeader("Server", _SERVER)
        request.setHeader("Content-Length", str(len(reply.body)))
        return b"" if request.method == b"HEAD" else reply.body


class PlainChannel(HTTPChannel):
    """A connection on which a request that cannot be read, such as one that is too long, is answered as others are."""

    def lineLengthExceeded(self, line: bytes) -> None:
        """Answer a line that is too long; Twisted would drop the connection."""
        self._respondToBadRequestAndDisconnect()

    def _respondToBadRequestAndDisconnect(self) -> None:
        """Answer as Twisted does where it cannot read a request, but with all of our headers."""
        reply = Reply(_UNREADABLE, PLAIN, status=400)
        named = reply.headers | {"Server": _SERVER, "Connection": "close", "Content-Length": str(len(reply.body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        transport: Any = self.transport
        transport.write(f"HTTP/1.1 400 Bad Request\r\n{lines}\r\n".encode() + reply.body)
        # What is left of it is read and dropped: with a part unread, the system would take back the answer.
        self.dataReceived = self.lineReceived = _drop  # type: ignore[method-assign]
        transport.loseWriteConnection()


def _drop(_data: bytes) -> None:
    """Do nothing with what a client goes on to send."""


def _asked(request: Any) -> Asked:
    path, _, query = request.uri.decode("ascii", "replace").partition("?")
    try:
        values = dict(parse_qsl(query, max_num_fields=_MOST_VALUES))
    except ValueError:  # more of them than any page of ours has
        values = {}
    return Asked(unquote(path), values, request.getHeader("host") or "", request.method.decode("ascii", "replace"))


def serve(site: StoreSite, port: int, ready: Callable[[str], None]) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP; ``ready`` gets the address. Raises PortTaken."""
    # The reactor is chosen where it is imported: here, since a crawl chooses another.
    from twisted.internet import reactor

    running: Any = reactor
    factory = WebSite(StoreResource(site), timeout=_IDLE_SECONDS)  # type: ignore[no-untyped-call]
    factory.displayTracebacks = False
    factory.protocol = PlainChannel  # type: ignore[assignment,method-assign]
    try:
        listening = running.listenTCP(port, factory, interface=LOOPBACK)
    except CannotListenError as error:
        raise PortTaken(f"port {port} is in use: give another, as in --port {port + 1}") from error
    ready(f"http://{LOOPBACK}:{listening.getHost().port}/")
    _end_by_signals(running)
    running.run(installSignalHandlers=False)
    site.close()


def _end_by_signals(running: Any) -> None:
    """Stop the reactor at the first signal: what a handler raises, the reactor reports, and goes on."""

    def stop(number: int, _frame: object) -> None:
        """Stop; a second signal ends the process at once."""
        signal.signal(number, signal.SIG_DFL)
        running.callFromThread(running.stop)

    for number in SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:  # as under nohup
            signal.signal(number, stop)
