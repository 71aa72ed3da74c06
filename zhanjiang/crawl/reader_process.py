"""A process that reads: jobs come over its standard input, a socket, and what was read goes back, one after the other.

It loads neither Scrapy nor anything of a crawl, and ends when the other end of the socket is closed.
"""

from __future__ import annotations

import gc
import importlib
import pickle
import signal
import socket
import sys
from contextlib import suppress
from typing import Any, Final

SIZE: Final = 4
"""How many bytes before a message say how long it is."""

_NOT_OURS: Final = ("attr", "pydantic", "scrapy")
"""What item loaders load to know its items, which takes longer than all the rest; ours are dataclasses."""
_BUFFER: Final = 1 << 18
_PAUSE: Final = 50_000
"""How many more objects than before make Python look for cycles: a page leaves hardly any, and has thousands."""


def serve() -> None:
    """Read until the other end closes. Ctrl-C is for the crawl, which still needs what is read."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _load()
    gc.freeze()
    gc.set_threshold(_PAUSE)
    with socket.socket(fileno=0) as link, suppress(ConnectionError):
        _answer(link)


def _load() -> None:
    hidden: dict[str, Any] = dict.fromkeys(_NOT_OURS)
    sys.modules.update(hidden)
    importlib.import_module("zhanjiang.pages.article_reader")
    for name in hidden:
        del sys.modules[name]


def _answer(link: socket.socket) -> None:
    """Answer each message, a pair: what reads from now on, or None where that stays; and what it is to read."""
    stream = link.makefile("rb", buffering=_BUFFER)
    reader: Any = None
    while len(head := stream.read(SIZE)) == SIZE:
        data = stream.read(size := int.from_bytes(head))
        if len(data) < size:  # the crawl died in the middle of it
            return
        given, job = pickle.loads(data)
        reader = given or reader
        link.sendall(framed(reader.read(job)))


def framed(message: object) -> bytes:
    """A message as it is sent: its size, then itself."""
    data = pickle.dumps(message, 5)
    return len(data).to_bytes(SIZE) + data
