"""A site of a few made-up pages on loopback, for crawls in tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import monotonic
from typing import Any


@dataclass
class Site:
    """What is served: by path a JSON page, raw bytes, or ``(status, headers)``; and what was asked for, and when."""

    pages: dict[str, Any]
    address: str = ""
    asked: list[tuple[str, float]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def paths(self) -> list[str]:
        """Return the paths that were asked for, in order, without robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


def answer(page: Any) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body for an entry of ``Site.pages``."""
    if page is None:
        return 404, {}, b""
    if isinstance(page, tuple):
        return page[0], page[1], b""
    return 200, {"Content-Type": "text/html"}, page if isinstance(page, bytes) else json.dumps(page).encode()


@contextmanager
def serving(pages: dict[str, Any]) -> Iterator[Site]:
    """Serve the pages until the end of the block."""
    site = Site(pages)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, monotonic()))
            site.agents.add(self.headers["User-Agent"])
            status, headers, body = answer(site.pages.get(self.path))
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def article(number: int, **fields: Any) -> dict[str, Any]:
    """Return the fields of a made-up article."""
    url = f"https://www.gdzjdaily.com.cn/p/{number}.html"
    made_up = {
        "id": f"portal/{number}",
        "url": url,
        "addresses": [url],
        "kind": "article",
        "channel": "shizheng",
        "headline": f"第{number}号码头启用",
        "published_at": "2022-05-31T21:58:00+08:00",
        "text": "码头位于海湾东侧，昨日启用。",
        "authors": [{"role": "记者", "name": "温可"}],
        "extracted_by": {"headline": "selector", "text": "label"},
    }
    return made_up | fields
