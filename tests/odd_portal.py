"""A small portal that gives odd answers, byte by byte, and listings whose links lead nowhere."""

from __future__ import annotations

import re
import socket
import socketserver
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress

from tests.odd_answers import ODD, answer, article_page

_DIGITS = "7" * 5000

ODD_LINKS = (
    "http://127.0.0.1:99999/p/8.html",
    "http://[bad/p/8.html",
    f"/p/{_DIGITS}.html",
    f"/shizheng/p/{_DIGITS}_{_DIGITS}.html",
    f"/shizheng/index_{_DIGITS}.html",
    "http://127.0.0.1:-1/p/9.html",
    "http://user:pa:ss@:0/p/9.html",
    "//\ud800.example/p/9.html".encode("utf-8", "replace").decode(),
    f"http://{'a' * 300}.example/p/9.html",
    "/p/\u0663\u0664.html",
    "http://xn--a/p/9.html",
    "mailto:?",
    "http:///p/9.html",
    "/p/99999999999999999999999999.html",
    "#",
    "",
)
"""Links of a listing that lead nowhere."""


def listing_page(links: Iterable[str]) -> bytes:
    """A listing with links."""
    rows = (f'<li><a href="{href}">第{n}号渔船归港</a><span>2023-05-04</span></li>' for n, href in enumerate(links))
    return f"<html><head><title>时政</title></head><body><ul>{''.join(rows)}</ul></body></html>".encode()


def site(names: list[str]) -> tuple[dict[str, bytes], dict[str, str]]:
    """The answers of a portal by path, of which each article is odd in the way of one of the names; their IDs."""
    ids = {name: f"portal/{number}" for number, name in enumerate(names, 1001)}
    paths = {f"/p/{number}.html": ODD[name](article_page(number)) for number, name in enumerate(names, 1001)}
    listings = {
        "/": ("/shizheng/index.html", "/shehui/index.html", "/p/1.html"),
        "/shizheng/index.html": [f"/shizheng{path}" for path in paths],
        "/shehui/index.html": ("/p/2.html", *ODD_LINKS, "/p/3.html"),
    }
    sound = {f"/p/{number}.html": answer(article_page(number)) for number in (1, 2, 3)}
    return paths | sound | {path: answer(listing_page(links)) for path, links in listings.items()}, ids


@contextmanager
def raw_serving(answers: Mapping[str, bytes]) -> Iterator[str]:
    """Serve answers byte by byte while the block runs, by path, whatever channel stands before an article's."""

    class Handler(socketserver.StreamRequestHandler):
        """Sends what belongs to the path, and closes the connection."""

        def handle(self) -> None:
            """Answer one request."""
            path = self.rfile.readline().split(b" ")[1:2]
            while self.rfile.readline().strip():
                pass
            name = re.sub(r"^/shizheng(?=/p/)", "", path[0].decode("latin-1")) if path else ""
            with suppress(OSError):
                self.wfile.write(answers.get(name, answer(b"not found", status="HTTP/1.1 404 Not Found")))
                self.request.shutdown(socket.SHUT_WR)

    class Server(socketserver.ThreadingTCPServer):
        """Of any number of connections."""

        daemon_threads = True
        request_queue_size = 64

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
