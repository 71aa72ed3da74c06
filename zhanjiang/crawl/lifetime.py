"""How long what a crawl has opened stays open: until its engine stops, or until it has failed to start."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from typing import Final

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import call_later

_LOOKS_AGAIN: Final = 0.2  # seconds


def close_with_engine(crawler: Crawler, stack: ExitStack) -> None:
    """Close a stack when the crawler's engine stops.

    Where a component raises while it is built, or a spider cannot be opened, the engine never runs, and no signal says
    so. A script that crawls again would find the store locked by itself.
    """
    started = False

    def note_start() -> None:
        """Leave the rest to the engine."""
        nonlocal started
        started = True

    def look() -> None:
        """Close the stack of a crawl that has ended before its engine ran."""
        if started:  # also where a signal has asked it to stop: it still has answers to store
            return
        if crawler.crawling:
            call_later(_LOOKS_AGAIN, look)
        else:
            stack.close()

    # Strong references, since nobody else holds these.
    crawler.signals.connect(note_start, signals.engine_started, weak=False)
    crawler.signals.connect(stack.close, signals.engine_stopped, weak=False)
    if crawler.crawling:  # else it is built by hand, as in a test
        with suppress(RuntimeError):  # the first crawl of a process has no reactor yet, and ends with it
            call_later(0, look)
