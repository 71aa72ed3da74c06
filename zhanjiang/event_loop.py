"""The event loop of crawls, reparse and the replica: uvloop's where it is installed (extra ``speed``), else asyncio's.

Scrapy takes the name of its class from ``ASYNCIO_EVENT_LOOP``; whoever makes a loop without Scrapy makes it here.
"""

from __future__ import annotations

import asyncio
from importlib.util import find_spec
from typing import Final

EVENT_LOOP: Final = "uvloop.Loop" if find_spec("uvloop") else None
"""The class of the loop, by name; None for the one that asyncio makes by itself."""


def new_event_loop() -> asyncio.AbstractEventLoop:
    """A loop of that class."""
    if EVENT_LOOP is None:
        return asyncio.new_event_loop()
    import uvloop  # may be missing

    return uvloop.new_event_loop()
