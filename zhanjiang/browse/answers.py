"""What a browser asks and what it gets, with the headers that let nothing stored run or load anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_NOTHING: Final = "default-src 'none'; base-uri 'none'"
PAGE_POLICY: Final = (
    f"{_NOTHING}; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'self'"
)
"""Of our pages: no script at all, and nothing from elsewhere."""
FRAME_POLICY: Final = (
    f"{_NOTHING}; style-src 'unsafe-inline'; img-src 'self'; form-action 'none'; frame-ancestors 'self'; sandbox"
)
"""Of a page of the archive, which stands in a frame: its own styles alone, and nothing that acts."""
FILE_POLICY: Final = f"{_NOTHING}; sandbox"
"""Of pictures and of sources."""
HTML: Final = "text/html; charset=utf-8"
PLAIN: Final = "text/plain; charset=utf-8"
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-DNS-Prefetch-Control": "off",
    "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its path without escapes, the last value of each name in its query, and its Host header."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    host: str = "127.0.0.1"
    method: str = "GET"


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent back: ``kind`` is its Content-Type, ``policy`` its Content-Security-Policy, ``age`` in seconds.

    ``location`` is where a redirect leads.
    """

    body: bytes
    kind: str = HTML
    status: int = 200
    policy: str = PAGE_POLICY
    age: int = 0
    location: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """All headers but the length."""
        own = {"Content-Type": self.kind, "Content-Security-Policy": self.policy}
        own["Cache-Control"] = f"private, max-age={self.age}" if self.age else "no-cache"
        if self.policy == PAGE_POLICY:
            own["Cross-Origin-Resource-Policy"] = "same-origin"
        return {**_ALWAYS, **own, **({"Location": self.location} if self.location else {})}


class NotThere(Exception):
    """There is no such page; the text says what there is instead."""
