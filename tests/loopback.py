"""A tiny server for tests: answers by path, on a free port of 127.0.0.1."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = bytes | tuple[int, dict[str, str], bytes]
Answers = Mapping[str, Answer | Callable[[], Answer]]
Guard = Callable[[str, Mapping[str, str]], Answer | None]


@contextmanager
def serving(answers: Answers, asked: list[str] | None = None, guard: Guard | None = None) -> Iterator[str]:
    """Serve while the block runs; give the site's address.

    An answer is a page, or status, headers and body, or a function that gives one; a path that has none is a 404.
    ``asked`` collects the paths. ``guard`` sees path and headers first, and may answer itself.
    """

    class Handler(BaseHTTPRequestHandler):
        """Looks each path up."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if asked is not None:
                asked.append(self.path)
            guarded = guard(self.path, dict(self.headers)) if guard else None
            given = guarded or answers.get(self.path, (404, {}, b"not found"))
            answer = given() if callable(given) else given
            status, headers, body = (200, {}, answer) if isinstance(answer, bytes) else answer
            self.send_response(status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class SilentSite:
    """A site that accepts connections and never says anything: its address, and how many connections it has."""

    address: str
    connections: int = 0


@contextmanager
def silent_site() -> Iterator[SilentSite]:
    """Run such a site while the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        site = SilentSite(f"http://127.0.0.1:{listening.getsockname()[1]}")
        accepted: list[socket.socket] = []

        def accept() -> None:
            with suppress(OSError):  # the end of the block
                while True:
                    accepted.append(listening.accept()[0])
                    site.connections += 1

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
            for connection in accepted:
                connection.close()
