"""Visits read in several processes, in their order.

They are forked: that costs nothing, since everything is loaded. A crawl, which has a reactor and threads by then,
starts its readers anew (``zhanjiang.crawl.readers``), and they load what reads pages alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Final

from zhanjiang.catalogue.visits import Visit
from zhanjiang.crawl.visit_reader import Extraction, VisitReader

_BATCH: Final = 8
_AHEAD: Final = 8
"""How many batches a process may be ahead of the consumer: extractions wait in memory."""


def read_in_order(reader: VisitReader, visits: Iterable[Visit], processes: int) -> Iterator[Extraction]:
    """Yield the extractions of visits in the order of the visits. A few visits are read in this process alone."""
    visits = iter(visits)
    first = list(islice(visits, _BATCH))
    if len(first) < _BATCH:
        yield from map(reader.read, first)
        return
    with ProcessPoolExecutor(processes) as pool:
        waiting: deque[Future[list[Extraction]]] = deque()
        batch = first
        try:
            while batch or waiting:
                if batch:
                    waiting.append(pool.submit(reader.read_all, batch))
                    batch = list(islice(visits, _BATCH))
                if not batch or len(waiting) >= processes * _AHEAD:
                    yield from waiting.popleft().result()
        finally:  # where it ends early nobody wants what has not begun
            pool.shutdown(wait=False, cancel_futures=True)
