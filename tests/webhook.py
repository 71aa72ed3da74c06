"""A webhook on loopback, as the addresses ``json://…`` of Apprise post to it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = "t0ken-of-the-hook"


@dataclass
class Webhook:
    """What was posted, as (title, message), and its types; as long as ``takes`` is False every post is refused."""

    address: str = ""
    posted: list[tuple[str, str]] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    takes: bool = True


@contextmanager
def webhook() -> Iterator[Webhook]:
    """Run a webhook while the block runs; a token is part of its address."""
    hook = Webhook()

    class Handler(BaseHTTPRequestHandler):
        """Notes what is posted."""

        def do_POST(self) -> None:
            """Take a notice, or refuse it."""
            posted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if hook.takes:
                hook.posted.append((posted["title"], posted["message"]))
                hook.types.append(posted["type"])
            self.send_response(200 if hook.takes else 500)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    hook.address = f"json://127.0.0.1:{server.server_address[1]}/{SECRET}"
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
