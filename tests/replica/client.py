"""A plain client that follows no redirect and hides nothing of an answer."""

from __future__ import annotations

import gzip
import html
import re
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Reply:
    """What came back: status, headers by lower-case name, and the body, decompressed."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text, with character references resolved and line breaks in the date line as blanks."""
        return html.unescape(self.body.decode().replace("<br>", " "))

    @property
    def links(self) -> list[str]:
        """The addresses of all links, as written."""
        return re.findall(r'<a [^>]*?href="([^"]*)"', self.text)


def fetch(address: str, method: str = "GET", **headers: str) -> Reply:
    """Ask for an address over a connection of its own; underscores in the headers' names become hyphens."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        body = response.read()
        reported = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, reported, gzip.decompress(body) if "content-encoding" in reported else body)
    finally:
        connection.close()


def page_addresses(truth: dict[str, Any]) -> list[str]:
    """Return the addresses of all pages of an article."""
    address = truth["url"]
    return [address, *(address.replace(".html", f"_{page}.html") for page in range(2, (truth["pages"] or 1) + 1))]
