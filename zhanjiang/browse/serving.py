"""The site on a port of this machine, served by Twisted, which Scrapy brings along: one request after the other."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl

from twisted.internet.error import CannotListenError
from twisted.web.http import Request
from twisted.web.resource import Resource
from twisted.web.server import Site as WebSite

from zhanjiang.browse.answers import Asked, Reply
from zhanjiang.browse.site import StoreSite

LOOPBACK = "127.0.0.1"
"""The only interface on which anything listens."""
_MOST_VALUES = 20
_IDLE_SECONDS = 60


class PortTaken(OSError):
    """Another program listens on the port."""


class StoreResource(Resource):
    """Every address of the port, answered by the site."""

    isLeaf = True

    def __init__(self, site: StoreSite) -> None:
        """Take the site."""
        super().__init__()
        self._site = site

    def render(self, request: Request) -> bytes:
        """Answer a request of Twisted's."""
        reply = self._site.answer(_asked(request))
        request.setResponseCode(reply.status)
        for name, value in reply.headers.items():
            request.setHeader(name, value)
        request.setHeader("Server", "zhanjiang")
        return _body(request, reply)


def _asked(request: Request) -> Asked:
    path, _, query = request.uri.decode("ascii", "replace").partition("?")
    try:
        values = dict(parse_qsl(query, max_num_fields=_MOST_VALUES))
    except ValueError:  # more of them than any page of ours has
        values = {}
    # Twisted takes the path apart at slashes, also those that were written as %2F.
    written = "/".join(part.decode("utf-8", "replace") for part in request.postpath or [])
    host = (request.getHeader("host") or "") if path else ""
    return Asked(f"/{written}", values, host, request.method.decode("ascii", "replace"))


def _body(request: Request, reply: Reply) -> bytes:
    request.setHeader("Content-Length", str(len(reply.body)))
    return b"" if request.method == b"HEAD" else reply.body


def serve(site: StoreSite, port: int, ready: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; ``ready`` gets the address. Raises PortTaken."""
    # The reactor is chosen where it is imported: here, since a crawl chooses another.
    from twisted.internet import reactor

    factory = WebSite(StoreResource(site), timeout=_IDLE_SECONDS)
    factory.displayTracebacks = False
    try:
        listening = reactor.listenTCP(port, factory, interface=LOOPBACK)  # type: ignore[attr-defined]
    except CannotListenError as error:
        raise PortTaken(f"port {port} is in use: give another, as in --port {port + 1}") from error
    ready(f"http://{LOOPBACK}:{listening.getHost().port}/")
    reactor.run()  # type: ignore[attr-defined]
    site.close()
